import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { answer, at, card, judged } from './builders.ts';
import { atLeast, OPTIONS, PROPERTY_LIMIT_MS } from './property-runs.ts';
import { doneOperation, newestOf, objectionOfFailures, objectionToGreen, type Arrived } from './truth-model.ts';
import { entries, pinned, step } from './truth-arbitraries.ts';

describe('green, under any sequence of answers, clock jumps and time', { timeout: PROPERTY_LIMIT_MS }, () => {
  it('rests on the newest answer: a fresh, exact DONE of the watched operation, not void and not contradicted', () => {
    let greens = 0;
    fc.assert(
      fc.property(pinned, fc.array(step, { minLength: 1, maxLength: 10 }), (watched, steps) => {
        let track: CardTrack = card(watched);
        let now: Stamp = at(0);
        const arrived: Arrived[] = [];
        const voids: Stamp[] = [];
        for (const one of steps) {
          now = { mono: now.mono + 1, wall: now.wall + 1 };
          switch (one.kind) {
            case 'answer': {
              const sentAt = { mono: now.mono - one.underWayMs, wall: now.wall - one.underWayMs };
              track = answer(track, one.entries, sentAt, now);
              arrived.push({ entries: one.entries, sentAt, pinned: watched });
              break;
            }
            case 'void':
              track = reduceTrack(track, { kind: 'answers-voided', at: now });
              voids.push(now);
              break;
            case 'time':
              now = { mono: now.mono + one.mono, wall: now.wall + one.wall };
              break;
          }
          const judgement = judged(track, now);
          if (judgement.verdict !== 'hand-over') continue;
          greens += 1;
          expect(objectionToGreen(arrived, arrived, voids, now)).toBeNull();
          const newest = newestOf(arrived);
          expect(newest === null ? null : doneOperation(newest, arrived)).toBe(track.operation?.operationId);
          const end = { mono: now.mono + judgement.greenForMs, wall: now.wall + judgement.greenForMs };
          expect(judged(track, end).verdict).toBe('cannot-tell');
        }
      }),
      OPTIONS,
    );
    // Without enough greens the rule above would have been tried on nothing.
    expect(greens).toBeGreaterThan(atLeast(0.4));
  });

  it('outlives no failure that the rules put above it', () => {
    let greens = 0;
    fc.assert(
      fc.property(pinned, fc.array(entries, { minLength: 2, maxLength: 7 }), (watched, all) => {
        let track: CardTrack = card(watched);
        const arrived: Arrived[] = [];
        for (const [index, one] of all.entries()) {
          track = answer(track, one, at(index * 1_000));
          arrived.push({ entries: one, sentAt: at(index * 1_000), pinned: watched });
          if (judged(track, at(index * 1_000)).verdict !== 'hand-over') continue;
          greens += 1;
          expect(objectionOfFailures(arrived, track.operation?.operationId ?? '')).toBeNull();
        }
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.4));
  });

  it('is not reached by answers that come in another order than they were asked for', () => {
    const reordered = fc
      .array(entries, { minLength: 2, maxLength: 5 })
      .map((all) => all.map((one, index) => ({ entries: one, sentAt: at(index * 1_000) })))
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const end = at(9_000);
    const verdictOf = (watched: string | null, all: readonly Pick<Arrived, 'entries' | 'sentAt'>[]): string =>
      judged(
        all.reduce((track, one) => answer(track, one.entries, one.sentAt, end), card(watched)),
        end,
      ).verdict;

    let greens = 0;
    fc.assert(
      fc.property(pinned, reordered, (watched, [inOrder, asArrived]) => {
        if (verdictOf(watched, asArrived) !== 'hand-over') return;
        greens += 1;
        expect(verdictOf(watched, inOrder)).toBe('hand-over');
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.04));
  });

  it('ends with one contrary answer, whatever came before and however late it is', () => {
    let greens = 0;
    fc.assert(
      fc.property(
        pinned,
        fc.array(entries, { minLength: 1, maxLength: 5 }),
        entries,
        fc.boolean(),
        (watched, all, contrary, isLate) => {
          const before = all.map((one, index) => ({
            entries: one,
            sentAt: at(10_000 + index * 1_000),
            pinned: watched,
          }));
          const track = before.reduce((next, one) => answer(next, one.entries, one.sentAt), card(watched));
          if (judged(track, at(20_000)).verdict !== 'hand-over') return;
          const last = { entries: contrary, sentAt: isLate ? at(5_000) : at(20_000), pinned: watched };
          const everything = [...before, last];
          if (doneOperation(last, everything) === track.operation?.operationId) return;
          greens += 1;
          const after = judged(answer(track, contrary, last.sentAt, at(20_000)), at(20_000));
          if (after.verdict !== 'hand-over') return;
          // The one way to stay green: a newer order whose own DONE was asked for later than everything else.
          expect(isLate).toBe(false);
          expect(objectionToGreen(everything, everything, [], at(20_000))).toBeNull();
        },
      ),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.04));
  });
});
