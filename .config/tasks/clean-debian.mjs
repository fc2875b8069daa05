/**
 * `npm run test:clean-debian`: the deb on a Debian 12 that has just been made, from the installation to the removal. Root on
 * Debian only; takes about ten minutes, the first time more. `-- --fresh` makes that Debian anew, `-- --keep` keeps it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageDeb, FAST } from './package-deb.mjs';
import { packageStation, projectVersion } from './package.mjs';
import { setup } from './setup.mjs';
import { CACHE, ROOT, run, say, stop } from './steps.mjs';

const TOOLS = [
  ['/usr/sbin/debootstrap', 'debootstrap'],
  ['/usr/bin/systemd-nspawn', 'systemd-container'],
  ['/usr/bin/apt-ftparchive', 'apt-utils'],
  ['/usr/bin/xdotool', 'xdotool'],
];
const BASE = join(CACHE, 'clean-debian/bookworm');
const ARCHIVES = join(CACHE, 'clean-debian/archives');
/** What is on any PC with Debian and not in its smallest form. */
const INCLUDE = 'systemd-sysv,dbus,procps';

if (process.platform !== 'linux' || process.getuid() !== 0) stop('this needs root on Debian: it makes and boots one.');
const missing = TOOLS.filter(([path]) => !existsSync(path)).map(([, name]) => name);
if (missing.length > 0)
  stop('some tools are missing:', `apt-get install -y --no-install-recommends ${missing.join(' ')}`);

const args = process.argv.slice(2);
const runtime = await setup();
const older = projectVersion();
const newer = older.replace(/\d+$/, (patch) => String(Number(patch) + 1));
const packages = [older, newer].map((version) => {
  const output = `.cache/clean-debian/${version}`;
  const folder = packageStation({ runtime, twin: false, version, output });
  return packageDeb({ runtime, version, folder, compression: FAST });
});

if (args.includes('--fresh')) rmSync(BASE, { recursive: true, force: true });
if (!existsSync(join(BASE, 'etc/debian_version'))) {
  say('making a Debian 12');
  const making = `${BASE}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  run(
    'debootstrap',
    ['--variant=minbase', `--include=${INCLUDE}`, 'bookworm', making, 'http://deb.debian.org/debian'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  run('mv', [making, BASE]);
}
mkdirSync(join(ARCHIVES, 'partial'), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'card-station-debian-'));
const machine = join(folder, 'root');
run('cp', ['-a', BASE, machine]);
const life = [join(ROOT, 'test/clean-debian/main.ts'), machine, ARCHIVES, ...packages];
const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...life], { cwd: ROOT, stdio: 'inherit' });
if (args.includes('--keep')) say(`kept: ${machine}`);
else rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
