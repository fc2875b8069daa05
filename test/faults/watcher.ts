/** Watches the screen for the whole of a case: the page notes by itself every change of what it says, with times. */
import type { StationApp } from '../e2e/station-app.ts';

/** What the screen said at one moment; times in ms since 1970. */
export interface Sample {
  readonly at: number;
  readonly cardId: string;
  readonly phase: string;
  readonly verdict: string;
  /** When the shown answer was asked for, from its age at the moment the age was last written; null without an answer. */
  readonly sentAt: number | null;
  /** `family/cause`, in the order of the screen. */
  readonly faults: readonly string[];
  readonly connection: string;
}

/** Runs in the page, which lives on when main is stopped. Green is noted every 100 ms, everything else when it changes. */
const WATCH = `(() => {
  if (window.faultWatch) return;
  const samples = [];
  let last = '';
  let lastAge = '';
  let sentAt = null;
  const read = () => {
    const stage = document.querySelector('[data-testid="stage"]');
    const of = (name) => stage?.getAttribute(name) ?? '';
    const at = Date.now();
    const age = of('data-card-id') + ' ' + of('data-answer-age-ms');
    if (age !== lastAge) {
      lastAge = age;
      sentAt = of('data-answer-age-ms') === '' ? null : at - Number(of('data-answer-age-ms'));
    }
    const faults = [...document.querySelectorAll('[data-testid="fault"]')].map(
      (fault) => fault.dataset.fault + '/' + fault.dataset.cause,
    );
    const connection = document.querySelector('[data-testid="connection"]')?.dataset.connection ?? '';
    return { at, cardId: of('data-card-id'), phase: of('data-phase'), verdict: of('data-verdict'), sentAt, faults, connection };
  };
  const note = () => {
    const now = read();
    const key = [now.cardId, now.phase, now.verdict, now.connection, ...now.faults].join(' ');
    if (key === last && now.verdict !== 'hand-over') return;
    last = key;
    samples.push(now);
  };
  note();
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  setInterval(note, 100);
  window.faultWatch = { take: () => ({ samples: samples.splice(0), now: read() }) };
})()`;

export interface Watcher {
  /** What the screen says now; all that was noted since the last look is kept. */
  look(): Promise<Sample>;
  /** Everything noted so far, in the order of time. */
  samples(): readonly Sample[];
}

/** Nothing can be asked of the page while main is stopped; such a question is given up after this long, in ms. */
const LOOK_LIMIT_MS = 10_000;

export async function watch(station: StationApp): Promise<Watcher> {
  await station.page.evaluate(WATCH);
  const kept: Sample[] = [];
  return {
    async look() {
      const taken = station.page.evaluate<{ samples: Sample[]; now: Sample }>('window.faultWatch.take()');
      const { samples, now } = await limited(taken, LOOK_LIMIT_MS);
      kept.push(...samples);
      return now;
    },
    samples: () => kept,
  };
}

function limited<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the page did not answer in ${limitMs} ms`)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
