/**
 * The figures of the packaged station through Prometheus and node_exporter (`npm run test:long -- monitoring`). Debian's packages
 * are unpacked below `.cache/` and not installed: installed, each would start a service that listens on the network.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { playwright } from './e2e.mjs';
import { packageStation } from './package.mjs';
import { CACHE, run, say, stop } from './steps.mjs';

const PACKAGES = ['prometheus', 'prometheus-node-exporter'];
const TOOLS = ['prometheus', 'promtool', 'prometheus-node-exporter'];

/** Gives the exit code of the tests. */
export async function monitoring(runtime) {
  const tools = bringTools();
  packageStation({ runtime, twin: true });
  say('the figures of the station through node_exporter and Prometheus');
  process.env.CARD_STATION_MONITORING = tools;
  return playwright(['test/monitoring'], { securityReport: false });
}

/** The folder with the programs. */
function bringTools() {
  const folder = join(CACHE, 'monitoring');
  const unpacked = join(folder, 'usr/bin');
  const complete = (where) => TOOLS.every((name) => existsSync(join(where, name)));
  if (complete('/usr/bin')) return '/usr/bin';
  if (complete(unpacked)) return unpacked;
  if (!existsSync('/usr/bin/dpkg-deb')) stop(`${TOOLS.join(', ')} have to be there; this is not Debian or a relative.`);
  mkdirSync(folder, { recursive: true });
  say(`unpacking ${PACKAGES.join(' and ')} of Debian into .cache/monitoring`);
  // As root, apt would rather fetch as an account of its own, which may not write here, and say so.
  run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '-qq', ...PACKAGES], { cwd: folder });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    run('dpkg-deb', ['-x', file, '.'], { cwd: folder });
  return unpacked;
}
