/**
 * From the start of the program to the glass: until a card of the record is on it, and until it is green by a fresh answer.
 * Beside it, in turn with it, the same runtime with one static page, the naive station, and a bare client's token and read.
 */
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { startRelay } from '../faults/boxes/relay.ts';
import { bareElectron, naiveStation } from './bare-electron.ts';
import { atPort, atPreparedDesk, note, type PreparedDesk } from './bench-desk.ts';
import { rounded } from './figures.ts';
import { openScreen, type OwnScreen } from './own-screen.ts';
import { evict, filesBelow, mappedFiles } from './page-cache.ts';
import { startPlain, untilSeen, type Sight } from './plain-start.ts';
import { atMost, atMostTimes, median, type Row } from './rows.ts';
import { seedLedger } from './seed-ledger.ts';

const ROUNDS = 7;
const CARD = 'bench-start';
/** Half of what a round trip takes longer on the slow line, in ms: each way. */
const SLOW_EACH_WAY_MS = 25;
/** The station promises its first truthful picture in this many times what the bare runtime needs for its page. */
const PAINT_FACTOR = 1.25;
/** And the fresh answer this much later than that picture, in ms, beside what token and read take a bare client. */
const ANSWER_MARGIN_MS = 300;

/** `--wait-ground`, `--cannot-ground` and `--hand-over-ground` of the page's tokens; the rivals have the first and the last. */
const WAIT = [0x13, 0x26, 0x3a] as const;
const CANNOT = [0x13, 0x0f, 0x08] as const;
const GREEN = [0x2f, 0xc7, 0x79] as const;
const PAGE: Sight = { name: 'the page', colours: [WAIT], share: 0.5 };
/** Whatever the verdict: the card fills the stage. Green counts, were it there at once. */
const CARD_SHOWN: Sight = { name: 'the card', colours: [WAIT, CANNOT, GREEN], share: 0.3 };
const ANSWERED: Sight = { name: 'the fresh answer', colours: [GREEN], share: 0.3 };

interface Figures {
  readonly bare: number[];
  readonly painted: number[];
  readonly answered: number[];
  /** From the picture to the answer. */
  readonly between: number[];
  readonly client: number[];
  readonly naive: number[];
}

const none = (): Figures => ({ bare: [], painted: [], answered: [], between: [], client: [], naive: [] });

export async function measureStart(program: string): Promise<readonly Row[]> {
  const bare = await bareElectron(program);
  const naive = await naiveStation(program);
  const screen = await openScreen();
  const ends: (() => Promise<void> | void)[] = [() => screen.close()];
  try {
    return await atPreparedDesk(program, {}, async (desk) => {
      const port = Number(new URL(desk.sandbox.bankingUrl).port);
      const relay = await startRelay({ cleanUp: (end) => void ends.push(end) }, port);
      relay.set({ delayMs: SLOW_EACH_WAY_MS });
      desk.sandbox.control.set(CARD, { state: 'done' });
      seedLedger(desk.place.profileFolder, [CARD]);
      const start = new Start({ desk, bare, naive, screen });
      const [direct, slow, cold] = [none(), none(), none()];
      const files = await start.warmUp();
      // All warm ones first: a cold one puts the files of the others out of memory too, and the next would not be warm.
      for (let round = 0; round < ROUNDS; round += 1) {
        await start.bare(direct);
        await start.client(direct, port);
        await start.station(direct, port);
        await start.naive(direct, port);
        await start.client(slow, relay.port);
        await start.station(slow, relay.port);
      }
      for (let round = 0; round < ROUNDS; round += 1) {
        const left = [evict(files)];
        await start.bare(cold);
        left.push(evict(files));
        await start.station(cold, port);
        if (round === 0)
          note(`cold: ${left.map((share) => `${rounded(100 * share)} %`).join(' and ')} stayed in memory`);
      }
      return rowsOf(direct, slow, cold);
    });
  } finally {
    for (const end of ends.reverse()) await end();
    for (const each of [bare, naive]) rmSync(dirname(each), { recursive: true, force: true, maxRetries: 5 });
  }
}

interface StartParts {
  readonly desk: PreparedDesk;
  readonly bare: string;
  readonly naive: string;
  readonly screen: OwnScreen;
}

class Start {
  private readonly parts: StartParts;
  constructor(parts: StartParts) {
    this.parts = parts;
  }

  /** Runs each program once, so that every file is where a warm start finds it; gives the files that it read. */
  async warmUp(): Promise<string[]> {
    const { desk, bare } = this.parts;
    const files = new Set([...filesBelow(dirname(desk.place.program)), ...filesBelow(dirname(bare))]);
    const note = (pid: number): void => mappedFiles(pid).forEach((file) => files.add(file));
    await this.bare(none(), note);
    await this.station(none(), Number(new URL(desk.sandbox.bankingUrl).port), note);
    return [...files];
  }

  async bare(into: Figures, whileUp: (pid: number) => void = () => undefined): Promise<void> {
    const { desk, bare, screen } = this.parts;
    const started = startPlain(bare, ['--user-data-dir', join(desk.folder, 'bare')], screen);
    try {
      const [shown = NaN] = await untilSeen(started, screen, [PAGE]);
      whileUp(started.pid);
      into.bare.push(shown);
    } finally {
      await started.end();
    }
  }

  async station(into: Figures, port: number, whileUp: (pid: number) => void = () => undefined): Promise<void> {
    const { desk, screen } = this.parts;
    const { program, profileFolder, configFile } = desk.configured('start.json', port);
    const started = startPlain(program, ['--config', configFile, '--user-data-dir', profileFolder], screen);
    try {
      const [shown = NaN, answered = NaN] = await untilSeen(started, screen, [CARD_SHOWN, ANSWERED]);
      whileUp(started.pid);
      into.painted.push(shown);
      into.answered.push(answered);
      into.between.push(answered - shown);
    } finally {
      await started.end();
    }
  }

  async naive(into: Figures, port: number): Promise<void> {
    const { desk, naive, screen } = this.parts;
    const profile = join(desk.folder, 'naive');
    const started = startPlain(naive, [`--given=${this.given(port)}`, '--user-data-dir', profile], screen);
    try {
      const [answered = NaN] = await untilSeen(started, screen, [ANSWERED]);
      into.naive.push(answered);
    } finally {
      await started.end();
    }
  }

  async client(into: Figures, port: number): Promise<void> {
    const script = join(import.meta.dirname, 'rivals/client/main.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, this.given(port)]);
    const { ms } = JSON.parse(stdout) as { ms: number };
    into.client.push(ms);
  }

  /** What the rivals are told: the way to D1, and the card. */
  private given(port: number): string {
    const { sandbox, folder } = this.parts.desk;
    const [authUrl, bankingUrl] = [sandbox.authUrl, sandbox.bankingUrl].map((url) => atPort(url, port));
    const file = join(folder, 'given.json');
    const { caPem, bundle } = sandbox;
    writeFileSync(file, JSON.stringify({ authUrl, bankingUrl, caPem, bundle, cardIds: [CARD] }), { mode: 0o600 });
    return file;
  }
}

function rowsOf(direct: Figures, slow: Figures, cold: Figures): Row[] {
  const floor = (figures: Figures): { name: string; value: number } => ({
    name: 'bare Electron',
    value: median(figures.bare),
  });
  const painted = (name: string, figures: Figures, bare: Figures): Row =>
    atMostTimes(`start to a card of the record on the glass, ${name}`, median(figures.painted), PAINT_FACTOR, 'ms', {
      runs: figures.painted,
      beside: floor(bare),
    });
  const answered = (name: string, figures: Figures, client: Figures): Row => {
    const value = median(client.client);
    return atMost(`from there to the fresh answer, ${name}`, median(figures.between), value + ANSWER_MARGIN_MS, 'ms', {
      runs: figures.between,
      beside: { name: 'bare client', value },
    });
  };
  const naive = { name: 'naive station', value: median(direct.naive) };
  return [
    painted('warm', direct, direct),
    painted('cold', cold, cold),
    answered('warm', direct, direct),
    answered('cold', cold, direct),
    answered('50 ms a round trip', slow, slow),
    atMostTimes('start to the fresh answer on the glass, warm', median(direct.answered), 1, 'ms', {
      runs: direct.answered,
      beside: naive,
    }),
  ];
}
