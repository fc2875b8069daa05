/** What the program is made of: every package that is in it, with version, checksum and licence, as CycloneDX. */
import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { CACHE, ROOT, stop } from './steps.mjs';

/** Where electron-builder takes it from. */
export const SBOM = join(CACHE, 'sbom.cdx.json');
/** Licences that let a bank use the program without giving anything back. OFL is that of the fonts. */
const LICENCES = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'OFL-1.1'];
/** Not bundled, but packed as they are; electron-builder.yml has the same. */
const PACKED = ['keytar', '@photostructure/sqlite', 'node-gyp-build'];

/** Writes the list for the build that was just made; ends the task at a licence that is not on the list. */
export function writeSbom({ runtime, version }) {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const bundled = ['main', 'preload', 'renderer'].flatMap((part) =>
    JSON.parse(readFileSync(join(CACHE, 'bundled', `${part}.json`), 'utf8')),
  );
  const ownBytes = ['main', 'preload', 'renderer']
    .map((part) => Number(readFileSync(join(CACHE, 'bundled', `${part}.own-bytes.json`), 'utf8')))
    .reduce((sum, bytes) => sum + bytes, 0);
  const sbom = sbomOf({ lock, names: [...bundled, ...PACKED], electron: runtime.version, version, ownBytes });
  mkdirSync(dirname(SBOM), { recursive: true });
  writeFileSync(SBOM, `${JSON.stringify(sbom, null, 1)}\n`);
}

/** The list itself, the same for the same build: it has neither a time nor a random number. */
export function sbomOf({ lock, names, electron, version, ownBytes }) {
  const packages = [...new Set(names)].sort().map((name) => component(name, lock[`node_modules/${name}`]));
  const refused = packages.filter(({ licenses }) => !LICENCES.includes(licenses[0].license.id));
  if (refused.length > 0) {
    const list = refused.map(({ name, licenses }) => `${name} (${licenses[0].license.id})`).join(', ');
    stop(`these packages may not go into the program for their licence: ${list}.`);
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: 'card-station',
        version,
        licenses: [{ license: { id: 'MIT' } }],
        // What of the program is no library: the length of our own modules before anything is packed.
        properties: [{ name: 'card-station:own-code-bytes', value: String(ownBytes) }],
      },
    },
    components: [
      {
        type: 'framework',
        'bom-ref': `electron@${electron}`,
        name: 'electron',
        version: electron,
        purl: `pkg:npm/electron@${electron}`,
        licenses: [{ license: { id: 'MIT' } }],
      },
      ...packages,
    ],
  };
}

function component(installedAs, entry) {
  if (entry === undefined) return stop(`package-lock.json does not know ${installedAs}, which went into the program.`);
  // An alias is installed under another name than its own.
  const name = entry.name ?? installedAs;
  const [, digest] = /^sha512-(.+)$/.exec(entry.integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': `${name}@${entry.version}`,
    name,
    version: entry.version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${entry.version}`,
    ...(digest === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    licenses: [{ license: { id: entry.license ?? 'none' } }],
  };
}
