import { closeSync, fstatSync, openSync, readSync, constants } from 'node:fs';

/** 1 MiB: a real file has some kilobytes; a larger one is another file by mistake, or an attempt to fill the memory. */
export const MAX_FILE_BYTES = 1_048_576;

export type FileReading =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large' }
  /** The file exists and cannot be read: `why` completes "cannot be read: …". */
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads at most `maxBytes` of a file. Never throws, never waits for a pipe or a device. */
export type ReadFile = (path: string, maxBytes: number) => FileReading;

/** Node's file system behind the port. */
export const readFileBounded: ReadFile = (path, maxBytes) => {
  let file: number;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer for ever. Windows has neither the flag nor the case.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Node's types do not know Windows here
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return failure(error);
  }
  try {
    if (!fstatSync(file).isFile()) return { kind: 'unreadable', why: 'it is not a plain file' };
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      length += count;
      if (length > maxBytes) return { kind: 'too-large' };
      if (count === 0) return { kind: 'read', bytes: bytes.subarray(0, length) };
    }
  } catch (error) {
    return failure(error);
  } finally {
    closeSync(file);
  }
};

function failure(error: unknown): FileReading {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  switch (code) {
    // Only a file that is certainly not there counts as missing: every other failure must not open the way to a weaker source.
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unreadable', why: 'this account may not read it' };
    case 'EISDIR':
      return { kind: 'unreadable', why: 'it is a folder' };
    case 'EBUSY':
      return { kind: 'unreadable', why: 'another program keeps it locked' };
    default:
      return { kind: 'unreadable', why: `the system says ${code}` };
  }
}

/** The text of a configuration file, or the sentence that says why there is none. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { problem: 'is saved as UTF-16; save it as UTF-8' };
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { problem: 'begins with a byte order mark; save it as UTF-8 without BOM' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? { problem: 'is empty' } : { text };
  } catch {
    return { problem: 'is not text in UTF-8' };
  }
}
