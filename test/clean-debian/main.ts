/**
 * The life of the package on a new Debian: `tsx test/clean-debian/main.ts ROOT ARCHIVES OLDER.deb NEWER.deb`. Prints a line for
 * each thing that was done and seen; ends with 1 at the first that is not as it should be.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSandbox } from '../sandbox/sandbox.ts';
import { kioskOf } from './kiosk.ts';
import { boot } from './machine.ts';
import { openScreen } from './screen.ts';
import type { Scene } from './scene.ts';
import { beginnings } from './steps-begin.ts';
import { endings } from './steps-end.ts';
import { updates } from './steps-update.ts';

/** The machine has no real screen: its compositor draws on a virtual one here, and there is no terminal to take over. */
const headless = (display: string): string => `[Service]
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
UtmpIdentifier=
Environment=WLR_BACKENDS=x11 WLR_RENDERER=pixman DISPLAY=${display}
`;

const [root = '', archives = '', ...packages] = process.argv.slice(2);
const versions = packages.map((file) => /_([^_]+)_amd64\.deb$/.exec(file)?.[1] ?? '');
const repository = join(root, 'srv/repository');
mkdirSync(repository, { recursive: true });
for (const file of packages) copyFileSync(file, join(repository, file.split('/').at(-1) ?? ''));
writeFileSync(
  join(repository, 'Packages'),
  execFileSync('apt-ftparchive', ['packages', '.'], { cwd: repository, maxBuffer: 2 ** 26 }),
);
writeFileSync(join(root, 'etc/apt/sources.list.d/branch.list'), 'deb [trusted=yes] file:/srv/repository ./\n');
writeFileSync(
  join(root, 'etc/apt/apt.conf.d/90keep'),
  `Dir::Cache::archives "${archives}";\nAPT::Sandbox::User "root";\n`,
);
// A Debian that is made from nothing does not know its own name yet.
writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');

const screen = await openScreen();
const dropIn = join(root, 'etc/systemd/system/card-station-kiosk@.service.d');
mkdirSync(dropIn, { recursive: true });
writeFileSync(join(dropIn, 'headless.conf'), headless(screen.display));

const sandbox = await startSandbox();
const machine = await boot(root, [archives]);
const [older = '', newer = ''] = versions;
const scene: Scene = { machine, kiosk: kioskOf(machine), sandbox, screen, older, newer };
const startedAt = Date.now();
try {
  for (const [says, does] of [...beginnings, ...updates, ...endings]) {
    const note = await does(scene);
    process.stdout.write(`ok | ${says}${note === undefined ? '' : ` | ${note}`}\n`);
  }
  process.stdout.write(`done in ${((Date.now() - startedAt) / 60_000).toFixed(1)} min\n`);
} catch (error) {
  process.stdout.write(`WRONG | ${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write((await machine.try('journalctl --no-pager --lines=40; ps aux | cut -c1-160')).text);
  process.exitCode = 1;
} finally {
  await machine.shutDown();
  await sandbox.close();
  screen.close();
}
