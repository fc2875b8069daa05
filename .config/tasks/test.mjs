/** `npm test`: set-up, checks, unit tests, and the end-to-end tests on the packaged program. */
import { check } from './check.mjs';
import { e2e } from './e2e.mjs';
import { setup } from './setup.mjs';
import { bin, run, say } from './steps.mjs';

const runtime = await setup();
check();
say('unit tests and the contract of the sandbox');
run(bin('vitest'), ['run', '--config', '.config/vitest.config.ts'], { shell: process.platform === 'win32' });
e2e(runtime, []);
say('all tests passed');
