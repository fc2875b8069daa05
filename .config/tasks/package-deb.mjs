/**
 * `npm run package:deb`: the package for Debian and its kin, `dist/card-station_VERSION_amd64.deb`. `--unpacked` takes the
 * program that `npm run package` left and does not build it again; `--fast` compresses less, for trying.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { builderConfig } from './builder-config.mjs';
import { buildDeb } from './deb.mjs';
import { electronRuntime, markedVersion } from './electron-runtime.mjs';
import { packageStation, projectVersion } from './package.mjs';
import { setup } from './setup.mjs';
import { probe, ROOT, say, stop } from './steps.mjs';

export const FAST = ['-Zgzip', '-z1'];

/** Packs `linux-unpacked` in `folder`; gives the path of the package. */
export function packageDeb({ runtime, compression, version = projectVersion(), folder = join(ROOT, 'dist') }) {
  const result = buildDeb({
    unpacked: join(folder, 'linux-unpacked'),
    deb: builderConfig().deb,
    version: markedVersion(version, runtime),
    testBuild: runtime.testOnly,
    date: lastChange(),
    output: folder,
    ...(compression === undefined ? {} : { compression }),
  });
  say(`packaged: ${result}`);
  return result;
}

/** When the sources were last changed, in RFC 5322's form: the same sources make the same package. */
function lastChange() {
  const { status, stdout } = probe('git', ['log', '-1', '--format=%aD']);
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : new Date(0).toUTCString().replace('GMT', '+0000');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-deb'))
    stop('a .deb is built on Debian or a relative.');
  const unpackedIsThere = process.argv.includes('--unpacked');
  const runtime = unpackedIsThere ? electronRuntime() : await setup();
  if (!unpackedIsThere) packageStation({ runtime, twin: false });
  else if (runtime === null || !existsSync(join(ROOT, 'dist/linux-unpacked')))
    stop('there is no program in dist.', 'npm run package');
  packageDeb({ runtime, compression: process.argv.includes('--fast') ? FAST : undefined });
}
