/**
 * `npm run bench:soak -- --packaged [--minutes N]`: the packaged twin with its page under as much traffic as one station takes,
 * every fault of D1 and of the machine mixed in, looked at every ten seconds; in the last part of the time it is killed again and
 * again. Prints the trend of each series with its 95 % interval (Theil–Sen, Sen's interval, over the cards that went by). Ends
 * with 1 when one grows beyond what is harmless, a green was shown or a card handed over that D1 did not bear out, or the record
 * is not whole; with 2 when a series is not decided. Run by `.config/tasks/soak.mjs` inside a desktop session.
 */
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { runCommand, StationApp, type StationPlace } from '../e2e/station-app.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { seeded } from '../seeded.ts';
import { atPreparedDesk, note, waitMs } from './bench-desk.ts';
import { wrongGreen, wrongHandover } from './soak/greens.ts';
import { linesOf } from './soak/judged-lines.ts';
import { scanAll, setHand, takeSeen, type Seen } from './soak/page-hand.ts';
import { BOUNDS, sampleOf, type Sample } from './soak/samples.ts';
import { doHarm, STATION_TROUBLES } from './soak/station-troubles.ts';
import { createTraffic, type Traffic } from './soak/traffic.ts';
import { exitCodeOf, judgeSamples } from './soak/verdict.ts';

const SAMPLE_EVERY_MS = 10_000;
const ROUND_MS = 1_000;
/** Cards kept on the screen: the list is full and the stage never empty. */
const ON_SCREEN = 12;
/** A harm of D1 of the next kind every so many rounds, and one of the machine. */
const ROUNDS_A_TROUBLE = 4;
const ROUNDS_A_HARM = 45;
/** This share of the time, at its end, is the one in which the station is killed, with so many rounds between. */
const KILLED_SHARE = 0.15;
const ROUNDS_A_KILL = 30;
/** This share of the samples is left out: caches fill. */
const WARM_UP = 0.2;

/** As fast as the configuration lets a station be. */
const GROUPS = {
  staff: { identity: 'none' },
  limits: { startsPerSecond: 10, maxConcurrentRequests: 8, retryCeilingSeconds: 2, signInFirstSeconds: 5 },
  pace: { requestedSeconds: 1, atPrinterSeconds: 1, inProgressSeconds: 1, greenSeconds: 5, failureSeconds: 5 },
};

interface Soaked {
  readonly samples: readonly Sample[];
  readonly scanned: number;
  readonly taken: number;
  readonly given: number;
  readonly greens: number;
  readonly wrongs: readonly string[];
  readonly troubles: ReadonlyMap<string, number>;
  /** What `ledger verify` said at the end. */
  readonly verified: { readonly code: number; readonly stdout: string };
}

interface Running {
  readonly station: StationApp;
  readonly page: Awaited<ReturnType<typeof collectorOf>>;
}

function soak(program: string, minutes: number, seed: number, file: string | undefined): Promise<Soaked> {
  return atPreparedDesk(program, GROUPS, async ({ place, sandbox }) => {
    const traffic = createTraffic(sandbox, seeded(seed));
    const samples: { readonly life: number; readonly sample: Sample }[] = [];
    const wrongs: string[] = [];
    const troubles = new Map<string, number>();
    const count = (kind: string): void => void troubles.set(kind, (troubles.get(kind) ?? 0) + 1);
    let [scanned, taken, given, greens, harmed] = [0, 0, 0, 0, 0];
    let tookMs: number[] = [];
    let gone: readonly string[] = [];
    let running = await start(place);
    const length = minutes * 60_000;
    const began = performance.now();
    let sampleAt = began;
    let killRound = 0;
    let life = 0;
    try {
      for (let round = 1; performance.now() < began + length; round += 1) {
        const roundEnds = performance.now() + ROUND_MS;
        const kills = performance.now() > began + length * (1 - KILLED_SHARE);
        if (round % ROUNDS_A_TROUBLE === 0) count(await traffic.trouble());
        if (round % ROUNDS_A_HARM === 0) {
          const harm = STATION_TROUBLES[harmed++ % STATION_TROUBLES.length] ?? STATION_TROUBLES[0];
          await doHarm(harm, { pid: running.station.pid, profileFolder: place.profileFolder }, sandbox);
          count(harm);
        }
        const seen = await takeSeen(running.station.page).catch(() => null);
        if (seen === null) {
          // The station ends a page that does not paint, and begins it anew; nobody can drive the new one from here.
          running = await killed(running, place, sandbox);
          count('page-ended');
          life += 1;
          continue;
        }
        greens += seen.greens.length;
        given += seen.given.length;
        for (const wrong of wrongsOf(seen, traffic)) {
          wrongs.push(wrong);
          note(`WRONG: ${wrong}`);
        }
        // A card that has just left may be seen for one more look.
        for (const cardId of gone) traffic.forget(cardId);
        gone = seen.taken;
        taken += seen.taken.length;
        tookMs = [...tookMs, ...seen.tookMs];
        const slips = Array.from({ length: Math.max(0, ON_SCREEN - seen.onScreen) }, () => traffic.order());
        scanned += await scanAll(running.station.page, slips).catch(() => 0);
        if (performance.now() >= sampleAt && !kills) {
          sandbox.control.clearRequests();
          const sample = await sampleOf(running.station, running.page, taken, tookMs).catch(() => null);
          if (sample !== null) samples.push({ life, sample });
          if (sample !== null && file !== undefined) appendFileSync(file, `${JSON.stringify({ life, ...sample })}\n`);
          tookMs = [];
          sampleAt += SAMPLE_EVERY_MS;
        }
        if (kills && ++killRound % ROUNDS_A_KILL === 0) {
          running = await killed(running, place, sandbox);
          count('station-killed');
        }
        await waitMs(Math.max(0, roundEnds - performance.now()));
      }
    } finally {
      traffic.close();
      await running.station.close().catch(() => undefined);
    }
    const verified = await runCommand(place, 'ledger', 'verify');
    return { samples: ofLongestLife(samples), scanned, taken, given, greens, wrongs, troubles, verified };
  });
}

/** What began anew began small: the trends are those of the station that lived longest. */
function ofLongestLife(samples: readonly { readonly life: number; readonly sample: Sample }[]): readonly Sample[] {
  const of = (life: number): readonly Sample[] =>
    samples.filter((one) => one.life === life).map(({ sample }) => sample);
  return samples.map(({ life }) => of(life)).reduce((best, one) => (one.length > best.length ? one : best), []);
}

function wrongsOf(seen: Seen, { histories }: Traffic): readonly string[] {
  const green = seen.greens.map(({ cardId, at }) => ({ cardId, why: wrongGreen(histories.get(cardId), at) }));
  const given = seen.given.map(({ cardId, pressedAt, at }) => ({
    cardId,
    why: wrongHandover(histories.get(cardId), pressedAt, at),
  }));
  return [...green, ...given].flatMap(({ cardId, why }) => (why === null ? [] : [`${cardId}: ${why}`]));
}

async function start(place: StationPlace): Promise<Running> {
  const station = await StationApp.launch(place);
  await setHand(station.page);
  return { station, page: await collectorOf(station) };
}

async function collectorOf({ page }: StationApp) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  return session;
}

/** As by a power cut, and on again; what the sandbox remembers of the dead one's calls goes with it. */
async function killed({ station }: Running, place: StationPlace, { control }: Sandbox): Promise<Running> {
  const main = station.electron.process();
  if (main.exitCode === null && main.signalCode === null) {
    const ended = once(main, 'exit');
    main.kill('SIGKILL');
    await ended;
  }
  control.clearRequests();
  return start(place);
}

function told({ samples, scanned, taken, given, greens, wrongs, troubles, verified }: Soaked, minutes: number): number {
  const kinds = [...troubles].map(([kind, times]) => `${kind} ${times}`).join(', ');
  say(`the packaged station with its page, ${minutes} min: ${scanned} slips scanned, ${taken} cards through`);
  say(`(${given} of them handed over), ${samples.length} samples; troubles: ${kinds}`);
  say(`greens seen: ${greens}; wrong greens and handovers: ${wrongs.length}`);
  say(`ledger verify at the end: exit code ${verified.code}: ${verified.stdout.trim().split('\n')[0] ?? ''}`);
  const judged = judgeSamples(samples, BOUNDS, WARM_UP);
  for (const line of linesOf(judged)) say(line);
  const empty = greens === 0 || given === 0 ? 1 : 0;
  return exitCodeOf(judged, wrongs.length + empty + verified.code);
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
  return told(await soak(values.program, minutes, Number(values.seed), values.samples), minutes);
}

// Attaching to a station that starts on a busy machine may time out in a promise of the driver's own; the start is made again.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
  note(`soak: the driver gave up on a start: ${error.message}`);
});

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    note(`soak: nothing to report: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(1);
  },
);
