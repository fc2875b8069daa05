/** Reads a file that a command was given, and never more of it than it may have. */
import { open } from 'node:fs/promises';

export type BoundedFile =
  | { readonly kind: 'text'; readonly text: string }
  /** `why` completes "… cannot be read: " and repeats nothing of the file. */
  | { readonly kind: 'unreadable'; readonly why: string };

const KIB = 1_024;

export async function readBounded(path: string, maxBytes: number): Promise<BoundedFile> {
  try {
    const file = await open(path, 'r');
    try {
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
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { kind: 'unreadable', why };
  }
}

function sizeOf(bytes: number): string {
  return bytes < KIB ? `${String(bytes)} bytes` : `${String(bytes / KIB)} KiB`;
}
