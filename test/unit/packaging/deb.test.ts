/** The package for Debian, built from a small program: what is in it, whose it is, and what its scripts and units say. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EXIT } from '../../../main/kiosk/exit-codes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SOURCES = join(ROOT, '.config/packaging/linux');

interface Deb {
  readonly packageName: string;
  readonly depends: readonly string[];
}
interface Tasks {
  buildDeb(options: Record<string, unknown>): string;
  debianVersion(version: string): string;
  builderConfig(): { readonly deb: Deb };
}
const task = async (name: string): Promise<Tasks> => (await import(join(ROOT, '.config/tasks', name))) as Tasks;
const { buildDeb } = await task('deb.mjs');
const { debianVersion } = await task('deb-control.mjs');
const { builderConfig } = await task('builder-config.mjs');

const IS_DEBIAN = existsSync('/usr/bin/dpkg-deb');

describe.skipIf(!IS_DEBIAN)('versions, as Debian sorts them', () => {
  const isLower = (one: string, other: string): boolean =>
    spawnSync('dpkg', ['--compare-versions', debianVersion(one), 'lt', debianVersion(other)]).status === 0;

  it.each([
    ['0.1.0', '0.1.1'],
    ['0.9.0', '0.10.0'],
    ['1.0.0-beta.2', '1.0.0'],
    ['1.0.0-beta.2', '1.0.0-beta.10'],
    ['0.1.0-test-runtime.33.2.1', '0.1.0'],
    ['0.1.0', '0.1.1-test-runtime.33.2.1'],
  ])('%s is lower than %s', (one, other) => {
    expect(isLower(one, other)).toBe(true);
    expect(isLower(other, one)).toBe(false);
  });
});

describe.skipIf(!IS_DEBIAN)('the package', () => {
  let folder: string;
  let file: string;
  let tree: string;
  const read = (path: string): string => readFileSync(join(tree, path), 'utf8');
  const control = (): string => execFileSync('dpkg-deb', ['--field', file], { encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-deb-test-'));
    const unpacked = join(folder, 'unpacked');
    mkdirSync(join(unpacked, 'resources'), { recursive: true });
    for (const [name, mode] of [
      ['card-station', 0o755],
      ['chrome-sandbox', 0o755],
      ['libEGL.so', 0o755],
      ['libvulkan.so.1', 0o755],
      ['resources/app.asar', 0o644],
    ] as const) {
      writeFileSync(join(unpacked, name), name);
      chmodSync(join(unpacked, name), mode);
    }
    file = buildDeb({
      unpacked,
      deb: builderConfig().deb,
      version: '1.2.3-test-runtime.33.2.1',
      testBuild: true,
      date: 'Fri, 27 Nov 2026 20:00:00 +0000',
      output: join(folder, 'out'),
      compression: ['-Znone'],
    });
    tree = join(folder, 'tree');
    execFileSync('dpkg-deb', ['--raw-extract', file, tree]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says in name, version and description that it is for demo and tests only', () => {
    expect(file).toMatch(/\/card-station_1\.2\.3~test\.runtime\.33\.2\.1_amd64\.deb$/);
    expect(control()).toMatch(/^Version: 1\.2\.3~test\.runtime\.33\.2\.1$/m);
    expect(control()).toMatch(/^Description: .*\(TEST BUILD\)$/m);
  });

  it('depends on what electron-builder.yml lists', () => {
    expect(control()).toContain(`Depends: ${builderConfig().deb.depends.join(', ')}\n`);
  });

  it('holds the program, what makes it a kiosk, and nothing else', () => {
    const listing = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' }).trim().split('\n');
    const entries = listing.map((line) => line.split(/\s+/));
    // Nothing is setuid, nothing is writable by others, everything is root's.
    for (const [mode = '', owner] of entries) {
      expect(mode).toMatch(/^([d-]rw[x-]r-[x-]r-[x-]|lrwxrwxrwx)$/);
      expect(owner).toBe('root/root');
    }
    const paths = entries
      .filter(([mode]) => mode?.startsWith('d') === false)
      .map((words) => words.slice(5).join(' '))
      .filter((path) => !path.startsWith('./usr/share/icons/hicolor/'));
    expect(paths.sort()).toEqual(
      [
        './etc/pam.d/card-station-kiosk',
        './lib/systemd/system/card-station-kiosk@.service',
        './opt/card-station/card-station',
        './opt/card-station/chrome-sandbox',
        './opt/card-station/libEGL.so',
        './opt/card-station/libvulkan.so.1',
        './opt/card-station/resources/app.asar',
        './usr/bin/card-station -> /opt/card-station/card-station',
        './usr/lib/card-station/kiosk-session',
        './usr/sbin/card-station-kiosk',
        './usr/share/applications/card-station.desktop',
        './usr/share/card-station/apparmor-profile',
        './usr/share/doc/card-station/changelog.gz',
        './usr/share/doc/card-station/copyright',
        './usr/share/lintian/overrides/card-station',
      ].sort(),
    );
    // The folder of the bank's configuration is there and empty: no update can ask about what is in it.
    expect(listing.some((line) => line.endsWith(' ./etc/card-station/'))).toBe(true);
    expect(read('DEBIAN/conffiles')).toBe('/etc/pam.d/card-station-kiosk\n');
  });

  it('makes only programs executable', () => {
    const mode = (path: string): string | undefined =>
      execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' })
        .split('\n')
        .find((line) => line.endsWith(` ./${path}`))
        ?.slice(0, 10);
    expect(mode('opt/card-station/card-station')).toBe('-rwxr-xr-x');
    expect(mode('opt/card-station/libEGL.so')).toBe('-rw-r--r--');
    expect(mode('opt/card-station/libvulkan.so.1')).toBe('-rw-r--r--');
    expect(mode('usr/lib/card-station/kiosk-session')).toBe('-rwxr-xr-x');
  });

  it('can be verified file by file', () => {
    const sums = read('DEBIAN/md5sums');
    expect(sums).toMatch(/^[0-9a-f]{32} {2}opt\/card-station\/resources\/app\.asar$/m);
    const checked = spawnSync('md5sum', ['--check', '--quiet', 'DEBIAN/md5sums'], { cwd: tree });
    expect(checked.status).toBe(0);
  });

  it('is the same for the same sources', () => {
    const again = buildDeb({
      unpacked: join(folder, 'unpacked'),
      deb: builderConfig().deb,
      version: '1.2.3-test-runtime.33.2.1',
      testBuild: true,
      date: 'Fri, 27 Nov 2026 20:00:00 +0000',
      output: join(folder, 'again'),
      compression: ['-Znone'],
    });
    const text = (path: string): string => execFileSync('dpkg-deb', ['--field', path], { encoding: 'utf8' });
    expect(text(again)).toBe(text(file));
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('opens links with the program, and lets nothing follow them', () => {
    const desktop = read('usr/share/applications/card-station.desktop');
    expect(desktop).toContain('\nMimeType=x-scheme-handler/card-station;\n');
    expect(desktop).toContain('\nExec=/opt/card-station/card-station -- %u\n');
  });
});

describe('the service of the kiosk', () => {
  const unit = readFileSync(join(SOURCES, 'card-station-kiosk@.service'), 'utf8');

  it('starts the station again after everything but what the exit codes say', () => {
    expect(unit).toContain('\nRestart=always\n');
    expect(unit).toContain(`\nRestartPreventExitStatus=${EXIT.ended} ${EXIT.wrongUse}\n`);
    expect(unit).toContain('\nStartLimitIntervalSec=0\n');
  });

  it('makes no core file', () => {
    expect(unit).toContain('\nLimitCORE=0\n');
  });

  it('runs as the account it is named for', () => {
    expect(unit).toContain('\nUser=%i\n');
  });
});

describe.skipIf(process.platform !== 'linux')('the scripts', () => {
  const scripts = ['kiosk-session', 'card-station-kiosk', 'postinst', 'prerm', 'postrm'];

  it.each(scripts)('%s can be read by a plain shell', (name) => {
    expect(spawnSync('sh', ['-n', join(SOURCES, name)]).status).toBe(0);
  });

  it.each([[[]], [['on-new-bus']], [['command', '--version']], [['no-such-thing']]])(
    'a session that cannot be opened (%j) never ends with the code that forbids another start',
    (args) => {
      const session = spawnSync('sh', [join(SOURCES, 'kiosk-session'), ...args], { env: { PATH: '/usr/bin:/bin' } });
      expect(session.status).toBe(EXIT.failed);
      expect(session.stderr.toString()).toMatch(/^kiosk-session: .+\n$/);
    },
  );

  it('the session uses nothing that makes the shell end with that code', () => {
    const text = readFileSync(join(SOURCES, 'kiosk-session'), 'utf8').replace(/^#.*$/gm, '');
    expect(text).not.toMatch(/set -[a-z]*u|\$\{\w+:?\?/);
  });

  it('the command of the administrator explains itself, and refuses what it does not know', () => {
    const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
      const { status, stdout, stderr } = spawnSync('sh', [join(SOURCES, 'card-station-kiosk'), ...args]);
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    };
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('card-station-kiosk enable') });
    expect(run('enabel').status).toBe(2);
    expect(run().status).toBe(2);
  });
});
