/** A file that a command makes for somebody to take away: never over one that is there. */
import { lstat } from 'node:fs/promises';

import { createProfileFile } from '../../credentials/profile-file.ts';

/** Why it was not written, as a sentence; null when it was. */
export async function newFileProblem(path: string, text: string): Promise<string | null> {
  const written = await createProfileFile(path, text);
  switch (written.kind) {
    case 'exists':
      return 'The output file is there already.';
    case 'failed':
      return `The output file cannot be written: ${written.reason}.`;
    case 'written':
      return null;
  }
}

/** Whether the name is taken, by anything: for a command that would rather not do its work for nothing. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
