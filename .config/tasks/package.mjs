/**
 * `npm run package`: the shipping program, unpacked, in `dist/`. `--twin`: the one that tests drive, in `dist-test/`.
 * The twin differs in one build-time constant and one fuse.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from './build.mjs';
import { markedVersion } from './electron-runtime.mjs';
import { writeSbom } from './sbom.mjs';
import { setup } from './setup.mjs';
import { bin, ROOT, run, say } from './steps.mjs';

/** Builds and packs; gives the folder of the unpacked program. */
export function packageStation({ runtime, twin }) {
  build({ twin });
  const output = twin ? 'dist-test' : 'dist';
  rmSync(join(ROOT, output), { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeSbom({ runtime, version });
  const options = [
    `-c.directories.output=${output}`,
    `-c.electronDist=${runtime.dist}`,
    `-c.electronVersion=${runtime.version}`,
    `-c.extraMetadata.version=${markedVersion(version, runtime)}`,
    ...(twin ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : []),
  ];
  run(bin('electron-builder'), ['--dir', '--publish', 'never', '--config', 'electron-builder.yml', ...options], {
    env: { ...process.env, ELECTRON_BUILDER_ALLOW_UNRESOLVED_DEPENDENCIES: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  say(`packaged: ${output}${runtime.testOnly ? ' (on the runtime for demo and tests only)' : ''}`);
  return join(ROOT, output);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  packageStation({ runtime: await setup(), twin: process.argv.includes('--twin') });
}
