/** Where the configuration comes from, strongest first. */
import { dirname, posix, resolve, win32 } from 'node:path';

import { decodeText, MAX_FILE_BYTES } from './config-file.ts';
import type { ReadFile } from './config-file.ts';
import { readJson } from './json-text.ts';
import { shown } from './problems.ts';
import type { Problem } from './problems.ts';

/**
 * Strongest first. The first two belong to the administrator of the machine, the others to the account that runs the
 * station. Among these, what a person typed for this start comes before what the session has set, and that before the file.
 */
export const RANKS = ['policy', 'machine', 'flag', 'environment', 'profile'] as const;
export type Rank = (typeof RANKS)[number];

/** True for the sources that only an administrator can write. */
export function isAdministrators(rank: Rank): boolean {
  return rank === 'policy' || rank === 'machine';
}

/** What the system's own policy store says; `name` is where support finds it. */
export type PolicyReading =
  /** It is certain that there is nothing for us. */
  | { readonly kind: 'none'; readonly name: string }
  /** `problems` are of single settings that cannot be used and are not among the values. */
  | { readonly kind: 'read'; readonly name: string; readonly values: unknown; readonly problems: readonly Problem[] }
  /** `why` completes "cannot be read: …". */
  | { readonly kind: 'unreadable'; readonly name: string; readonly why: string };

/** What the places of a start are; null or undefined where there is none. */
export interface Places {
  /** Asks the system's own policy store. */
  readonly policy?: (() => PolicyReading) | undefined;
  readonly policyFile?: string | null | undefined;
  readonly machineFile?: string | null | undefined;
  readonly profileFile?: string | null | undefined;
  /** The argument of `--config`. */
  readonly configFlag?: string | null | undefined;
  /** The value of CARD_STATION_CONFIG: a path. Empty counts as not set. */
  readonly environmentVariable?: string | null | undefined;
}

/** One source that could be read. */
export interface Source {
  readonly rank: Rank;
  /** The path of the file, or the name of the policy. */
  readonly name: string;
  /** What relative paths in it start from; null for a policy. */
  readonly folder: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Sources {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** Every place that was looked at, found or not. */
  readonly looked: readonly string[];
}

/** Where branch IT puts its files. `profileFolder` is the folder of this station's data. */
export function configurationPlaces(
  platform: NodeJS.Platform,
  profileFolder: string,
): { readonly policyFile: string | null; readonly machineFile: string; readonly profileFile: string } {
  switch (platform) {
    case 'win32':
      return {
        policyFile: null,
        // Not %ProgramData%: a process of the kiosk account could start the station with another value of it.
        machineFile: 'C:\\ProgramData\\Card Station\\config.json',
        profileFile: win32.join(profileFolder, 'config.json'),
      };
    case 'darwin':
      return {
        policyFile: null,
        machineFile: '/Library/Application Support/Card Station/config.json',
        profileFile: posix.join(profileFolder, 'config.json'),
      };
    default:
      return {
        policyFile: '/etc/card-station/policy.json',
        machineFile: '/etc/card-station/config.json',
        profileFile: posix.join(profileFolder, 'config.json'),
      };
  }
}

/** Reads every source there is. A source that cannot be read is a problem, never a reason to fall back to a weaker one. */
export function readSources(places: Places, readFile: ReadFile): Sources {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  const looked: string[] = [];

  function take(rank: Rank, name: string, folder: string | null, values: unknown): void {
    if (isRecord(values)) sources.push({ rank, name, folder, values });
    else problems.push({ path: '', message: 'must hold one object in braces { }', source: name });
  }

  function takeFile(rank: Rank, given: string | null | undefined, namedBy?: string): void {
    if (given === null || given === undefined) return;
    const path = resolve(given);
    looked.push(path);
    const reading = readFile(path, MAX_FILE_BYTES);
    switch (reading.kind) {
      case 'missing':
        if (namedBy !== undefined)
          problems.push({ path: '', message: `does not exist; ${namedBy} names it`, source: path });
        return;
      case 'too-large':
        problems.push({ path: '', message: 'is larger than 1 MiB, which no configuration is', source: path });
        return;
      case 'unreadable':
        problems.push({ path: '', message: `cannot be read: ${reading.why}`, source: path });
        return;
      case 'read': {
        const content = parseJson(reading.bytes, path);
        problems.push(...content.problems);
        if (content.found) take(rank, path, dirname(path), content.value);
      }
    }
  }

  function takePolicy(policy: PolicyReading): void {
    looked.push(policy.name);
    switch (policy.kind) {
      case 'none':
        return;
      case 'unreadable':
        problems.push({ path: '', message: `cannot be read: ${policy.why}`, source: policy.name });
        return;
      case 'read':
        problems.push(...policy.problems);
        take('policy', policy.name, null, policy.values);
    }
  }

  if (places.policy !== undefined) takePolicy(places.policy());
  takeFile('policy', places.policyFile);
  takeFile('machine', places.machineFile);
  takeFile('flag', places.configFlag, '--config');
  takeFile('environment', places.environmentVariable === '' ? null : places.environmentVariable, 'CARD_STATION_CONFIG');
  takeFile('profile', places.profileFile);
  return { sources, problems, looked };
}

type Content =
  | { readonly found: true; readonly value: unknown; readonly problems: readonly Problem[] }
  | { readonly found: false; readonly problems: readonly Problem[] };

/** The JSON value of a file, or the sentences that say why there is none; keys that are given twice are problems too. */
export function parseJson(bytes: Uint8Array, source: string): Content {
  const decoded = decodeText(bytes);
  if ('problem' in decoded) return { found: false, problems: [{ path: '', message: decoded.problem, source }] };
  const reading = readJson(decoded.text);
  if (reading.kind === 'broken') {
    const message = `is not valid JSON at line ${String(reading.line)}, column ${String(reading.column)}: ${reading.message}`;
    return { found: false, problems: [{ path: '', message, source }] };
  }
  const problems = reading.repeated.map(({ path, line }) => ({
    path: path.map(shown).join('.'),
    message: `is given twice; the second time in line ${String(line)}`,
    source,
  }));
  return { found: true, value: reading.value, problems };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
