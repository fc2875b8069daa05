/** The simulation by itself: `tsx test/bench/pace-simulation/main.ts [--check]` prints its table; no program is needed. */
import { tableOf } from '../rows.ts';
import { paceSimulationRows } from './pace-simulation.ts';

const rows = await paceSimulationRows();
process.stdout.write(tableOf(rows));
process.exitCode = process.argv.includes('--check') && rows.some(({ pass }) => !pass) ? 1 : 0;
