/** Builds a .deb from an unpacked program with Debian's own `dpkg-deb`; what is in it stands in `.config/packaging/linux`. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

import { changelogText, controlText, debianVersion } from './deb-control.mjs';
import { ROOT, run } from './steps.mjs';

const SOURCES = join(ROOT, '.config/packaging/linux');
const ICONS = join(ROOT, '.config/packaging/icons');

/** Where a file of the sources goes: its path in the package and its mode. */
const FILES = [
  ['card-station.desktop', 'usr/share/applications/card-station.desktop', 0o644],
  ['card-station-kiosk@.service', 'lib/systemd/system/card-station-kiosk@.service', 0o644],
  ['pam', 'etc/pam.d/card-station-kiosk', 0o644],
  ['kiosk-session', 'usr/lib/card-station/kiosk-session', 0o755],
  ['card-station-kiosk', 'usr/sbin/card-station-kiosk', 0o755],
  ['apparmor-profile', 'usr/share/card-station/apparmor-profile', 0o644],
  ['lintian-overrides', 'usr/share/lintian/overrides/card-station', 0o644],
  ['postinst', 'DEBIAN/postinst', 0o755],
  ['prerm', 'DEBIAN/prerm', 0o755],
  ['postrm', 'DEBIAN/postrm', 0o755],
  ['templates', 'DEBIAN/templates', 0o644],
];
/** Files that belong to the administrator once they are there: dpkg asks before it replaces a changed one. */
const CONFFILES = ['/etc/pam.d/card-station-kiosk'];
/** The bank's own folder: made, and never written to by the package. */
const EMPTY_FOLDERS = ['etc/card-station'];

/**
 * `unpacked`: the folder of the program; `deb`: that section of electron-builder.yml; `date`: of the changelog; `compression`:
 * arguments of dpkg-deb. Gives the path of the package, in `output`.
 */
export function buildDeb({ unpacked, deb, version, testBuild, date, output, compression = ['-Zxz'] }) {
  const tree = mkdtempSync(join(tmpdir(), 'card-station-deb-'));
  try {
    chmodSync(tree, 0o755);
    const put = (path, content, mode) => {
      const file = join(tree, path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
      writeFileSync(file, content);
      chmodSync(file, mode);
    };
    mkdirSync(join(tree, 'opt'), { recursive: true });
    const program = join(tree, 'opt/card-station');
    run('cp', ['-a', unpacked, program]);
    // What is loaded is not started.
    for (const name of readdirSync(program)) if (/\.so(\.\d+)*$/.test(name)) chmodSync(join(program, name), 0o644);
    for (const [source, path, mode] of FILES) put(path, readFileSync(join(SOURCES, source)), mode);
    for (const folder of EMPTY_FOLDERS) mkdirSync(join(tree, folder), { recursive: true });
    mkdirSync(join(tree, 'usr/bin'), { recursive: true });
    symlinkSync('/opt/card-station/card-station', join(tree, 'usr/bin/card-station'));
    for (const [path, content] of iconFiles()) put(path, content, 0o644);
    const doc = 'usr/share/doc/card-station';
    put(`${doc}/copyright`, copyrightText(), 0o644);
    // No time of its own inside, so that the same sources make the same package.
    put(`${doc}/changelog.gz`, gzipSync(changelogText({ deb, version, date }), { level: 9 }), 0o644);

    const files = filesBelow(tree).filter((file) => !relative(tree, file).startsWith('DEBIAN'));
    const installedBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    put('DEBIAN/control', controlText({ deb, version, architecture: 'amd64', installedBytes, testBuild }), 0o644);
    put('DEBIAN/conffiles', CONFFILES.map((path) => `${path}\n`).join(''), 0o644);
    put('DEBIAN/md5sums', files.map((file) => `${md5(file)}  ${relative(tree, file)}\n`).join(''), 0o644);
    const result = join(output, `${deb.packageName}_${debianVersion(version)}_amd64.deb`);
    mkdirSync(output, { recursive: true });
    run('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, result], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, SOURCE_DATE_EPOCH: String(Math.floor(Date.parse(date) / 1000)) },
    });
    return result;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

function iconFiles() {
  const theme = 'usr/share/icons/hicolor';
  const pictures = readdirSync(join(ICONS, 'linux')).map((name) => [
    `${theme}/${name.replace('.png', '')}/apps/card-station.png`,
    readFileSync(join(ICONS, 'linux', name)),
  ]);
  return [...pictures, [`${theme}/scalable/apps/card-station.svg`, readFileSync(join(ICONS, 'card-station.svg'))]];
}

/** The licence of the sources, as Debian's form has it: each line after a space, an empty one as a dot. */
function copyrightText() {
  const licence = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim();
  const lines = licence.split('\n').map((line) => (line.trim() === '' ? ' .' : ` ${line.trim()}`));
  return readFileSync(join(SOURCES, 'copyright'), 'utf8').replace('@LICENCE@', lines.join('\n'));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

/** What `dpkg --verify` compares. */
function md5(file) {
  return createHash('md5').update(readFileSync(file)).digest('hex');
}
