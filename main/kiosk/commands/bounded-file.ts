/** Reads a file that a command was given, and never more of it than it may have. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { codeOf } from '../../config/error-code.ts';

export type BoundedFile =
  | { readonly kind: 'text'; readonly text: string }
  /** `why` completes "… cannot be read: " and repeats nothing of the file. */
  | { readonly kind: 'unreadable'; readonly why: string };

const KIB = 1_024;

export async function readBounded(path: string, maxBytes: number): Promise<BoundedFile> {
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer for ever. Windows has neither the flag nor the case.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Node's types do not know Windows here
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await file.stat()).isFile()) return { kind: 'unreadable', why: 'it is not a plain file' };
      const buffer = Buffer.alloc(maxBytes + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > maxBytes) return { kind: 'unreadable', why: `it is larger than ${sizeOf(maxBytes)}` };
      const text = buffer.subarray(0, bytesRead).toString('utf8');
      buffer.fill(0);
      return { kind: 'text', text };
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = codeOf(error);
    return { kind: 'unreadable', why };
  }
}

function sizeOf(bytes: number): string {
  return bytes < KIB ? `${String(bytes)} bytes` : `${String(bytes / KIB)} KiB`;
}
