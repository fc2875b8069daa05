/** What a package holds: its archive, and main's program in it. */
import { dirname, join } from 'node:path';

import { extractFile, listPackage } from '@electron/asar';

/** The archive of a packaged program. */
export const asarOf = (program: string): string => join(dirname(program), 'resources/app.asar');

/** Every file of main's program as it is packed: its text by its path in the archive, with slashes. */
export function packedMain(program: string): ReadonlyMap<string, string> {
  const asar = asarOf(program);
  const files = listPackage(asar, { isPack: false }).map((path) => path.slice(1).replaceAll('\\', '/'));
  const main = files.filter((path) => /^out\/main\/.+\.js$/.test(path));
  return new Map(main.map((path) => [path, extractFile(asar, path).toString()]));
}
