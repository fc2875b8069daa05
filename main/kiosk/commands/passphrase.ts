/** The passphrase that a file is put under, out of the file that names it; and what was put under one before. */
import { MAX_SEALED_BYTES, MIN_PASSPHRASE_CHARACTERS, openBundle } from '../../credentials/sealed-bundle.ts';
import { parseD1Keys, type D1KeysReading } from '../../credentials/d1-keys.ts';
import type { Secret } from '../../credentials/secret.ts';
import { readBounded } from './bounded-file.ts';
import { MAX_PASSPHRASE_FILE_BYTES, readFirstLine } from './first-line.ts';

export type PassphraseReading =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  /** A whole sentence that repeats nothing of the file. */
  | { readonly kind: 'problem'; readonly message: string };

/** The first line of the file, long enough that nobody guesses it from what lies under it. */
export async function readPassphrase(path: string): Promise<PassphraseReading> {
  const read = await readFirstLine(path, MAX_PASSPHRASE_FILE_BYTES);
  if (read.kind === 'unreadable') return problem(`The passphrase file cannot be read: ${read.why}.`);
  if ([...read.line.reveal()].length < MIN_PASSPHRASE_CHARACTERS) {
    return problem(`The passphrase must have at least ${String(MIN_PASSPHRASE_CHARACTERS)} characters.`);
  }
  return { kind: 'passphrase', passphrase: read.line };
}

/** Opens the private keys that `make-keys` has put under the passphrase. */
export async function readSealedKeys(path: string, passphrase: Secret): Promise<D1KeysReading> {
  const file = await readBounded(path, MAX_SEALED_BYTES);
  if (file.kind === 'unreadable') return problem(`The file of the private keys cannot be read: ${file.why}.`);
  const opened = await openBundle(file.text, passphrase);
  return opened.kind === 'opened' ? parseD1Keys(opened.text) : opened;
}

function problem(message: string): { readonly kind: 'problem'; readonly message: string } {
  return { kind: 'problem', message };
}
