/**
 * A file of the profile by which a second start of the program learns that the station that runs has no configuration, and
 * drops a card that it hands over. It counts only while a station runs: one that was killed leaves it behind, and the next
 * start makes or removes it as soon as it knows its own configuration.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'unconfigured';
const OWNER_ONLY = 0o600;

/** By the station, once it has the lock of its profile. */
export function markConfigured(profileFolder: string, configured: boolean): void {
  const file = join(profileFolder, FILE);
  try {
    if (configured) rmSync(file, { force: true });
    else writeFileSync(file, '', { mode: OWNER_ONLY });
  } catch {
    // On a disk that takes nothing the log has the card that was dropped, where it can have anything.
  }
}

/** By a second start that was told that a station runs. */
export function isUnconfigured(profileFolder: string): boolean {
  return existsSync(join(profileFolder, FILE));
}
