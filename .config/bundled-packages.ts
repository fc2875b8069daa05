import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../.cache/bundled');
/** The package that a file belongs to, wherever it was installed. */
const PACKAGE = /(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*node_modules)/;

interface Bundled {
  readonly type: string;
  readonly moduleIds?: readonly string[];
  readonly originalFileNames?: readonly string[];
}

/** Writes down which packages went into one part of the program, for the list of what it is made of. */
export function recordBundledPackages(part: 'main' | 'preload' | 'renderer') {
  const seen = new Set<string>();
  const see = (file: string): void => {
    const name = PACKAGE.exec(file)?.[1];
    if (name !== undefined) seen.add(name.replace('\\', '/'));
  };
  return {
    name: 'record-bundled-packages',
    generateBundle(_options: unknown, bundle: Readonly<Record<string, Bundled>>): void {
      for (const { moduleIds = [], originalFileNames = [] } of Object.values(bundle))
        [...moduleIds, ...originalFileNames].forEach(see);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(join(FOLDER, `${part}.json`), JSON.stringify([...seen].sort()));
    },
  };
}
