/** Makes a profile one on which this version has tested itself already, as it is after the first day of a branch. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { extractFile } from '@electron/asar';

import { noteVersionHere, TESTED_FILE } from '../../main/kiosk/first-start/tested-version.ts';

const versions = new Map<string, string | null>();

export function markTested({
  program,
  profileFolder,
}: {
  readonly program: string;
  readonly profileFolder: string;
}): void {
  if (existsSync(join(profileFolder, TESTED_FILE))) return;
  const version = versions.get(program) ?? versionOf(program);
  versions.set(program, version);
  if (version === null) return;
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const now = Date.now();
  noteVersionHere(profileFolder, { version, since: now, testedAt: now });
}

/** As its package says; null where it has none that can be read. */
function versionOf(program: string): string | null {
  const resources = join(dirname(program), 'resources');
  const unpacked = join(resources, 'app/package.json');
  try {
    const text = existsSync(unpacked)
      ? readFileSync(unpacked)
      : extractFile(join(resources, 'app.asar'), 'package.json');
    return (JSON.parse(text.toString()) as { version: string }).version;
  } catch {
    return null;
  }
}
