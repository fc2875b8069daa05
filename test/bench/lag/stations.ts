/** The stations on which the paces are compared, all at the same time so that the machine is the same for each. */
import { readFileSync } from 'node:fs';

import { lognormal } from '../pace-simulation/distributions.ts';
import { atPreparedDesk, note, PATIENCE_MS, waitMs, type BenchDesk } from '../bench-desk.ts';
import { StationApp } from '../../e2e/station-app.ts';
import { seeded } from '../../seeded.ts';
import { seedLedger } from '../seed-ledger.ts';
import { recordPastCards } from './past-cards.ts';

export interface PaceKind {
  readonly name: string;
  readonly pauseSeconds: number;
  readonly learn: boolean;
  /** Cards that its station watches at once. */
  readonly places: number;
}

/** What a card takes. */
export const CARD_TIME = lognormal(45, 0.35);
/** So many cards the record of a station that learns holds: as many as it remembers. */
const PAST_CARDS = 400;
const PAST_SEED = 41;
/**
 * Several stations draw with the processor of one machine: a small window without motion keeps that from being what is
 * measured. In CSS pixels.
 */
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

/** Starts a station of each kind, one after the other, runs `measure`, and clears it all away. Throws when one does not start. */
export async function withStations<T>(
  program: string,
  kinds: readonly PaceKind[],
  measure: (desks: ReadonlyMap<PaceKind, BenchDesk>) => Promise<T>,
): Promise<T> {
  const desks = new Map<PaceKind, BenchDesk>();
  const rest = async ([kind, ...others]: readonly PaceKind[]): Promise<T> => {
    if (kind === undefined) return measure(desks);
    return atPreparedDesk(program, groupsOf(kind), async ({ place, sandbox }) => {
      const cardIds = placesOf(kind);
      for (const cardId of cardIds) sandbox.control.set(cardId, { state: 'ready' });
      seedLedger(place.profileFolder, cardIds);
      if (kind.learn) recordPastCards(place.profileFolder, pastTimes(kind));
      const station = await StationApp.launch(place);
      try {
        await makeLight(station);
        await untilShown(station, cardIds.length);
        if (kind.learn) await untilFollowed(station);
        desks.set(kind, { station, sandbox });
        return await rest(others);
      } finally {
        // A page that was begun anew, on a machine with too much to do, is why nothing more is seen of it.
        for (const line of logLines(station, 'recovery')) note(`${kind.name}: ${line}`);
        await station.close().catch(() => undefined);
      }
    });
  };
  return rest(kinds);
}

function logLines(station: StationApp, event: string): string[] {
  const lines = readFileSync(station.logFile(), 'utf8').split('\n');
  return lines.filter((line) => line.includes(`"event":"${event}"`));
}

/** The cards that a station watches, which get one order after the other. */
export function placesOf({ places }: PaceKind): string[] {
  return Array.from({ length: places }, (_none, place) => `bench-lag-${place}`);
}

/** As the configured pace would have seen them: late by a part of its pause. */
function pastTimes({ pauseSeconds }: PaceKind): number[] {
  const random = seeded(PAST_SEED);
  return Array.from({ length: PAST_CARDS }, () => (CARD_TIME.draw(random) + pauseSeconds * random()) * 1_000);
}

async function makeLight(station: StationApp): Promise<void> {
  await station.page.emulateMedia({ reducedMotion: 'reduce' });
  await station.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setSize(width, height);
  }, WINDOW);
}

/** Every card of before, as D1 says it is. */
async function untilShown({ page }: StationApp, count: number): Promise<void> {
  const shown = page.locator('[data-card-id][data-phase="at-printer"]');
  await shown.nth(count - 1).waitFor({ state: 'attached', timeout: PATIENCE_MS });
}

async function untilFollowed(station: StationApp): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await waitMs(LOOK_EVERY_MS)) {
    const [line] = logLines(station, 'pace');
    if (line === undefined) continue;
    const { outcome, detail } = JSON.parse(line) as { outcome: string; detail?: string };
    if (outcome !== 'followed') throw new Error(`the learned pace is not followed: ${outcome} ${detail ?? ''}`);
    return note(`learned from the record: ${detail ?? ''}`);
  }
  throw new Error('the station did not learn from its record');
}
