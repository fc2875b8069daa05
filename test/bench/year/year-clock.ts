/**
 * The clocks of a PC and of D1 through a year that takes minutes: time passes from timer to timer, and stands still while a call
 * to D1 is under way, over its real connection.
 */
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Clock, Stamp } from '../../../main/tracking/instant.ts';
import { ranOut, VirtualClock } from '../fleet/virtual-clock.ts';

export interface YearClock extends Clock {
  /** D1's own time, ms since 1970: no jump of the PC's clock moves it. */
  d1Now(): number;
  run(ms: number): Promise<void>;
  /** The PC's wall clock is this far from D1's from now on, in ms. */
  setAhead(ms: number): void;
  /** The PC sleeps. On some machines the monotonic clock goes on meanwhile, on others it stands. */
  sleep(ms: number, monotonic: 'goes-on' | 'stands'): void;
  /** Calls to D1 that are under way. */
  calls(): number;
  close(): void;
}

/** A call that takes longer than this hangs, as it was meant to: time goes on without it, in real ms. */
const CALL_PATIENCE_MS = 40;
/** What undici says of its calls; each ends with one of the last two. */
const BEGUN = 'undici:request:create';
const ENDED = ['undici:request:trailers', 'undici:request:error'];

export function createYearClock(startsAt: number): YearClock {
  const underWay = new Set<unknown>();
  let onEnd = (): void => undefined;
  let ahead = 0;
  let slept = 0;

  const begun = (message: unknown): void => void underWay.add(requestOf(message));
  const ended = (message: unknown): void => {
    if (underWay.delete(requestOf(message))) onEnd();
  };
  subscribe(BEGUN, begun);
  for (const name of ENDED) subscribe(name, ended);
  if (!channel(BEGUN).hasSubscribers) throw new Error('nobody says when calls begin');

  async function settle(): Promise<void> {
    await ranOut();
    while (underWay.size > 0 && (await oneEnds())) {
      // From the end of a body to whoever waits for it.
      await ranOut();
      await ranOut();
    }
  }

  /** False when none ended in time. */
  function oneEnds(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), CALL_PATIENCE_MS);
      onEnd = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  const base = new VirtualClock(startsAt, 0, settle);
  const now = (): Stamp => {
    const { mono, wall } = base.now();
    return { mono, wall: wall + slept + ahead };
  };
  return {
    now,
    after: (ms, callback) => base.after(ms, callback),
    d1Now: () => now().wall - ahead,
    run: (ms) => base.run(base.now().mono + ms),
    setAhead(ms) {
      ahead = ms;
    },
    sleep(ms, monotonic) {
      if (monotonic === 'goes-on') base.skip(ms);
      else slept += ms;
    },
    calls: () => underWay.size,
    close() {
      unsubscribe(BEGUN, begun);
      for (const name of ENDED) unsubscribe(name, ended);
    },
  };
}

function requestOf(message: unknown): unknown {
  return (message as { readonly request: unknown }).request;
}
