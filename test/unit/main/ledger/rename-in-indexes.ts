/** Changes a record as a program does that knows the format of the file: behind SQLite's back. Source: sqlite.org, Database File Format. */
import { readFileSync, writeFileSync } from 'node:fs';

const PAGE_SIZE_AT = 16;
const INDEX_LEAF = 0x0a;

/** In every index, and not in its table, writes one text for another of the same length. Throws when it is nowhere. */
export function renameInIndexes(file: string, from: string, to: string): void {
  const bytes = readFileSync(file);
  const size = bytes.readUInt16BE(PAGE_SIZE_AT);
  let changed = 0;
  for (let start = size; start < bytes.length; start += size) {
    if (bytes[start] !== INDEX_LEAF) continue;
    const page = bytes.subarray(start, start + size);
    for (let at = page.indexOf(from); at !== -1; at = page.indexOf(from, at + 1)) changed += page.write(to, at);
  }
  if (changed === 0) throw new Error(`${from} is in no index`);
  writeFileSync(file, bytes);
}
