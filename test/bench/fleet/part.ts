/** One part of the fleet in a process of its own: `tsx test/bench/fleet/part.ts SEED`; tells its parent what was counted. */
import { HOUR } from './scenario.ts';
import { simulateHour } from './simulate.ts';

const counted = await simulateHour(HOUR, Number(process.argv[2] ?? 1));
process.send?.(counted, () => process.disconnect());
