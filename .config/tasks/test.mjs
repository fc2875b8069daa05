/** `npm test`: set-up, checks, unit tests, the end-to-end tests on the packaged program, and a sample of its screens. */
import { check } from './check.mjs';
import { e2e, packages } from './e2e.mjs';
import { galleryTests } from './gallery.mjs';
import { setup } from './setup.mjs';
import { bin, run, say } from './steps.mjs';

const runtime = await setup();
check();
say('unit tests and the contract of the sandbox');
run(bin('vitest'), ['run', '--config', '.config/vitest.config.ts'], { shell: process.platform === 'win32' });
packages(runtime);
const status = await e2e([]);
if (status !== 0) process.exit(status);
say('the page alone in Chromium, a sample');
run(...galleryTests({ long: false }));
say('all tests passed');
