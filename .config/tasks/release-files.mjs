/**
 * `node .config/tasks/release-files.mjs SYSTEM`: gathers what is handed out in `release/`: the packages of `dist/`, the list of
 * what they are made of, and their checksums. Refuses whatever is marked as built on the runtime for demo and tests.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SBOM } from './sbom.mjs';
import { ROOT, say, stop } from './steps.mjs';

const PACKAGES = /\.(deb|AppImage|tar\.gz|exe|msi|dmg)$/;
const TEST_ONLY = /test[.-]runtime/;

/** `from` holds the packages; gives the names of what lies in `to` afterwards. */
export function gatherRelease({ from, sbom, to, system }) {
  const names = readdirSync(from).filter((name) => PACKAGES.test(name));
  if (names.length === 0) return stop('there is nothing to hand out in dist.', 'npm run package -- --release');
  const { version } = JSON.parse(readFileSync(sbom, 'utf8')).metadata.component;
  const marked = [...names, version].filter((name) => TEST_ONLY.test(name));
  if (marked.length > 0)
    return stop(`built on the runtime for demo and tests only, never released: ${marked.join(', ')}.`);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of names) copyFileSync(join(from, name), join(to, name));
  copyFileSync(sbom, join(to, `card-station_${version}_${system}.sbom.cdx.json`));
  const sums = readdirSync(to)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(to, name)))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(join(to, `SHA256SUMS.${system}`), sums.join(''));
  return readdirSync(to).sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [system] = process.argv.slice(2);
  if (!['linux', 'windows', 'macos'].includes(system)) stop('the system is linux, windows or macos.');
  const names = gatherRelease({ from: join(ROOT, 'dist'), sbom: SBOM, to: join(ROOT, 'release'), system });
  say(`release: ${names.join(', ')}`);
}
