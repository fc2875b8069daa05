import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { NO_TRIES } from '../../../../../main/credentials/pin-store.ts';
import {
  delayAfter,
  leftOf,
  LONGEST_DELAY_MS,
  lostTries,
  waitOf,
  withTry,
  type Wait,
} from '../../../../../main/kiosk/administrator/pin-delay.ts';
import { OPTIONS, PROPERTY_LIMIT_MS } from '../../tracking/property-runs.ts';

describe('the wait after wrong PINs', () => {
  it('is none for two, 5 s after the third, and doubles to 15 min', () => {
    const seconds = Array.from({ length: 14 }, (_none, failures) => delayAfter(failures) / 1_000);
    expect(seconds).toEqual([0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
    expect(delayAfter(1_000_000)).toBe(LONGEST_DELAY_MS);
  });

  it('is stored with the wall clock, and counts no further than it grows', () => {
    const now = { mono: 7.5, wall: 1_000.4 };
    expect(withTry({ failures: 2, until: 0 }, now)).toEqual({ failures: 3, until: 6_000 });
    const many = Array.from({ length: 500 }).reduce<typeof NO_TRIES>((tries) => withTry(tries, now), NO_TRIES);
    expect(many).toEqual({ failures: lostTries(now).failures, until: 1_000 + LONGEST_DELAY_MS });
    expect(delayAfter(many.failures)).toBe(LONGEST_DELAY_MS);
  });
});

/** What can happen to a station that somebody plays with. */
type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  /** Somebody sets the clock. */
  | { readonly kind: 'wall'; readonly byMs: number }
  | { readonly kind: 'restart'; readonly offMs: number }
  | { readonly kind: 'try' };

const step = (forward: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ kind: 'try' }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 1_200_000 }).map((ms): Step => ({ kind: 'pass', ms })) },
    {
      weight: 2,
      arbitrary: fc.integer({ min: -1e10, max: forward ? 1e10 : 0 }).map((byMs): Step => ({ kind: 'wall', byMs })),
    },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 600_000 }).map((offMs): Step => ({ kind: 'restart', offMs })) },
  );

/** Plays the steps and tells of each moment: for how long the newest try has truly lain back, and what is left of its wait. */
function play(
  steps: readonly Step[],
  look: (at: {
    readonly sinceTry: number;
    readonly sinceStart: number;
    readonly owed: number;
    readonly left: number;
  }) => void,
): void {
  let [time, wall, mono, triedAt, startedAt] = [0, 1.7e12, 500, -Infinity, 0];
  let wait: Wait = waitOf(NO_TRIES, { mono, wall });
  for (const each of steps) {
    const pass = (ms: number): void => {
      time += ms;
      wall += ms;
      mono += ms;
    };
    switch (each.kind) {
      case 'pass':
        pass(each.ms);
        break;
      case 'wall':
        wall = Math.max(0, wall + each.byMs);
        break;
      case 'restart':
        pass(each.offMs);
        mono = 100;
        startedAt = time;
        wait = waitOf(wait.tries, { mono, wall });
        break;
      case 'try': {
        if (leftOf(wait, { mono, wall }) > 0) break;
        const tries = withTry(wait.tries, { mono, wall });
        wait = { tries, endsAt: mono + delayAfter(tries.failures) };
        triedAt = time;
        break;
      }
    }
    const left = leftOf(wait, { mono, wall });
    look({ sinceTry: time - triedAt, sinceStart: time - startedAt, owed: delayAfter(wait.tries.failures), left });
  }
}

describe('whatever is done to the clock and the program', () => {
  it(
    'the wait is never shorter than it should be, unless the clock is set ahead',
    { timeout: PROPERTY_LIMIT_MS },
    () => {
      fc.assert(
        fc.property(fc.array(step(false), { maxLength: 30 }), (steps) => {
          play(steps, ({ sinceTry, owed, left }) => {
            // The stored end is a whole ms.
            expect(left).toBeGreaterThanOrEqual(owed - sinceTry - 1);
          });
        }),
        OPTIONS,
      );
    },
  );

  it('setting the clock ahead shortens nothing while the program runs', { timeout: PROPERTY_LIMIT_MS }, () => {
    const running = step(true).filter(({ kind }) => kind !== 'restart');
    fc.assert(
      fc.property(fc.array(running, { maxLength: 30 }), (steps) => {
        play(steps, ({ sinceTry, owed, left }) => expect(left).toBeCloseTo(Math.max(0, owed - sinceTry), 3));
      }),
      OPTIONS,
    );
  });

  it('nobody is locked out: a whole wait after the start or the try it is over', { timeout: PROPERTY_LIMIT_MS }, () => {
    fc.assert(
      fc.property(fc.array(step(true), { maxLength: 30 }), (steps) => {
        play(steps, ({ sinceTry, sinceStart, owed, left }) => {
          expect(left).toBeLessThanOrEqual(Math.max(0, owed - Math.min(sinceTry, sinceStart)) + 1);
        });
      }),
      OPTIONS,
    );
  });
});
