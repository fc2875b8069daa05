/** The hand in the page: takes cards off the stage as fast as the station lets anybody, and writes down every green. */
import type { Page } from 'playwright';

export interface Seen {
  /** Cards that were taken off since the last look. */
  readonly taken: readonly string[];
  /** From the press to the recorded row, in ms, for each of them. */
  readonly tookMs: readonly number[];
  /** Every card that was green, on stage or in the list, since the last look. */
  readonly greens: readonly { readonly cardId: string; readonly at: number }[];
  /** Cards on the screen now. */
  readonly onScreen: number;
}

/** A press counts 600 ms after the stage changed; and a little more, in ms. */
const STEADY_MS = 620;
/** A green that stays is noted again this often, in ms. */
const NOTED_EVERY_MS = 1_000;

const HAND = `(() => {
  const soak = { taken: [], tookMs: [], greens: [], noted: new Map(), onScreen: 0 };
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
  const step = async () => {
    const view = await window.station.ready();
    soak.onScreen = view.cards.length;
    const [card] = view.cards;
    if (!card) return void (stage = '');
    if (card.cardId !== stage) { stage = card.cardId; since = now(); }
    const held = now() - since;
    if (held < ${STEADY_MS}) return pause(${STEADY_MS} - held);
    // What waits for its end is left its time; what comes to none is put away in the end.
    if (!FINAL.has(card.phase) && held < 4_000) return;
    const { cardId, operationId } = card;
    const began = performance.now();
    await window.station.act({ act: 'remove', cardId, operationId, sequence: view.sequence, by: null, second: null });
    const took = performance.now() - began;
    const after = await window.station.ready();
    if (after.cards.every((one) => one.cardId !== cardId)) { soak.taken.push(cardId); soak.tookMs.push(took); stage = ''; }
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

/** Gives what was seen since the last look, and forgets it. */
export function takeSeen(page: Page): Promise<Seen> {
  return page.evaluate<Seen>(`(() => {
    const { taken, tookMs, greens, onScreen } = window.soak;
    Object.assign(window.soak, { taken: [], tookMs: [], greens: [] });
    return { taken, tookMs, greens, onScreen };
  })()`);
}

/** Slips are scanned; resolves with how many the page took. */
export function scanAll(page: Page, cardIds: readonly string[]): Promise<number> {
  return page.evaluate<number>(
    `Promise.all(${JSON.stringify(cardIds)}.map((id) => window.station.watch(id, 'scanned').then(() => 1, () => 0)))
      .then((all) => all.reduce((sum, one) => sum + one, 0))`,
  );
}
