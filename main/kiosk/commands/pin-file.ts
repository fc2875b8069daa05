/** Reads the file that `provision --pin-file` names: the administrator's PIN is its first line. */
import { open } from 'node:fs/promises';

import { Secret } from '../../credentials/secret.ts';

/** A PIN has at most 12 digits; a file much larger than that is another one, in bytes. */
const MAX_PIN_FILE_BYTES = 256;

export type PinFile =
  | { readonly kind: 'pin'; readonly pin: Secret }
  /** `why` follows "The PIN file cannot be read: " and repeats nothing of the file. */
  | { readonly kind: 'unreadable'; readonly why: string };

/** The first line without its end; whether it can be a PIN is looked at elsewhere. */
export async function readPinFile(path: string): Promise<PinFile> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(MAX_PIN_FILE_BYTES + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > MAX_PIN_FILE_BYTES) return { kind: 'unreadable', why: 'it is larger than 256 bytes' };
      const text = buffer.subarray(0, bytesRead).toString('utf8');
      buffer.fill(0);
      // Editors on Windows put a mark before the text.
      const [line = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
      return line === ''
        ? { kind: 'unreadable', why: 'its first line is empty' }
        : { kind: 'pin', pin: new Secret(line) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return {
      kind: 'unreadable',
      why: error instanceof Error && 'code' in error ? String(error.code) : 'unknown error',
    };
  }
}
