/**
 * `npm run bench:soak [-- --cards N] [-- --seed N] [-- --samples FILE]`: a year of one station's main process in well under an
 * hour. Its own parts with a real record and real TLS to the sandbox D1; its clock goes from timer to timer, and every fault of
 * D1 and of the PC is mixed in. Prints the trend of each series with its 95 % interval (Theil–Sen, Sen's interval, over the cards
 * that went by). Throws at a green or a handover that D1 has not said. Ends with 1 when something grows beyond what is harmless,
 * with 2 when that is not decided. Run by `.config/tasks/soak.mjs`.
 */
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { configurationSchema, type Config } from '../../main/config/schema.ts';
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { createKeychainStore } from '../../main/credentials/keychain-store.ts';
import { provision } from '../../main/credentials/provision.ts';
import type { StationView } from '../../main/ipc/contract.ts';
import type { OpenedLedger } from '../../main/ledger/ledger.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import { verifyLedger } from '../../main/ledger/verify.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { seeded } from '../seeded.ts';
import { MemoryKeychain } from '../unit/main/credentials/memory-keychain.ts';
import { rounded } from './figures.ts';
import { wrongGreen } from './soak/greens.ts';
import { linesOf } from './soak/judged-lines.ts';
import { createTraffic } from './soak/traffic.ts';
import { exitCodeOf, judgeSamples } from './soak/verdict.ts';
import { createDisk } from './year/disk.ts';
import { machineTrouble } from './year/machine.ts';
import { BOUNDS, createLooker, type YearSample } from './year/samples.ts';
import { createStaff } from './year/staff.ts';
import { startYearStation } from './year/station.ts';
import { createYearClock } from './year/year-clock.ts';

/** Working days of a branch. */
const DAYS = 250;
const DAY_MS = (365 / DAYS) * 24 * 60 * 60_000;
/** So much of the record is kept: short enough that retention takes as much as comes for most of the year. */
const RETENTION_MONTHS = 2;
/** This share of the samples is left out: until retention begins, the record has to grow. */
const WARM_UP = 0.25;
/** Half of the time would go to waiting for a disk, which is measured by the bench of the record. */
const MEMORY_DISK = '/dev/shm';
/** Cards kept on the screen: the stage is never empty. */
const ON_SCREEN = 6;
/** Staff look this often, in ms. */
const LOOK_MS = 250;
/** A harm of D1 of the next kind every so many slips; the PC's come once a day. */
const SLIPS_A_TROUBLE = 25;
/** What a card was is remembered until nobody can take back what was done with it, in ms. */
const FORGET_MS = 60_000;
/** A day that takes longer is stuck, in ms of the station's time. */
const LONGEST_DAY_MS = 12 * 60 * 60_000;

interface Year {
  readonly samples: readonly YearSample[];
  readonly cards: number;
  readonly handovers: number;
  readonly greens: number;
  readonly troubles: ReadonlyMap<string, number>;
  readonly verified: Awaited<ReturnType<typeof verifyLedger>>;
}

async function liveYear(cards: number, seed: number, file: string | undefined): Promise<Year> {
  const folder = mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'card-station-year-'));
  const random = seeded(seed);
  const startsAt = Date.now();
  const clock = createYearClock(startsAt);
  const sandbox = await startSandbox({ baseClock: () => clock.d1Now() });
  const keychain = new MemoryKeychain();
  const disk = createDisk();
  try {
    writeFileSync(join(folder, 'ca.pem'), sandbox.caPem);
    const store = createKeychainStore(keychain);
    await provisioned(folder, sandbox.bundle, store, startsAt);
    const traffic = createTraffic(sandbox, random, {
      now: () => clock.d1Now(),
      after: (ms, work) => clock.after(ms, work),
    });
    const troubles = new Map<string, number>();
    const count = (kind: string): void => void troubles.set(kind, (troubles.get(kind) ?? 0) + 1);
    const wrongs: string[] = [];
    const known = new Set<string>();
    let [through, greens] = [0, 0];
    let recordsMs: number[] = [];
    let cardId = '';

    /** Every snapshot that goes to the page: what is green in it, and which cards have left it. */
    function seen(view: StationView): void {
      for (const { cardId: shown, verdict } of view.cards) {
        if (verdict !== 'hand-over') continue;
        greens += 1;
        const why = wrongGreen(traffic.histories.get(shown), clock.d1Now());
        if (why !== null) wrongs.push(`${shown}: ${why}`);
      }
      const here = new Set([...view.cards, ...view.shelf].map((card) => card.cardId));
      for (const left of known) {
        if (here.has(left)) continue;
        known.delete(left);
        through += 1;
        cardId = left;
        // It may be taken back for half a minute.
        clock.after(FORGET_MS, () => {
          if (!known.has(left)) traffic.forget(left);
        });
      }
      for (const shown of here) known.add(shown);
    }

    const openRecord = (profileFolder: string): OpenedLedger => {
      const opened = openLedger(profileFolder, { now: () => clock.now().wall, sqlite: disk.sqlite });
      if (opened.kind === 'fault') return opened;
      const { ledger } = opened;
      const record: typeof ledger.record = (action, card) => {
        const began = performance.now();
        const recorded = ledger.record(action, card);
        recordsMs.push(performance.now() - began);
        return recorded;
      };
      return { ...opened, ledger: { ...ledger, record } };
    };
    const config = configOf(sandbox, folder);
    const station = startYearStation({
      config,
      profileFolder: folder,
      clock,
      random,
      keychain,
      openRecord,
      onView: seen,
    });
    const staff = createStaff({ station, clock, random, traffic, onWrong: (why) => wrongs.push(why) });
    const looker = createLooker(folder);
    const samples: YearSample[] = [];
    const machine = { clock, keychain, disk, resumed: () => station.resumed() };
    let slips = 0;
    await clock.run(2_000);
    for (let day = 1; day <= DAYS; day += 1) {
      const quota = Math.round((cards * day) / DAYS);
      const began = clock.now().mono;
      const harmAt = through + (quota - through) * random();
      let harmed = false;
      while (through < quota) {
        const room = Math.min(ON_SCREEN - station.view().cards.length, quota - through);
        for (let slip = 0; slip < room; slip += 1) {
          station.cards.watch({ cardId: traffic.order(), reference: `Ticket ${slips}` });
          slips += 1;
          if (slips % SLIPS_A_TROUBLE === 0) count(await traffic.trouble());
        }
        if (!harmed && through >= harmAt) {
          harmed = true;
          count(machineTrouble(day - 1, machine));
        }
        await clock.run(LOOK_MS);
        staff.look();
        if (wrongs.length > 0) throw new Error(`a wrong green or handover: ${wrongs.join('; ')}`);
        if (clock.now().mono - began > LONGEST_DAY_MS)
          throw new Error(`day ${day} came to no end: ${stuck(station.view())}`);
      }
      sandbox.control.clearRequests();
      const { keeper } = station;
      const ledger = keeper.current();
      if (ledger === null) throw new Error('the record is not open at the end of a day');
      const sample = looker.look(through, ledger, cardId, clock.now().wall, recordsMs);
      samples.push(sample);
      recordsMs = [];
      if (file !== undefined) appendFileSync(file, `${JSON.stringify({ ...sample, calls: clock.calls() })}\n`);
      clock.sleep(DAY_MS - (clock.now().mono - began), day % 2 === 0 ? 'goes-on' : 'stands');
      station.resumed();
    }
    await clock.run(60_000);
    traffic.close();
    await station.stop();
    const verified = await verifyLedger(folder, store);
    return { samples, cards: through, handovers: staff.handovers(), greens, troubles, verified };
  } finally {
    clock.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function provisioned(folder: string, bundle: Sandbox['bundle'], store: CredentialStore, now: number) {
  const options = { store, profileFolder: folder, environment: 'sandbox', now } as const;
  const result = await provision(JSON.stringify(bundle), options);
  if (result.kind !== 'provisioned') throw new Error(`the station could not be provisioned: ${JSON.stringify(result)}`);
}

/** As fast as the configuration lets a station be; what hangs is given up after a second of real time. */
function configOf({ authUrl, bankingUrl }: Pick<Sandbox, 'authUrl' | 'bankingUrl'>, folder: string): Config {
  const patience = { connectTimeoutSeconds: 1, headersTimeoutSeconds: 1, bodyTimeoutSeconds: 1 };
  return configurationSchema.parse({
    station: { name: 'Year', persoStation: 'KIOSK-PS-101' },
    staff: { identity: 'none' },
    d1: { environment: 'sandbox', authUrl, bankingUrl, caFile: join(folder, 'ca.pem'), caMode: 'only', ...patience },
    limits: { startsPerSecond: 10, maxConcurrentRequests: 8, retryCeilingSeconds: 2, signInFirstSeconds: 5 },
    ledger: { retentionMonths: RETENTION_MONTHS },
  });
}

function stuck({ cards, desk, faults }: StationView): string {
  return JSON.stringify({ card: cards[0], desk, faults });
}

function told({ samples, cards, handovers, greens, troubles, verified }: Year, seconds: number): number {
  const kinds = [...troubles].map(([kind, times]) => `${kind} ${times}`).join(', ');
  say(`a year of one station's main process in ${rounded(seconds / 60)} min: ${DAYS} days, ${cards} cards through`);
  say(`(${handovers} of them handed over), ${samples.length} samples; troubles: ${kinds}`);
  say(`greens shown: ${greens}; wrong greens and handovers: 0`);
  const whole = verified.kind === 'verified' && verified.diagnosis.kind === 'whole' && verified.starts.length === 0;
  say(`the record at the end: ${whole ? `whole, ${verified.rows} signed rows` : JSON.stringify(verified)}`);
  const judged = judgeSamples(samples, BOUNDS, WARM_UP);
  for (const line of linesOf(judged)) say(line);
  return exitCodeOf(judged, whole && handovers > 0 && greens > 0 ? 0 : 1);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cards: { type: 'string', default: '50000' },
      seed: { type: 'string', default: '1' },
      samples: { type: 'string' },
    },
  });
  const cards = Number(values.cards);
  if (!Number.isInteger(cards) || cards < DAYS)
    throw new Error(`"${values.cards}" is no number of cards from ${DAYS} on`);
  const began = performance.now();
  const year = await liveYear(cards, Number(values.seed), values.samples);
  return told(year, (performance.now() - began) / 1_000);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `card-station: year: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
