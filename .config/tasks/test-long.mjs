/**
 * `npm run test:long`: the properties of the truth with a hundred thousand sequences each instead of five thousand
 * (`CARD_STATION_PROPERTY_RUNS` asks for another number), and every state of every screen in every size, language and
 * theme. `-- truth` or `-- screens` does one of them.
 */
import { build } from './build.mjs';
import { galleryTests } from './gallery.mjs';
import { setup } from './setup.mjs';
import { bin, run, say } from './steps.mjs';

const [part = 'all'] = process.argv.slice(2);
await setup();
if (part !== 'screens') truth();
if (part !== 'truth') {
  build({ twin: false });
  galleryTests({ long: true });
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
