/** The stations on which the paces are compared, all at the same time so that the machine is the same for each. */
import { readFileSync } from 'node:fs';

import { lognormal } from '../pace-simulation/distributions.ts';
import { atPreparedDesk, note, PATIENCE_MS, waitMs, type BenchDesk } from '../bench-desk.ts';
import { StationApp } from '../../e2e/station-app.ts';
import { seeded } from '../../seeded.ts';
import { recordPastCards } from './past-cards.ts';

export interface PaceKind {
  readonly name: string;
  readonly pauseSeconds: number;
  readonly learn: boolean;
  /** Stations with this pace, and the cards that each of them watches at once. */
  readonly stations: number;
  readonly places: number;
}

/** What a card takes. */
export const CARD_TIME = lognormal(45, 0.35);
/** So many cards the record of a station that learns holds: as many as it remembers. */
const PAST_CARDS = 400;
const PAST_SEED = 41;
/** Several stations draw with the processor of one machine; this keeps it from being what is measured. In CSS pixels. */
const WINDOW = { width: 640, height: 360 };
/** How often the log is looked into, in ms. */
const LOOK_EVERY_MS = 250;

/** A window and no full screen: several stations share one display, and each would take the keyboard from the others. */
function groupsOf({ pauseSeconds, learn }: PaceKind): Readonly<Record<string, object>> {
  return {
    kiosk: { fullScreen: false },
    // A green of before must not last: the next order of the same card is to be seen at once.
    pace: { requestedSeconds: pauseSeconds, atPrinterSeconds: pauseSeconds, greenSeconds: 1, learn },
    limits: { startsPerSecond: 10, maxConcurrentRequests: 8 },
  };
}

/** Starts the stations of all kinds one after the other, runs `measure`, and clears it all away. Throws when one does not start. */
export async function withStations<T>(
  program: string,
  kinds: readonly PaceKind[],
  measure: (desks: ReadonlyMap<PaceKind, readonly BenchDesk[]>) => Promise<T>,
): Promise<T> {
  const wanted = kinds.flatMap((kind) => Array.from({ length: kind.stations }, () => kind));
  const ready: { readonly kind: PaceKind; readonly desk: BenchDesk }[] = [];
  const rest = async (): Promise<T> => {
    const kind = wanted[ready.length];
    if (kind === undefined) {
      const deskOf = (one: PaceKind): BenchDesk[] => ready.filter((each) => each.kind === one).map(({ desk }) => desk);
      return measure(new Map(kinds.map((one) => [one, deskOf(one)])));
    }
    return atPreparedDesk(program, groupsOf(kind), async ({ place, sandbox }) => {
      if (kind.learn) recordPastCards(place.profileFolder, pastTimes(kind));
      const station = await StationApp.launch(place);
      try {
        await makeSmall(station);
        if (kind.learn) await untilFollowed(station);
        ready.push({ kind, desk: { station, sandbox } });
        return await rest();
      } finally {
        await station.close().catch(() => undefined);
      }
    });
  };
  return rest();
}

/** As the configured pace would have seen them: late by a part of its pause. */
function pastTimes({ pauseSeconds }: PaceKind): number[] {
  const random = seeded(PAST_SEED);
  return Array.from({ length: PAST_CARDS }, () => (CARD_TIME.draw(random) + pauseSeconds * random()) * 1_000);
}

async function makeSmall(station: StationApp): Promise<void> {
  await station.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setSize(width, height);
  }, WINDOW);
}

async function untilFollowed(station: StationApp): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await waitMs(LOOK_EVERY_MS)) {
    const line = readFileSync(station.logFile(), 'utf8')
      .split('\n')
      .find((each) => each.includes('"event":"pace"'));
    if (line === undefined) continue;
    const { outcome, detail } = JSON.parse(line) as { outcome: string; detail?: string };
    if (outcome !== 'followed') throw new Error(`the learned pace is not followed: ${outcome} ${detail ?? ''}`);
    return note(`learned from the record: ${detail ?? ''}`);
  }
  throw new Error('the station did not learn from its record');
}
