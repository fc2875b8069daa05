import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../.cache/bundled');
/** The package that a file belongs to, wherever it was installed. */
const PACKAGE = /(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*node_modules)/;

interface Bundled {
  readonly type: string;
  readonly fileName: string;
  readonly moduleIds?: readonly string[];
  readonly modules?: Readonly<Record<string, { readonly renderedLength: number }>>;
  readonly originalFileNames?: readonly string[];
  readonly source?: string | Uint8Array;
}

/** What of a file is not a library's: modules by their own length; style sheets whole, since it is not told who wrote which rule. */
function ownBytes({ type, fileName, modules = {}, source = '' }: Bundled): number {
  if (type === 'asset') return /\.(css|html)$/.test(fileName) ? Buffer.byteLength(source) : 0;
  return Object.entries(modules)
    .filter(([file]) => !PACKAGE.test(file))
    .reduce((sum, [, { renderedLength }]) => sum + renderedLength, 0);
}

/** Writes down which packages went into one part of the program and how much is our own, for the list of what it is made of. */
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
      const own = Object.values(bundle).reduce((sum, each) => sum + ownBytes(each), 0);
      writeFileSync(join(FOLDER, `${part}.json`), JSON.stringify([...seen].sort()));
      writeFileSync(join(FOLDER, `${part}.own-bytes.json`), String(own));
    },
  };
}
