/** `npm run check`: everything that can be said of the sources without running them. */
import { fileURLToPath } from 'node:url';

import { setup } from './setup.mjs';
import { bin, run, say } from './steps.mjs';

const CHECKS = [
  ['types of main and tests', 'tsc', ['-p', '.config/tsconfig.node.json', '--noEmit']],
  ['types of the page', 'tsc', ['-p', '.config/tsconfig.renderer.json', '--noEmit']],
  [
    'lint',
    'eslint',
    [
      '--config',
      '.config/eslint.config.js',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      '.cache/eslint/',
      '.',
    ],
  ],
  [
    'format',
    'prettier',
    // The published answers are served as they were published.
    [
      '--config',
      '.config/prettier.json',
      '--log-level',
      'warn',
      '--check',
      '.',
      '!test/sandbox/seed/**',
      '!package-lock.json',
    ],
  ],
  ['dead code', 'knip', ['--config', '.config/knip.json', '--no-progress']],
  [
    'import direction',
    'depcruise',
    ['--config', '.config/dependency-cruiser.cjs', '--output-type', 'err', 'main', 'renderer'],
  ],
];

export function check() {
  for (const [name, program, args] of CHECKS) {
    say(`check: ${name}`);
    run(bin(program), args, { shell: process.platform === 'win32' });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup();
  check();
}
