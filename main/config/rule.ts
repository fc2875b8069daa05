/** The form of a rule between settings. */
import type { PartialConfig } from './schema.ts';

export interface RuleBreach {
  /** The setting to change, and what completes its sentence. */
  readonly path: string;
  readonly message: string;
  /** The other settings of the rule; the problem names the source of the first of all these that somebody set. */
  readonly others: readonly string[];
  /** That a setting is not there: said only when every source could be read. */
  readonly missing?: true;
}

/** What is known of the program itself. */
export interface Build {
  /** Not packaged, the twin of the tests, or on a runtime that is for demo and tests only. */
  readonly demo: boolean;
}

export interface Rule {
  /** One line for the documentation. */
  readonly about: string;
  readonly breaches: (config: PartialConfig, build: Build) => readonly RuleBreach[];
}
