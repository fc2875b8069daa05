/** What the page is asked, and what it notes of itself: frames, how soon it answers a hand, and every green on it. */
import type { Page } from 'playwright';

/** A card that stood on the page as one that may be handed over; by the machine's clock, in ms since 1970. */
export interface Green {
  readonly cardId: string;
  readonly at: number;
}

/** The greens are looked for this often, in ms. */
const LOOK_EVERY_MS = 200;

/** Of an event that was quicker than this the engine says nothing, in ms. */
const LEAST_TOLD_MS = 16;

const WATCH = `(() => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const many = { greens: [], answered: [], keys: [] };
  window.many = many;
  setInterval(() => {
    for (const shown of document.querySelectorAll('[data-card-id][data-verdict="hand-over"]'))
      many.greens.push({ cardId: shown.dataset.cardId, at: Date.now() });
  }, ${LOOK_EVERY_MS});
  // Seen in a frame's callback, painted with that frame, and so over at the next one: late by a frame at most, never early.
  const note = async (event, isAnswered) => {
    await frame();
    while (!isAnswered()) await frame();
    await frame();
    many.answered.push(performance.now() - event.timeStamp);
  };
  const stage = () => document.querySelector('[data-testid="stage"]')?.dataset.cardId;
  document.addEventListener('pointerdown', (event) => {
    const cardId = event.target.closest?.('[data-testid="card"]')?.dataset.cardId;
    if (cardId !== undefined) void note(event, () => stage() === cardId);
  }, true);
  // The page keeps keys from everybody else; the engine itself tells how long each took until the next picture.
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') many.keys.push(duration);
  }).observe({ type: 'event', durationThreshold: ${LEAST_TOLD_MS} });
})()`;

/** What a promise in the page comes to. The page holds on to it: one that only its asker waits for can be collected as garbage. */
function waited<T>(page: Page, promise: string): Promise<T> {
  return page.evaluate<T>(`window.many.waited = ${promise}`);
}

/** Begins to note; once for each page. */
export async function watchPage(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

/** Every green since the page began to note. */
export function greensOf(page: Page): Promise<Green[]> {
  return page.evaluate<Green[]>('window.many.greens');
}

/** From the touch to the painted answer, in ms, of all since the last look; waits for `count` of them. Throws when they do not come. */
export async function takeAnswered(page: Page, count: number, limitMs: number): Promise<number[]> {
  const answered = await waited<number[]>(
    page,
    `new Promise((done) => {
    const end = performance.now() + ${limitMs};
    const look = () => {
      const { answered } = window.many;
      if (answered.length < ${count} && performance.now() < end) return void setTimeout(look, 50);
      window.many.answered = [];
      done(answered);
    };
    look();
  })`,
  );
  if (answered.length < count) throw new Error(`${answered.length} of ${count} touches were answered`);
  return answered;
}

/** From each of the newest `count` keys to the next picture, in steps of 8 ms; those that were quicker than the engine tells count as what it tells. */
export async function keyTimes(page: Page, count: number): Promise<number[]> {
  const told = await page.evaluate<number[]>(
    `(() => { const { keys } = window.many; window.many.keys = []; return keys; })()`,
  );
  return [...told, ...Array.from({ length: count - told.length }, () => LEAST_TOLD_MS)];
}

/** Frames a second, in each of so many windows. */
export function framesPerSecond(page: Page, windows: number, windowMs: number): Promise<number[]> {
  return waited<number[]>(
    page,
    `(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const perSecond = [];
    for (let window = 0; window < ${windows}; window += 1) {
      const began = await frame();
      let last = began;
      let count = 0;
      while (last - began < ${windowMs}) { last = await frame(); count += 1; }
      perSecond.push((count * 1000) / (last - began));
    }
    return perSecond;
  })()`,
  );
}

/** The next snapshot that main sends, as the page has it. */
export async function nextSnapshot(page: Page): Promise<{ readonly sequence: number; readonly cards: unknown[] }> {
  const text = await waited<string>(
    page,
    `new Promise((done) => {
    const stop = window.station.onSnapshot((view) => { stop(); done(JSON.stringify(view)); });
  })`,
  );
  return JSON.parse(text) as { sequence: number; cards: unknown[] };
}

/** Until the same card has been on stage for so long, in ms: a touch that comes sooner is meant for the card before, and not taken. */
export function untilStill(page: Page, ms: number): Promise<void> {
  return waited<undefined>(
    page,
    `new Promise((done) => {
    const stage = () => document.querySelector('[data-testid="stage"]')?.dataset.cardId;
    let [cardId, since] = [stage(), performance.now()];
    const look = () => {
      if (stage() !== cardId) [cardId, since] = [stage(), performance.now()];
      if (performance.now() - since >= ${ms}) done(undefined);
      else setTimeout(look, 20);
    };
    look();
  })`,
  );
}

/** A place on a listed card; the card changes with each touch, because the one that was touched goes to the stage. */
export function placeOfListed(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  return page.evaluate<{ x: number; y: number }>(`(() => {
    const tile = document.querySelectorAll('[data-testid="card"]')[1];
    const { left, top } = tile.getBoundingClientRect();
    return { x: left + 12, y: top + 12 };
  })()`);
}
