/** Which version of the program ran on this profile last, so that the log tells an update or a roll-back from a plain start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LogEvent } from '../diagnostics/log.ts';

export const VERSION_FILE = 'version';
const OWNER_ONLY = 0o600;
/** A longer text is no version of ours, in characters. */
const MAX_LENGTH = 64;

/** The line of the log that a start writes. */
export function startEvent(profileFolder: string, version: string): LogEvent {
  const versionBefore = noteVersion(profileFolder, version);
  return { event: 'start', version, ...(versionBefore === null ? {} : { versionBefore }) };
}

/**
 * Notes that this version runs now. Gives the one before it; null when that is the same, or when nothing is known of it.
 * A profile that cannot be read or written costs this line of the log and nothing else.
 */
export function noteVersion(profileFolder: string, version: string): string | null {
  const file = join(profileFolder, VERSION_FILE);
  const before = readVersion(file);
  if (before === version) return null;
  try {
    writeFileSync(file, `${version}\n`, { mode: OWNER_ONLY });
  } catch {
    // What needs the folder says what is wrong with it.
  }
  return before;
}

function readVersion(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d+\.\d+\.\d+[\w.+-]*$/.test(text) && text.length <= MAX_LENGTH ? text : null;
  } catch {
    return null;
  }
}
