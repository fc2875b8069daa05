/** The simulation by itself: `tsx test/bench/pace-simulation/main.ts [--check]` prints its tables; no program is needed. */
import { tableOf } from '../rows.ts';
import { failureTable } from './failures.ts';
import { paceSimulationRows } from './pace-simulation.ts';

const rows = await paceSimulationRows();
process.stdout.write(`${tableOf(rows)}\n${failureTable()}\n`);
process.exitCode = process.argv.includes('--check') && rows.some(({ pass }) => !pass) ? 1 : 0;
