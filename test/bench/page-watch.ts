/** What the page notes of itself: when the stage changed in its document, and when that was painted. */
import type { Page } from 'playwright';

import { note } from './bench-desk.ts';
import { rounded } from './figures.ts';

/** One change of the stage; both times in ms since 1970 by the page's clock. */
export interface StageChange {
  readonly cardId: string;
  readonly phase: string;
  /** The document said it. */
  readonly changedAt: number;
  /**
   * The second animation frame after it began, so the first is drawn. Null while that is to come. Late by up to one frame
   * (17 ms at 60 Hz), never early.
   */
  readonly paintedAt: number | null;
}

const WATCH = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const stageOf = () => {
    const stage = document.querySelector('[data-testid="stage"]');
    return { cardId: stage?.getAttribute('data-card-id') ?? '', phase: stage?.getAttribute('data-phase') ?? '' };
  };
  window.stageChanges = [];
  let last = stageOf();
  new MutationObserver(() => {
    const stage = stageOf();
    if (stage.cardId === last.cardId && stage.phase === last.phase) return;
    last = stage;
    const change = { ...stage, changedAt: now(), paintedAt: null };
    window.stageChanges.push(change);
    requestAnimationFrame(() => requestAnimationFrame(() => { change.paintedAt = now(); }));
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
})()`;

/** The page is left alone for this long after an answer: asking it something would be work for it, in ms. */
const LEFT_ALONE_MS = 250;

export async function watchStage(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

/** Takes the first painted change to this card and phase, and forgets all before; throws when none comes in `limitMs`. */
export async function takeChange(page: Page, cardId: string, phase: string, limitMs: number): Promise<StageChange> {
  const end = performance.now() + limitMs;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LEFT_ALONE_MS));
    const changes = await page.evaluate<StageChange[]>('window.stageChanges');
    const found = changes.find((change) => change.cardId === cardId && change.phase === phase);
    if (found !== undefined && found.paintedAt !== null) {
      await page.evaluate('window.stageChanges.length = 0');
      return found;
    }
    if (performance.now() > end) throw new Error(`the screen did not show ${cardId} as ${phase} in ${limitMs} ms`);
  }
}

/** This process's wall clock at the resolution of its monotonic one, in ms since 1970. */
export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}

interface ClockDifference {
  /** What the page's clock is ahead of ours, in ms. */
  readonly aheadMs: number;
  /** The truth is at most this far from `aheadMs`, in ms. */
  readonly uncertainMs: number;
}

/** Questions to the page; the quickest tells most. */
const PROBES = 25;

/** The clocks of page and sandbox differ by no more, in ms, or the times cannot be compared. */
const MAX_CLOCK_DIFFERENCE_MS = 5;

/** Says how far the clocks are apart; throws when it is too far. The sandbox runs in this process. */
export async function compareClocks(page: Page): Promise<void> {
  const { aheadMs, uncertainMs } = await clockDifference(page);
  const [ahead, uncertain] = [rounded(aheadMs), rounded(uncertainMs)];
  note(
    `the page's clock is ${ahead} ms ahead of the sandbox's, to within ${uncertain} ms; times are taken as they are`,
  );
  if (!(Math.abs(aheadMs) - uncertainMs <= MAX_CLOCK_DIFFERENCE_MS)) {
    throw new Error(`the clocks of page and sandbox differ by ${ahead} ms: times cannot be compared`);
  }
}

/** Compares the page's clock with ours: an answer was given between its question and its arrival. */
async function clockDifference(page: Page): Promise<ClockDifference> {
  let best: ClockDifference = { aheadMs: NaN, uncertainMs: Infinity };
  for (let probe = 0; probe < PROBES; probe += 1) {
    const before = wallNow();
    const there = await page.evaluate<number>('performance.timeOrigin + performance.now()');
    const after = wallNow();
    const uncertainMs = (after - before) / 2;
    if (uncertainMs < best.uncertainMs) best = { aheadMs: there - (before + after) / 2, uncertainMs };
  }
  return best;
}
