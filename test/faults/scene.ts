/** Plays one case at a desk: makes its scene, keeps the watch, and judges what was on the screen from first to last. */
import type { StateName } from '../sandbox/scenarios.ts';
import { expectedInWords, inWords, matches, Wrong, type FaultCase, type Scene, type Stand, type Told } from './case.ts';
import { falseGreens } from './greens.ts';
import { untilTrue, waitMs } from './ground.ts';
import { takeOff } from './staff.ts';
import { createTruthLog } from './truth.ts';
import { watch, type Sample, type Watcher } from './watcher.ts';

/** How long a card may take from the scan to its first answer on the screen, in ms. */
const SCAN_LIMIT_MS = 15_000;
/** Between two looks at the screen, in ms. */
const LOOK_EVERY_MS = 50;
/** How long D1's word takes to the screen where nothing slows it: a read each second, and its painting, in ms. */
const WAY_MS = 1_500;

export interface Played {
  readonly told: Told | null;
  /** Sentences on what was wrong; none when the case holds. */
  readonly wrongs: readonly string[];
  /** The screen when the case failed. */
  readonly lastScreen: Sample | null;
}

let cards = 0;

export async function play<S extends Stand>(fault: FaultCase<S>, stand: S): Promise<Played> {
  const truth = createTruthLog();
  const { desk } = stand;
  cards += 1;
  const cardId = `fault-${String(cards)}-${fault.name}`.slice(0, 48);
  const unspoil: (() => void)[] = [];
  const blind: { from: number; to: number }[] = [];
  let watcher = await watch(desk.station());
  await emptied(watcher);
  const since = Date.now();
  const earlier: Sample[] = [];
  const samples = (): readonly Sample[] => [...earlier, ...watcher.samples()].filter(({ at }) => at >= since);
  const sandbox = (): NonNullable<Stand['sandbox']> => {
    if (stand.sandbox === null) throw new Error('the D1 of this desk is in another process');
    return stand.sandbox;
  };
  const until: Scene['until'] = (expected, limitMs) => seen(cardId, expected, limitMs);

  async function seen(card: string, expected: Parameters<Scene['until']>[0], limitMs: number): Promise<Sample> {
    const end = performance.now() + limitMs;
    for (;;) {
      const now = await watcher.look();
      if (matches(now, card, expected)) return now;
      if (performance.now() > end)
        throw new Wrong(
          `in ${limitMs / 1_000} s the screen did not say "${expectedInWords(expected)}" but "${inWords(now)}"`,
          now,
        );
      await waitMs(LOOK_EVERY_MS);
    }
  }

  const scene: Scene<S> = {
    stand,
    cardId,
    async set(state: StateName, card = cardId) {
      // A D1 in another process takes a moment to hear it: until then it may still say done, or say it already.
      if (state === 'done') truth.turn(card, 'done');
      await desk.d1.set(card, state);
      if (state !== 'done') truth.turn(card, 'not-done');
    },
    async scan(expected, card = cardId) {
      await desk.station().page.evaluate(`window.station.watch(${JSON.stringify(card)}, 'scanned')`);
      await seen(card, expected, SCAN_LIMIT_MS);
    },
    inject(effect, target = {}) {
      const harmless = ['delay', 'gzip', 'status', 'reset', 'hang', 'cut', 'stall', 'no-content', 'redirect'];
      if (!harmless.includes(effect.kind)) unspoil.push(truth.spoil(target.cardId ?? null));
      sandbox().control.inject({ effect, ...target });
    },
    clearFaults() {
      sandbox().control.clearFaults();
      for (const end of unspoil.splice(0)) end();
    },
    serve(body, says) {
      truth.turn(cardId, says);
      sandbox().control.override(cardId, body === null ? null : { body });
    },
    forget() {
      truth.turn(cardId, 'not-done');
      sandbox().control.remove(cardId);
    },
    spoil: () => truth.spoil(null),
    until,
    look: () => watcher.look(),
    samples,
    async restart() {
      await watcher.look().catch(() => undefined);
      earlier.push(...watcher.samples());
      watcher = await watch(await desk.start());
    },
    blind: (from, to) => void blind.push({ from, to }),
  };

  let told: Told | null = null;
  const wrongs: string[] = [];
  let lastScreen: Sample | null = null;
  try {
    told = await fault.run(scene);
  } catch (error) {
    wrongs.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    if (error instanceof Wrong) lastScreen = error.screen;
  }
  await watcher.look().catch(() => undefined);
  const visible = samples().filter(({ at }) => !blind.some(({ from, to }) => from <= at && at <= to));
  const requests = await desk.d1.requests().catch(() => []);
  const limits = { freshnessMs: desk.freshnessMs, wayMs: fault.wayMs ?? WAY_MS };
  wrongs.push(...falseGreens(visible, truth, truth.told(requests), limits).map((each) => `FALSE GREEN: ${each}`));
  const strangers = new Set(
    samples()
      .flatMap(({ faults }) => faults)
      .filter((each) => !fault.families.includes(each.split('/')[0] ?? '')),
  );
  for (const stranger of strangers) wrongs.push(`the screen named ${stranger}`);
  await removeCard(stand, cardId);
  return { told, wrongs, lastScreen };
}

/** The card of the case before is gone from the screen. */
async function emptied(watcher: Watcher): Promise<void> {
  await untilTrue('an empty stage', SCAN_LIMIT_MS, async () => (await watcher.look()).cardId === '');
}

async function removeCard({ desk }: Stand, cardId: string): Promise<void> {
  try {
    await takeOff(desk.station(), cardId);
  } catch {
    // The station is not running any more: the next case gets a new one.
  }
}
