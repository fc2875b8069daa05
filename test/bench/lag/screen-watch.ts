/** What the page notes of every card on it, on stage or in the list: when it began to say something else, and when that was painted. */
import type { Page } from 'playwright';

import { waitMs } from '../bench-desk.ts';

/** All times in ms since 1970 by the page's clock, which is the machine's. */
export interface CardChange {
  readonly cardId: string;
  readonly phase: string;
  readonly verdict: string;
  /** The document said it. */
  readonly changedAt: number;
  /** The second animation frame after it began, so the first is drawn: late by up to one frame (17 ms at 60 Hz), never early. */
  readonly paintedAt: number;
}

/** Ages and words that change each second wake nobody: only the attributes that matter are watched. */
const WATCH = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const last = new Map();
  window.cardChanges = [];
  const look = () => {
    for (const shown of document.querySelectorAll('[data-card-id][data-phase]')) {
      const [cardId, phase, verdict] = ['data-card-id', 'data-phase', 'data-verdict'].map((name) => shown.getAttribute(name));
      if (!cardId || last.get(cardId) === phase + ' ' + verdict) continue;
      last.set(cardId, phase + ' ' + verdict);
      const change = { cardId, phase, verdict, changedAt: now() };
      requestAnimationFrame(() => requestAnimationFrame(() => window.cardChanges.push({ ...change, paintedAt: now() })));
    }
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['data-card-id', 'data-phase', 'data-verdict'],
  });
  look();
})()`;

/** The page is left alone so long between two looks, in ms: asking it something is work for it. */
const LOOK_EVERY_MS = 500;

/** Tells `seen` of every change, in order and soon, until the returned function is called; that one throws what `seen` threw. */
export async function watchCards(page: Page, seen: (change: CardChange) => void): Promise<() => Promise<void>> {
  await page.evaluate(WATCH);
  const ending = new AbortController();
  const looking = (async () => {
    while (!ending.signal.aborted) {
      await waitMs(LOOK_EVERY_MS);
      for (const change of await page.evaluate<CardChange[]>('window.cardChanges.splice(0)')) seen(change);
    }
  })();
  // Whoever waits for a change that does not come finds out by its own limit, and then asks here why.
  looking.catch(() => undefined);
  return () => {
    ending.abort();
    return looking;
  };
}
