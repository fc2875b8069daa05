/** The hand in the page: hands over every other green card, takes the rest off the stage as fast as anybody may, and writes down every green. */
import type { Page } from 'playwright';

export interface Seen {
  /** Cards that left the screen since the last look. */
  readonly taken: readonly string[];
  /** From the press to the recorded row, in ms, for each that was not handed over: there D1 is asked on the way. */
  readonly tookMs: readonly number[];
  /** Cards that were handed over, with the time of the press and of the first look that found them recorded. */
  readonly given: readonly { readonly cardId: string; readonly pressedAt: number; readonly at: number }[];
  /** Every card that was green, on stage or in the list, since the last look. */
  readonly greens: readonly { readonly cardId: string; readonly at: number }[];
  /** Cards on the screen now. */
  readonly onScreen: number;
}

/** A press counts 600 ms after the stage changed; and a little more, in ms. */
const STEADY_MS = 620;
/** After a press D1 has 4 s; and a little more, in ms. */
const PRESS_LASTS_MS = 5_000;
/** Nothing waits longer for a row, in ms. */
const RECORD_LASTS_MS = 2_000;
/** A green that stays is noted again this often, in ms. */
const NOTED_EVERY_MS = 1_000;

const HAND = `(() => {
  const soak = { taken: [], tookMs: [], given: [], greens: [], noted: new Map(), onScreen: 0 };
  window.soak = soak;
  const now = () => Date.now();
  const look = () => {
    for (const shown of document.querySelectorAll('[data-card-id][data-verdict="hand-over"]')) {
      const cardId = shown.getAttribute('data-card-id');
      if (!cardId || now() - (soak.noted.get(cardId) ?? 0) < ${NOTED_EVERY_MS}) continue;
      soak.noted.set(cardId, now());
      soak.greens.push({ cardId, at: now() });
    }
    if (soak.noted.size > 200) soak.noted.clear();
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  setInterval(look, 250);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const FINAL = new Set(['personalised', 'data-failed', 'production-failed', 'cancelled', 'failed', 'unclear']);
  let stage = '';
  let since = 0;
  let turn = 0;
  const handOver = async (cardId, operationId) => {
    await window.station.open('hand-over', cardId);
    const { sequence } = await window.station.ready();
    const pressedAt = now();
    const checks = { lastFour: null, readBack: true, print: true, items: [] };
    await window.station.handOver({ cardId, operationId, sequence, by: null, second: null, ...checks });
    for (;;) {
      const { desk } = await window.station.ready();
      if (desk.kind === 'given' && desk.cardId === cardId) {
        soak.given.push({ cardId, pressedAt, at: now() });
        break;
      }
      if (desk.kind !== 'checking' || now() - pressedAt > ${PRESS_LASTS_MS}) break;
      await pause(30);
    }
    await window.station.close();
  };
  const known = new Set();
  const noted = (view) => {
    const shown = new Set(view.cards.map(({ cardId }) => cardId));
    soak.onScreen = shown.size;
    for (const cardId of known) if (!shown.has(cardId)) { known.delete(cardId); soak.taken.push(cardId); }
    for (const cardId of shown) known.add(cardId);
    return shown;
  };
  const onScreen = async () => noted(await window.station.ready());
  const step = async () => {
    const view = await window.station.ready();
    noted(view);
    const [card] = view.cards;
    if (!card) return void (stage = '');
    if (card.cardId !== stage) { stage = card.cardId; since = now(); }
    const held = now() - since;
    if (held < ${STEADY_MS}) return pause(${STEADY_MS} - held);
    // What waits for its end is left its time; what comes to none is put away in the end.
    if (!FINAL.has(card.phase) && held < 4_000) return;
    const { cardId, operationId } = card;
    turn += 1;
    if (card.verdict === 'hand-over' && turn % 2 === 0) return handOver(cardId, operationId);
    const began = performance.now();
    await window.station.act({ act: 'remove', cardId, operationId, sequence: view.sequence, by: null, second: null });
    // The row is on disk at once; the screen follows when its head is in the keychain.
    while (performance.now() - began < ${RECORD_LASTS_MS}) {
      if (!(await onScreen()).has(cardId)) return void soak.tookMs.push(performance.now() - began);
      await pause(20);
    }
  };
  void (async () => {
    for (;;) {
      await step().catch(() => pause(100));
      await pause(60);
    }
  })();
})()`;

export async function setHand(page: Page): Promise<void> {
  await page.evaluate(HAND);
}

/** Gives what was seen since the last look, and forgets it; null on a page that has begun again and has no hand. */
export function takeSeen(page: Page): Promise<Seen | null> {
  return page.evaluate<Seen | null>(`(() => {
    if (window.soak === undefined) return null;
    const { taken, tookMs, given, greens, onScreen } = window.soak;
    Object.assign(window.soak, { taken: [], tookMs: [], given: [], greens: [] });
    return { taken, tookMs, given, greens, onScreen };
  })()`);
}

/** Slips are scanned; resolves with how many the page took. */
export function scanAll(page: Page, cardIds: readonly string[]): Promise<number> {
  return page.evaluate<number>(
    `Promise.all(${JSON.stringify(cardIds)}.map((id) => window.station.watch(id, 'scanned').then(() => 1, () => 0)))
      .then((all) => all.reduce((sum, one) => sum + one, 0))`,
  );
}
