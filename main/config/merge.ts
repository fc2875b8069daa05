/** Merges sources setting by setting: what a stronger source has set, no weaker one can change. */
import { CATALOGUE, SETTING_BY_PATH } from './catalogue.ts';
import { shown, unknownKeyProblem } from './problems.ts';
import type { Note, Problem } from './problems.ts';
import { isAdministrators, isRecord } from './sources.ts';
import type { Source } from './sources.ts';

export interface Placed {
  readonly value: unknown;
  readonly source: Source;
}

export interface Merged {
  /** By path, as it came: not checked yet. */
  readonly values: ReadonlyMap<string, Placed>;
  readonly notes: readonly Note[];
  readonly problems: readonly Problem[];
}

/** The settings that say where D1 is. */
const WHERE_D1_IS = ['d1.authUrl', 'd1.bankingUrl', 'd1.tokenUrl'] as const;

/**
 * What the account of the kiosk cannot add to a station that an administrator has rolled out: an authority of its own
 * and a proxy would redirect it as surely as another address, a card number must not reach D1 by its choice, and what
 * staff are told to do with a failed card is the bank's word.
 */
function isGuarded(path: string): boolean {
  return path.startsWith('d1.') || path === 'intake.allowNumericIds' || path === 'reasons.file';
}

/** `sources` strongest first. */
export function mergeSources(sources: readonly Source[]): Merged {
  const values = new Map<string, Placed>();
  const notes: Note[] = [];
  const problems: Problem[] = [];

  for (const source of sources) {
    // Asked before this source adds anything: its own keys are not a reason to refuse the rest of it.
    const rolledOutBy = isAdministrators(source.rank) ? undefined : administratorOf(values);
    for (const { path, value } of leaves(source, problems)) {
      const holder = values.get(path);
      if (holder !== undefined) {
        notes.push({ path, message: `is ignored: ${holder.source.name} has set it`, source: source.name });
      } else if (rolledOutBy !== undefined && isGuarded(path)) {
        const message = `is ignored: ${rolledOutBy} says where D1 is, so that only an administrator can set this`;
        notes.push({ path, message, source: source.name });
      } else {
        values.set(path, { value, source });
      }
    }
  }
  return { values, notes, problems };
}

/** The administrator's source that says where D1 is; undefined while none does. */
function administratorOf(values: ReadonlyMap<string, Placed>): string | undefined {
  for (const path of WHERE_D1_IS) {
    const source = values.get(path)?.source;
    if (source !== undefined && isAdministrators(source.rank)) return source.name;
  }
  return undefined;
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** The known settings of a source; what is not known goes to `problems`. Never looks inside a value. */
function* leaves(source: Source, problems: Problem[]): Generator<Leaf> {
  for (const [group, content] of Object.entries(source.values)) {
    const keys = CATALOGUE.get(group);
    if (keys === undefined) {
      const message = unknownKeyProblem(group, [...CATALOGUE.keys()], SETTING_BY_PATH.keys());
      problems.push({ path: shown(group), message, source: source.name });
    } else if (!isRecord(content)) {
      problems.push({ path: group, message: 'must be a group of settings in braces { }', source: source.name });
    } else {
      for (const [key, value] of Object.entries(content)) {
        const setting = keys.get(key);
        if (setting !== undefined) {
          yield { path: setting.path, value };
        } else {
          const message = unknownKeyProblem(key, [...keys.keys()], SETTING_BY_PATH.keys());
          problems.push({ path: `${group}.${shown(key)}`, message, source: source.name });
        }
      }
    }
  }
}
