/**
 * `npm run test:long`: the properties of the truth with a hundred thousand sequences each instead of five thousand
 * (`CARD_STATION_PROPERTY_RUNS` asks for another number), the record on a newer Node's own SQLite, every state of every
 * screen in every size, language and theme, a hundred thousand hostile messages from a page that was taken over (with
 * `CARD_STATION_SEED`, those of a run before), the figures of the packaged program through Prometheus and node_exporter, and
 * a hundred random failures of it, and 200 stations through a relay. `-- truth`, `-- record`, `-- screens`, `-- ipc`,
 * `-- monitoring`, `-- recovery` or `-- relay` does one of them.
 */
import { build } from './build.mjs';
import { playwright } from './e2e.mjs';
import { galleryTests } from './gallery.mjs';
import { monitoring } from './monitoring.mjs';
import { recordOnNewestNode } from './newest-node.mjs';
import { packageStation } from './package.mjs';
import { recoveryRun } from './recovery.mjs';
import { setup } from './setup.mjs';
import { bin, ROOT, run, say } from './steps.mjs';

const [part = 'all'] = process.argv.slice(2);
const runtime = await setup();
const wanted = (name) => part === 'all' || part === name;
if (wanted('truth')) truth();
if (wanted('record')) recordOnNewestNode();
if (wanted('screens')) {
  build({ twin: false });
  say('the page alone in Chromium, every state in every size, language and theme');
  run(...galleryTests({ long: true }));
}
if (wanted('ipc')) {
  packageStation({ runtime, twin: true });
  say('a hundred thousand hostile messages (about 5 minutes)');
  process.env.CARD_STATION_FUZZ = 'full';
  process.exitCode = await playwright(['test/security/ipc-fuzz.spec.ts'], { securityReport: false });
}
if (wanted('monitoring')) process.exitCode = (await monitoring(runtime)) || process.exitCode;
if (wanted('recovery')) recoveryRun(runtime);
if (wanted('relay')) {
  say('200 stations through one relay (about 2 minutes)');
  run(process.execPath, ['--import', 'tsx', 'test/sandbox/relay/two-hundred.ts'], { cwd: ROOT });
}

function truth() {
  const runs = process.env.CARD_STATION_PROPERTY_RUNS ?? '100000';
  say(`the properties of the truth, ${runs} sequences each`);
  run(
    bin('vitest'),
    ['run', '--config', '.config/vitest.config.ts', '--maxWorkers', '2', 'test/unit/main/tracking/truth'],
    { shell: process.platform === 'win32', env: { ...process.env, CARD_STATION_PROPERTY_RUNS: runs } },
  );
}
