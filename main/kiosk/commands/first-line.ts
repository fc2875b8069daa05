/** Reads the first line of a small file with a secret in it: the PIN that `--pin-file` names, or a passphrase. */
import { Secret } from '../../credentials/secret.ts';
import { readBounded } from './bounded-file.ts';

export type FirstLine =
  | { readonly kind: 'line'; readonly line: Secret }
  /** `why` completes "… cannot be read: " and repeats nothing of the file. */
  | { readonly kind: 'unreadable'; readonly why: string };

/** A PIN has at most 12 digits; a file much larger than that is another one, in bytes. */
export const MAX_PIN_FILE_BYTES = 256;
/** A passphrase is a line that somebody could copy by hand; a larger file is another one, in bytes. */
export const MAX_PASSPHRASE_FILE_BYTES = 1_024;

/** The first line without its end; whether it is any good is looked at elsewhere. */
export async function readFirstLine(path: string, maxBytes: number): Promise<FirstLine> {
  const file = await readBounded(path, maxBytes);
  if (file.kind === 'unreadable') return file;
  // Editors on Windows put a mark before the text.
  const [line = ''] = file.text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  return line === ''
    ? { kind: 'unreadable', why: 'its first line is empty' }
    : { kind: 'line', line: new Secret(line) };
}
