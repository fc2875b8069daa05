/** The files that the page is made of: the list that its addresses are looked up in. */
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** Every regular file below a folder, by its path with slashes. A link is none, wherever it leads. */
export async function listPageFiles(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const name = posix.join(below, entry.name);
    if (entry.isDirectory()) return listPageFiles(folder, name);
    return entry.isFile() ? [name] : [];
  });
  return (await Promise.all(lists)).flat();
}
