/** Makes one checked configuration of every source, or lists everything that is wrong at once. */
import { isAbsolute, resolve } from 'node:path';

import { SETTINGS } from './catalogue.ts';
import { readFileBounded } from './config-file.ts';
import type { ReadFile } from './config-file.ts';
import { mergeSources } from './merge.ts';
import type { Placed } from './merge.ts';
import { valueProblem } from './problems.ts';
import type { Note, Problem } from './problems.ts';
import { NO_REASONS, readReasons } from './reasons.ts';
import type { ReasonCatalogue } from './reasons.ts';
import type { Build } from './rule.ts';
import { RULES } from './rules.ts';
import { configurationSchema, groups } from './schema.ts';
import type { Config, PartialConfig } from './schema.ts';
import { readSources } from './sources.ts';
import type { Places } from './sources.ts';

/** The origin of a setting that no source has set. */
export const BUILT_IN = 'default';

/** A screen or a terminal shows no more; what is beyond is counted. */
const MAX_PROBLEMS = 100;

export interface LoadOptions extends Places {
  /** The file system; Node's own when left out. */
  readonly readFile?: ReadFile | undefined;
  /** Whether this is a build for demo and tests. */
  readonly demo?: boolean | undefined;
}

export type Loaded =
  | {
      readonly kind: 'ok';
      readonly config: Config;
      /** What `reasons.file` holds; empty where there is none. */
      readonly reasons: ReasonCatalogue;
      /** Keys of weaker sources that had no effect. */
      readonly notes: readonly Note[];
      /** By setting path: the source of its value, or `BUILT_IN`. Optional settings that nobody set are absent. */
      readonly origins: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[]; readonly notes: readonly Note[] };

/**
 * Never throws for anything a source can hold. Of the files that it names, only that of the reasons is read: whether the
 * others exist, and whether hosts answer, shows when they are used.
 */
export function loadConfiguration({ readFile = readFileBounded, demo = false, ...places }: LoadOptions): Loaded {
  const read = readSources(places, readFile);
  if (read.sources.length === 0 && read.problems.length === 0) {
    const message = `No configuration found; looked in: ${read.looked.join(', ')}`;
    return { kind: 'problems', problems: [{ path: '', message, source: '' }], notes: [] };
  }

  const merged = mergeSources(read.sources);
  // A source that could not be read may hold what seems to be missing: then only the source is the problem.
  const complete = read.problems.every((problem) => problem.path !== '');
  const names = read.sources.map((source) => source.name).join(', ');
  // A setting that its source holds in an unusable form is told already; it is not missing.
  const told = new Set(read.problems.map((problem) => problem.path));
  const checked = checkSettings(merged.values, told, complete ? names : null);
  const reasonsFile = checked.values.reasons.file;
  const reasons = reasonsFile === undefined ? null : readReasons(reasonsFile, readFile);
  const problems = [
    ...read.problems,
    ...merged.problems,
    ...checked.problems,
    ...checkRules(checked, { names, complete, demo }),
    ...(reasons?.problems ?? []),
  ];
  if (problems.length > 0) return { kind: 'problems', problems: cut(problems), notes: merged.notes };

  const config = configurationSchema.parse(checked.values);
  return {
    kind: 'ok',
    config: frozen(config),
    reasons: reasons?.catalogue ?? NO_REASONS,
    notes: merged.notes,
    origins: checked.origins,
  };
}

interface Checked {
  readonly values: PartialConfig;
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** Settings that look unset and are not: what they should be is told already. */
  readonly wrong: ReadonlySet<string>;
}

/**
 * Each setting by its own schema; those of `told` that are not placed have their sentence. `missingIn` names the sources in
 * which a needed setting is missing; null: do not report those.
 */
function checkSettings(
  placed: ReadonlyMap<string, Placed>,
  told: ReadonlySet<string>,
  missingIn: string | null,
): Checked {
  const values: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.keys(groups).map((group) => [group, {}]),
  );
  const origins = new Map<string, string>();
  const problems: Problem[] = [];
  const wrong = new Set<string>();
  for (const { path, group, key, schema, notes } of SETTINGS) {
    const found = placed.get(path);
    if (found === undefined && told.has(path)) {
      wrong.add(path);
      continue;
    }
    const result = schema.safeParse(found?.value);
    if (!result.success) {
      if (found !== undefined || missingIn !== null) {
        const message = valueProblem(notes, found?.value, result.error.issues);
        problems.push({ path, message, source: found?.source.name ?? missingIn ?? '' });
      }
      continue;
    }
    // Every setting is a text, a number or a flag.
    const data = result.data as string | number | boolean | undefined;
    if (data === undefined) continue;
    origins.set(path, found?.source.name ?? BUILT_IN);
    const value = notes.kind === 'file' && found !== undefined ? wholePath(String(data), found) : data;
    if (value === null) {
      problems.push({
        path,
        message: 'must be a full path, because it does not come from a file',
        source: found?.source.name ?? '',
      });
    } else {
      Object.assign(values[group] ?? {}, { [key]: value });
    }
  }
  // Safe: exactly the groups of the schema, and in each only keys whose own schema has passed.
  for (const problem of problems) wrong.add(problem.path);
  return { values: values as unknown as PartialConfig, origins, problems, wrong };
}

/** A path relative to the file that names it, or null where no file does. */
function wholePath(path: string, { source }: Placed): string | null {
  if (source.folder !== null) return resolve(source.folder, path);
  return isAbsolute(path) ? path : null;
}

interface RuleContext extends Build {
  /** Every source, for a problem that nobody's setting has brought about. */
  readonly names: string;
  /** Whether every source could be read. */
  readonly complete: boolean;
}

function checkRules({ values, origins, wrong }: Checked, { names, complete, demo }: RuleContext): Problem[] {
  return RULES.flatMap((rule) => rule.breaches(values, { demo })).flatMap(({ path, message, others, missing }) => {
    const concerned = [path, ...others];
    if (concerned.some((one) => wrong.has(one)) || (missing === true && !complete)) return [];
    const set = concerned.map((one) => origins.get(one)).find((origin) => origin !== undefined && origin !== BUILT_IN);
    return [{ path, message, source: set ?? names }];
  });
}

function cut(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const rest = `and ${String(problems.length - MAX_PROBLEMS)} more problems; these come first`;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { path: '', message: rest, source: problems[MAX_PROBLEMS]?.source ?? '' },
  ];
}

/** The configuration is one level of groups with plain values; nothing may change it after the start. */
function frozen(config: Config): Config {
  for (const group of Object.values(config)) Object.freeze(group);
  return Object.freeze(config);
}
