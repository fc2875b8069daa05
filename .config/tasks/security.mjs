/**
 * `npm run test:security [-- --as-packed]`: everything that proves an item of Electron's security checklist, a fuse, or one of
 * the station's own promises, on the packages, and the list of what came of it. `--as-packed` takes the packages that are
 * there. At its end, what is known against the packages.
 */
import { audit } from './audit.mjs';
import { playwright } from './e2e.mjs';
import { packageStation } from './package.mjs';
import { setup } from './setup.mjs';
import { say } from './steps.mjs';

const runtime = await setup();
if (!process.argv.includes('--as-packed')) {
  packageStation({ runtime, twin: true });
  packageStation({ runtime, twin: false });
}
say('attacks on the packaged program');
const status = await playwright(['--grep', '@(electron|fuse|station)-'], { securityReport: true });
process.exitCode = audit() ? status : 1;
