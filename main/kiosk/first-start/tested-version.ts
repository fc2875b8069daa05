/** Since when this version runs on the profile, and whether it has tested itself: noted only once the test has ended. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

export const TESTED_FILE = 'tested-version.json';
const OWNER_ONLY = 0o600;
/** More than this is no file of ours, in characters. */
const MAX_LENGTH = 1_000;
const instant = z.number().int().nonnegative();

const TestedVersion = z.strictObject({
  version: z.string().max(64),
  /** When it was first started here, ms since 1970. */
  since: instant,
  /** When its self-test ended with nothing to find fault with; null until then. */
  testedAt: instant.nullable(),
});
export type TestedVersion = z.infer<typeof TestedVersion>;

/**
 * What is known of this version on this profile. A version that is new here, or whose file cannot be read, counts from
 * `now` (ms since 1970) and is untested.
 */
export function versionHere(profileFolder: string, version: string, now: number): TestedVersion {
  const noted = read(join(profileFolder, TESTED_FILE));
  if (noted?.version === version) return noted;
  const fresh = { version, since: Math.round(now), testedAt: null };
  noteVersionHere(profileFolder, fresh);
  return fresh;
}

/** A profile that cannot be written costs another test at the next start, and nothing else. */
export function noteVersionHere(profileFolder: string, noted: TestedVersion): void {
  try {
    writeFileSync(join(profileFolder, TESTED_FILE), `${JSON.stringify(noted)}\n`, { mode: OWNER_ONLY });
  } catch {
    // What needs the folder says what is wrong with it.
  }
}

function read(file: string): TestedVersion | null {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > MAX_LENGTH ? null : TestedVersion.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
