/**
 * `npm run package`: the shipping program, unpacked, in `dist/`. `--twin`: the one that tests drive, in `dist-test/`.
 * The twin differs in one build-time constant and one fuse. `--release`: every package of this system, in `dist/`; refused on
 * the runtime that is for demo and tests only.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from './build.mjs';
import { markedVersion } from './electron-runtime.mjs';
import { writeSbom } from './sbom.mjs';
import { setup } from './setup.mjs';
import { bin, ROOT, run, say, stop } from './steps.mjs';

/**
 * Builds and packs; gives the folder of the unpacked program. `version` and `output` (a folder below the project's) are for
 * who needs several. `installers`: all that electron-builder makes on this system, not the unpacked program alone.
 */
export function packageStation({
  runtime,
  twin,
  version = projectVersion(),
  output = twin ? 'dist-test' : 'dist',
  installers = false,
}) {
  build({ twin });
  rmSync(join(ROOT, output), { recursive: true, force: true });
  writeSbom({ runtime, version });
  const options = [
    `-c.directories.output=${output}`,
    `-c.electronDist=${runtime.dist}`,
    `-c.electronVersion=${runtime.version}`,
    `-c.extraMetadata.version=${markedVersion(version, runtime)}`,
    // Handed out signed or not at all; Linux has its signature in the repository that it comes from.
    ...(installers ? ['-c.forceCodeSigning=true', '-c.mac.notarize=true'] : []),
    ...(twin ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : []),
  ];
  run(
    bin('electron-builder'),
    [...(installers ? [] : ['--dir']), '--publish', 'never', '--config', 'electron-builder.yml', ...options],
    {
      env: { ...process.env, ELECTRON_BUILDER_ALLOW_UNRESOLVED_DEPENDENCIES: 'true' },
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  say(`packaged: ${output}${runtime.testOnly ? ' (on the runtime for demo and tests only)' : ''}`);
  return join(ROOT, output);
}

export function projectVersion() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const release = process.argv.includes('--release');
  const runtime = await setup();
  if (release && runtime.testOnly) stop('this Electron is for demo and tests only: a release is never built on it.');
  packageStation({ runtime, twin: process.argv.includes('--twin'), installers: release });
}
