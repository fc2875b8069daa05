/** A station that always has so many cards under way: each place on its screen gets a new order as soon as its card was green. */
import { PATIENCE_MS, waitMs, type BenchDesk } from '../bench-desk.ts';
import { wallNow } from '../page-watch.ts';
import type { Course } from './course.ts';
import { lagOf, wrongGreenOf, type CardLag } from './course.ts';
import { collectReads, type Reads } from './reads.ts';
import { CARD_TIME } from './stations.ts';
import { watchCards, type CardChange } from './screen-watch.ts';

/** No pause of any pace that is compared is longer, in ms; and time to answer and to paint. */
const SEEN_WITHIN_MS = 25_000 + PATIENCE_MS;
/** Between a green and the next order of its card, in ms. */
const REST_MS = 300;
/** How often it is looked whether something has come, in ms: no figure depends on it. */
const LOOK_EVERY_MS = 100;

/**
 * Gives these cards, which are on the screen, one order after the other, each done so many ms after D1 first told the station that
 * it is at the printer. One lag for each of `takes`, in their order. Throws on a green that D1 had not said.
 */
export async function runCards(
  desk: BenchDesk,
  cardIds: readonly string[],
  takes: readonly number[],
): Promise<CardLag[]> {
  const { page } = desk.station;
  const reads = collectReads(desk.sandbox.control);
  const courses = new Map<string, Course>();
  const greens = new Map<string, CardChange>();
  const lags: CardLag[] = [];
  let next = 0;
  const endWatch = await watchCards(page, (change) => {
    if (change.verdict !== 'hand-over') return;
    const wrong = wrongGreenOf(courses.get(change.cardId), change);
    if (wrong !== null) throw new Error(`WRONG GREEN ${change.cardId}: ${wrong}`);
    greens.set(change.cardId, change);
  });
  let failed = false;
  /** Until something has come; throws when it does not, or when another place has failed. */
  const until = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    for (const end = performance.now() + SEEN_WITHIN_MS; performance.now() < end; await waitMs(LOOK_EVERY_MS)) {
      if (failed) break;
      const found = look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what} did not come in ${SEEN_WITHIN_MS} ms`);
  };
  const keepPlace = async (cardId: string): Promise<void> => {
    while (next < takes.length && !failed) {
      const index = next++;
      lags[index] = await oneCard(desk, cardId, takes[index] ?? NaN, { reads, courses, greens, until });
      await waitMs(REST_MS);
    }
  };
  try {
    const running = cardIds.map((cardId) =>
      keepPlace(cardId).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    await Promise.all(running);
  } catch (error) {
    // A wrong green is the reason of everything that did not come after it.
    await endWatch();
    throw error;
  } finally {
    reads.stop();
  }
  await endWatch();
  return lags;
}

interface Hands {
  readonly reads: Reads;
  readonly courses: Map<string, Course>;
  readonly greens: Map<string, CardChange>;
  readonly until: <T>(what: string, look: () => T | undefined) => Promise<T>;
}

async function oneCard(
  { sandbox: { control } }: BenchDesk,
  cardId: string,
  takesMs: number,
  { reads, courses, greens, until }: Hands,
): Promise<CardLag> {
  const orderedAt = Date.now();
  courses.set(cardId, { orderedAt, doneAt: null });
  greens.delete(cardId);
  control.order({ cardId, scenario: 'by-hand', details: null });
  control.step(cardId);
  const first = await until(`a read of ${cardId}`, () =>
    reads.of(cardId).find(({ arrivedAt }) => arrivedAt >= orderedAt),
  );
  await waitMs(Math.max(0, first.answeredAt + takesMs - wallNow()));
  const doneAt = wallNow();
  courses.set(cardId, { orderedAt, doneAt });
  control.step(cardId);
  const green = await until(`the green of ${cardId}`, () => greens.get(cardId));
  return lagOf({ takesMs, firstAt: first.answeredAt, doneAt, green, reads: reads.of(cardId) }, CARD_TIME);
}
