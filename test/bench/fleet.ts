/**
 * A fleet of 5,000 stations through the hour in which their branches open, with an outage of D1 and a limit of calls in it:
 * `npx tsx test/bench/fleet.ts` prints the rows and the load on D1 per 1,000 branches. The program's own pace, back-off and
 * token code in virtual time; a modelled D1 (`fleet/d1-model.ts`) and customers (`fleet/scenario.ts`).
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rounded } from './figures.ts';
import { figuresOf, together, type Counted, type Figures } from './fleet/measures.ts';
import { HOUR } from './fleet/scenario.ts';
import { atMost, tableOf, type Row } from './rows.ts';

/** The fleet is simulated in parts of 1,000 stations, each by chances of its own. */
const SEEDS = [1, 2, 3, 4, 5] as const;
/** A herd that comes back may ask for twice of what is asked for all day. */
const MAX_PEAK_TO_MEAN = 2;
/** An outage must not bring D1 more calls than its customers do. */
const MAX_OUTAGE_TO_MEAN = 1;
/** A token lives 15 minutes: five an hour are used, and one may be lost. */
const MAX_TOKEN_REQUESTS = 6;
/** The longest pause of a station with a card on its screen, with the answer's own time, in s. */
const MAX_FRESH_WITH_CARDS_SECONDS = 35;
/** The longest pause of an idle station, which asks by itself whether D1 is back, in s. */
const MAX_FRESH_SECONDS = 125;
/** While D1 takes 60 % of the ordinary calls for five minutes of the hour, in % of all calls outside of the outage. */
const MAX_REFUSED_PERCENT = 3;

export interface Fleet {
  readonly all: Figures;
  readonly parts: readonly Figures[];
}

export async function runFleet(): Promise<Fleet> {
  const waiting = [...SEEDS];
  const parts: Counted[] = [];
  async function worker(): Promise<void> {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) parts.push(await simulated(seed));
  }
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
  return { all: figuresOf(together(parts), HOUR), parts: parts.map((part) => figuresOf(part, HOUR)) };
}

/** The rows of the bench. Rejects when a part of the fleet could not be simulated. */
export async function fleetRows(): Promise<Row[]> {
  return rowsOf(await runFleet());
}

function rowsOf({ all, parts }: Fleet): Row[] {
  const row = (name: string, figure: keyof Figures, limit: number, unit: string): Row =>
    atMost(`fleet: ${name}`, all[figure], limit, unit, { runs: parts.map((part) => part[figure]) });
  return [
    row('highest second after an outage by the ordinary mean', 'peakToMean', MAX_PEAK_TO_MEAN, 'times'),
    row('calls tried in an outage by the ordinary mean', 'outageToMean', MAX_OUTAGE_TO_MEAN, 'times'),
    row('token requests of a station in the hour', 'tokenRequests', MAX_TOKEN_REQUESTS, 'requests'),
    row('stations with a card fresh after an outage', 'freshWithCards', MAX_FRESH_WITH_CARDS_SECONDS, 's'),
    row('all stations fresh after an outage', 'freshAll', MAX_FRESH_SECONDS, 's'),
    row('calls refused outside of the outage', 'refusedPercent', MAX_REFUSED_PERCENT, '%'),
    row('handovers that D1 did not bear out', 'wrongGreens', 0, 'cards'),
  ];
}

function simulated(seed: number): Promise<Counted> {
  const child = fork(fileURLToPath(new URL('fleet/part.ts', import.meta.url)), [String(seed)], {
    execArgv: ['--import', 'tsx'],
  });
  return new Promise((resolve, reject) => {
    let counted: Counted | null = null;
    child.on('message', (message) => {
      counted = message as Counted;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (counted === null) reject(new Error(`a part of the fleet ended with ${String(code)} and told nothing`));
      else resolve(counted);
    });
  });
}

/** What a thousand branches ask of D1, for capacity talks. */
function loadPerThousand({ all }: Fleet): string {
  const perThousand = (calls: number): string => String(rounded((calls * 1_000) / (SEEDS.length * HOUR.stations)));
  const rows = [
    ['no customer, token renewals only', perThousand((all.tokenRequests * SEEDS.length * HOUR.stations) / 3_600)],
    ['PCs switched on, highest second', perThousand(all.startPeak)],
    ['busiest hour, mean', perThousand(all.ordinaryMean)],
    ['busiest hour, highest second', perThousand(all.ordinaryPeak)],
    ['D1 away, mean of what is tried', perThousand(all.outageMean)],
    ['D1 back, mean of ten minutes', perThousand(all.recoveryMean)],
    ['D1 back, highest second', perThousand(all.recoveryPeak)],
    ['a quarter of an hour later, highest second', perThousand(all.echoPeak)],
    ['D1 limits calls, highest second', perThousand(all.limitedPeak)],
  ] as const;
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const fleet = await runFleet();
  process.stdout.write(`${tableOf(rowsOf(fleet))}\ncalls a second per 1,000 branches\n${loadPerThousand(fleet)}`);
  process.stdout.write(`\n${JSON.stringify(fleet.all)}\n`);
}
