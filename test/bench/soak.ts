/**
 * `npm run bench:soak [-- --minutes N]`: the packaged twin under as much traffic as one station takes, every fault of D1 mixed
 * in, looked at every ten seconds. Prints the trend of each series with its 95 % interval (Theil–Sen, Sen's interval, over the
 * cards that went by), and ends with 1 when one may grow beyond its bound or a green was shown that D1 did not bear out.
 * Run by `.config/tasks/soak.mjs` inside a desktop session.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { atDesk, note, waitMs } from './bench-desk.ts';
import { rounded } from './figures.ts';
import { seeded } from '../seeded.ts';
import { wrongGreen } from './soak/greens.ts';
import { scanAll, setHand, takeSeen } from './soak/page-hand.ts';
import { sampleOf, type Sample } from './soak/samples.ts';
import { createTraffic } from './soak/traffic.ts';
import { BOUNDS, CARDS_A_YEAR, judgeSamples } from './soak/verdict.ts';

const SAMPLE_EVERY_MS = 10_000;
const ROUND_MS = 1_000;
/** Cards kept on the screen: the list is full and the stage never empty. */
const ON_SCREEN = 12;
/** A harm of the next kind every so many rounds. */
const ROUNDS_A_TROUBLE = 4;

/** As fast as the configuration lets a station be. */
const GROUPS = {
  limits: { startsPerSecond: 10, maxConcurrentRequests: 8, retryCeilingSeconds: 2, signInFirstSeconds: 5 },
  pace: { requestedSeconds: 1, atPrinterSeconds: 1, inProgressSeconds: 1, greenSeconds: 5, failureSeconds: 5 },
};

interface Soaked {
  readonly samples: readonly Sample[];
  readonly scanned: number;
  readonly wrongs: readonly string[];
  readonly troubles: ReadonlyMap<string, number>;
  readonly greens: number;
}

function soak(program: string, minutes: number, seed: number, file: string | undefined): Promise<Soaked> {
  return atDesk(program, GROUPS, async ({ station, sandbox }) => {
    const page = await station.page.context().newCDPSession(station.page);
    await page.send('HeapProfiler.enable');
    const traffic = createTraffic(sandbox, seeded(seed));
    const samples: Sample[] = [];
    const wrongs: string[] = [];
    const troubles = new Map<string, number>();
    let [scanned, taken, greens] = [0, 0, 0];
    let tookMs: number[] = [];
    let gone: readonly string[] = [];
    await setHand(station.page);
    const end = performance.now() + minutes * 60_000;
    let sampleAt = performance.now();
    try {
      for (let round = 1; performance.now() < end; round += 1) {
        const roundEnds = performance.now() + ROUND_MS;
        if (round % ROUNDS_A_TROUBLE === 0) {
          const kind = await traffic.trouble();
          troubles.set(kind, (troubles.get(kind) ?? 0) + 1);
        }
        const seen = await takeSeen(station.page);
        greens += seen.greens.length;
        for (const { cardId, at } of seen.greens) {
          const why = wrongGreen(traffic.histories.get(cardId), at);
          if (why === null) continue;
          wrongs.push(`${cardId}: ${why}`);
          note(`WRONG GREEN ${cardId}: ${why}`);
        }
        // A card that has just left may be seen for one more look.
        for (const cardId of gone) traffic.forget(cardId);
        gone = seen.taken;
        taken += seen.taken.length;
        tookMs = [...tookMs, ...seen.tookMs];
        const slips = Array.from({ length: Math.max(0, ON_SCREEN - seen.onScreen) }, () => traffic.order());
        scanned += await scanAll(station.page, slips);
        if (performance.now() >= sampleAt) {
          sandbox.control.clearRequests();
          const sample = await sampleOf(station, page, taken, tookMs);
          samples.push(sample);
          if (file !== undefined) appendFileSync(file, `${JSON.stringify(sample)}\n`);
          tookMs = [];
          sampleAt += SAMPLE_EVERY_MS;
        }
        await waitMs(Math.max(0, roundEnds - performance.now()));
      }
    } finally {
      traffic.close();
    }
    return { samples, scanned, wrongs, troubles, greens };
  });
}

function told({ samples, scanned, wrongs, troubles, greens }: Soaked, minutes: number): boolean {
  const cards = samples.at(-1)?.cards ?? 0;
  const kinds = [...troubles].map(([kind, times]) => `${kind} ${times}`).join(', ');
  say(
    `${minutes} min: ${scanned} slips scanned, ${cards} cards through, ${samples.length} samples; troubles: ${kinds}`,
  );
  say(`greens seen: ${greens}, wrong: ${wrongs.length}`);
  const judged = judgeSamples(samples);
  for (const { series, trend, yearLow, yearHigh, growth } of judged) {
    const { unit, ofYear } = BOUNDS[series];
    const range = `${rounded(yearLow)} to ${rounded(yearHigh)} ${unit}`;
    const last = rounded(samples.at(-1)?.[series] ?? NaN);
    const words = { none: 'no slope', bounded: 'within its bound', grows: 'MAY GROW' }[growth];
    say(
      `${series.padEnd(16)} now ${last} ${unit}; with ${CARDS_A_YEAR} cards, a year's: ${range} (95 %, ${trend.points} points; bound ${ofYear}): ${words}`,
    );
  }
  return wrongs.length === 0 && greens > 0 && judged.every(({ growth }) => growth !== 'grows');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      samples: { type: 'string' },
    },
  });
  const minutes = Number(values.minutes);
  if (values.program === undefined) throw new Error('--program names the station');
  if (!(minutes > 0)) throw new Error(`"${values.minutes}" is no number of minutes`);
  return told(await soak(values.program, minutes, Number(values.seed), values.samples), minutes) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    note(`soak: nothing to report: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(1);
  },
);
