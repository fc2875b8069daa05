/** What the scripts do as root with folders that belong to the kiosk account, whatever that has put there. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SOURCES = resolve(import.meta.dirname, '../../../.config/packaging/linux');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-root-scripts-'));
});
/** An account that every Debian has and that nobody uses. */
const ACCOUNT = 'nobody';
const IS_ROOT = process.platform === 'linux' && process.getuid?.() === 0;
const idOf = (flag: string): number => Number(execFileSync('id', [flag, ACCOUNT], { encoding: 'utf8' }));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(...names: string[]): string {
  const file = join(folder, ...names);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'x');
  return file;
}

/** A record that was set aside, by the name that the program gives it. */
const ASIDE = 'ledger-damaged-20260101T120000Z.sqlite';

describe.skipIf(process.platform !== 'linux')('a purge that keeps the record', () => {
  const RECORD = [
    '.config/Card Station/ledger.db',
    '.config/Card Station/ledger.db-wal',
    `.config/Card Station/${ASIDE}`,
    `.config/Card Station/${ASIDE}-wal`,
    '.config/Card Station/profile-id',
    '.local/share/keyrings/login.keyring',
  ];

  /** The function of the script by itself: without an action of dpkg the script does nothing. */
  function keepOnlyRecord(home: string): void {
    const script = '. "$0"; keep_only_record "$1"';
    const { status, stderr } = spawnSync('sh', ['-c', script, join(SOURCES, 'postrm'), home], { cwd: folder });
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  }

  function filesIn(home: string): string[] {
    return readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
      .sort();
  }

  it.each(['home', 'home of [a-z]* \\ ? all', 'home\nof two lines', '-delete'])(
    'in "%s" keeps that, and nothing else',
    (name) => {
      for (const kept of RECORD) put(name, kept);
      for (const other of [
        '.config/Card Station/config.json',
        '.config/Card Station/Cache/ledger',
        '.config/Card Station/ledger',
        '.config/Card Station/ profile-id',
        '.config/Other/ledger.db',
        '.config/Card Station\n/ledger.db',
        '.local/share/keyrings-old/login.keyring',
        'a b/*/[c]/\\d',
        ' in front',
        'behind\n',
        '-rf',
      ])
        put(name, other);
      symlinkSync('/etc/hostname', join(folder, name, 'link'));
      keepOnlyRecord(join(folder, name));
      expect(filesIn(join(folder, name))).toEqual([...RECORD].sort());
      expect(readdirSync(join(folder, name)).sort()).toEqual(['.config', '.local']);
    },
  );

  it('deletes nothing elsewhere by a name of two lines, nor by a link', () => {
    const precious = put('elsewhere/passwd');
    put('home', `x\n${precious}`);
    put('home/x');
    symlinkSync(dirname(precious), join(folder, 'home/link'));
    symlinkSync(dirname(precious), join(folder, 'home/.config'));
    keepOnlyRecord(join(folder, 'home'));
    expect(existsSync(precious)).toBe(true);
    expect(readdirSync(join(folder, 'home'))).toEqual([]);
  });

  it('deletes nothing where the account has no folder any more', () => {
    const here = put('here');
    keepOnlyRecord('');
    keepOnlyRecord(join(folder, 'gone'));
    expect(existsSync(here)).toBe(true);
  });
});

describe.skipIf(!IS_ROOT)('a purge beside an account that was there before', () => {
  /** Purges with folders of this test in the place of those of the system. */
  function purge(deleteRecord: boolean): string {
    const state = join(folder, 'state');
    const text = readFileSync(join(SOURCES, 'postrm'), 'utf8')
      .replace('STATE=/var/lib/card-station', `STATE=${state}`)
      .replace('/etc/card-station', join(folder, 'etc'))
      .replace('/usr/share/debconf/confmodule', join(folder, 'no-debconf'));
    const script = text
      .replace('if delete_record;', `if ${String(deleteRecord)};`)
      .replace('getent passwd "$name"', `echo ":::::${join(folder, 'home')}"`);
    expect(script).not.toMatch(/(?<!#.*)(\/etc\/card-station|\/var\/lib|getent)/);
    mkdirSync(state);
    writeFileSync(join(state, 'account'), `${ACCOUNT}\n`);
    const { status, stderr } = spawnSync('sh', ['-c', script, 'postrm', 'purge']);
    expect(status).toBe(0);
    return stderr.toString();
  }

  function give(...names: string[]): void {
    for (const name of names) lchownSync(join(folder, name), idOf('-u'), idOf('-g'));
  }

  beforeEach(() => chmodSync(folder, 0o755));

  it.each([
    [false, [ASIDE, 'ledger.db', 'profile-id']],
    [true, null],
  ])('takes its profile, all of it: %s', (deleteRecord, kept) => {
    const profile = 'home/.config/Card Station';
    const files = ['ledger.db', ASIDE, 'profile-id', 'config.json', 'x\ny'].map((name) => `${profile}/${name}`);
    for (const file of files) put(file);
    mkdirSync(join(folder, profile, 'Cache'));
    give('home', 'home/.config', profile, `${profile}/Cache`, ...files);
    const other = put('home/.config/Other/file');
    expect(purge(deleteRecord)).not.toMatch(/cannot|denied/i);
    const left = existsSync(join(folder, profile)) ? readdirSync(join(folder, profile)).sort() : null;
    expect(left).toEqual(kept);
    expect(existsSync(other)).toBe(true);
  });

  it.each([false, true])('deletes nothing of others where that account has put a link: %s', (deleteRecord) => {
    const other = put('other/Card Station/config.json');
    mkdirSync(join(folder, 'home'));
    symlinkSync(join(folder, 'other'), join(folder, 'home/.config'));
    give('home', 'home/.config');
    expect(purge(deleteRecord)).toMatch(/denied/i);
    expect(existsSync(other)).toBe(true);
    expect(existsSync(join(folder, 'etc'))).toBe(false);
  });
});

describe.skipIf(!IS_ROOT)('what runs as an account that was there before', () => {
  it('has no terminal of the administrator, to read from or to speak into', () => {
    const said = join(folder, 'said');
    writeFileSync(said, '');
    chmodSync(folder, 0o755);
    chmodSync(said, 0o666);
    const look = `. "${join(SOURCES, 'postrm')}"; as_account ${ACCOUNT} sh -c 'ls -l /proc/self/fd >"${said}"; tty -s <&2 || echo none >>"${said}"'`;
    // In a terminal of its own.
    const { status } = spawnSync('script', ['-qec', `sh -c '${look.replaceAll("'", `'\\''`)}'`, '/dev/null'], {
      stdio: 'ignore',
    });
    expect(status).toBe(0);
    expect(readFileSync(said, 'utf8')).toMatch(/none\n$/);
    expect(readFileSync(said, 'utf8')).not.toContain('/dev/pts');
  });
});

describe.skipIf(!IS_ROOT)('provision', () => {
  const place = (...names: string[]): string => join(folder, 'provisioning', ...names);
  const sources = (): string[] => ['bundle', 'passphrase', 'pin'].map((name) => join(folder, 'root', name));

  beforeEach(() => {
    chmodSync(folder, 0o755);
    // The administrator's own files, which no other account may read.
    for (const name of ['bundle', 'passphrase', 'pin'])
      writeFileSync(put('root', name), `the ${name}`, { mode: 0o600 });
    chmodSync(join(folder, 'root'), 0o700);
    mkdirSync(place(), { mode: 0o700 });
    chownSync(place(), idOf('-u'), idOf('-g'));
    put('state/account');
    writeFileSync(join(folder, 'state/account'), `${ACCOUNT}\n`);
  });

  function provision(files = sources()): { status: number | null; stderr: string } {
    const script = readFileSync(join(SOURCES, 'card-station-kiosk'), 'utf8')
      .replace('STATE=/var/lib/card-station', `STATE=${join(folder, 'state')}`)
      .replace('PROVISIONING=/etc/card-station/provisioning', `PROVISIONING=${place()}`);
    const { status, stderr } = spawnSync('sh', ['-c', script, 'card-station-kiosk', 'provision', ...files]);
    return { status, stderr: stderr.toString() };
  }

  function copies(): Record<string, unknown> {
    const entries = readdirSync(place()).map((name) => {
      const { mode, uid, gid } = lstatSync(place(name));
      const owner = uid === idOf('-u') && gid === idOf('-g');
      return [name, [readFileSync(place(name), 'utf8'), (mode & 0o7777).toString(8), owner]] as const;
    });
    return Object.fromEntries(entries);
  }

  const HANDED_OVER = {
    'bundle.jwe': ['the bundle', '600', true],
    'passphrase.txt': ['the passphrase', '600', true],
    'pin.txt': ['the pin', '600', true],
  };

  it('leaves copies that are the account’s and nobody else’s to read, over those of before', () => {
    expect(provision()).toEqual({ status: 0, stderr: '' });
    expect(copies()).toEqual(HANDED_OVER);
    expect(provision()).toEqual({ status: 0, stderr: '' });
    expect(copies()).toEqual(HANDED_OVER);
    expect(provision(sources().slice(0, 2)).status).toBe(0);
  });

  it('writes nothing where a link of the account leads', () => {
    const precious = put('precious');
    const names = ['passphrase.txt', 'passphrase.txt.new', 'pin.txt', 'pin.txt.new', 'bundle.jwe', 'bundle.jwe.new'];
    for (const name of [...names, 'bundle.new']) {
      symlinkSync(precious, place(name));
      lchownSync(place(name), idOf('-u'), idOf('-g'));
    }
    expect(provision()).toEqual({ status: 0, stderr: '' });
    unlinkSync(place('bundle.new'));
    expect(copies()).toEqual(HANDED_OVER);
    expect(readFileSync(precious, 'utf8')).toBe('x');
    expect(statSync(precious).uid).toBe(0);
  });

  it('writes nothing where the account has a link to a folder of root’s in the place of its own', () => {
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o755 });
    rmSync(place(), { recursive: true });
    symlinkSync(join(folder, 'elsewhere'), place());
    const { status, stderr } = provision();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^card-station-kiosk: .*passphrase\.txt cannot be written: .*denied/i);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('gives the account no terminal of the administrator to speak into', () => {
    const script = readFileSync(join(SOURCES, 'card-station-kiosk'), 'utf8');
    expect(script).toMatch(/said="\$\(setsid --wait setpriv .*\n.*2>&1\)"/);
  });
});
