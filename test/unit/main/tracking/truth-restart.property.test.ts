import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { mergedPast, newTrack, pastOf, restoredTrack } from '../../../../main/tracking/new-track.ts';
import { withRecorded } from '../../../../main/tracking/recorded.ts';
import type { RecordedAction } from '../../../../main/tracking/staff-action.ts';
import { marksOf } from '../../../../main/tracking/staff-marks.ts';
import { withCard, withoutCard, withTrack } from '../../../../main/tracking/station-state.ts';
import { ACTION_KINDS, REJECT_OUTCOMES } from '../../../../main/tracking/words.ts';
import { answer, at, card, CARD, DONE, judged, produce, type Entry } from './builders.ts';
import { keptCard } from './kept-card.ts';
import { atLeast, OPTIONS, PROPERTY_LIMIT_MS } from './property-runs.ts';
import { openStation, recorded } from './staff-builders.ts';
import { entries, pinned } from './truth-arbitraries.ts';

const SECOND_MS = 1_000;
/** The monotonic clock of the run after the restart is this much behind, in ms. */
const NEW_RUN_MS = 45_000;

const answersOf = fc.array(entries, { minLength: 0, maxLength: 5 });
/** One action that takes a card off the screen. */
const undoneAction = fc
  .constantFrom('handed-over' as const, 'rejected' as const, 'decided-elsewhere' as const, 'stored' as const)
  .map((kind) => recorded(1, kind));
/** What D1 says after the restart: DONE at the end of it often, so that green is in reach. */
const last = fc.oneof(entries, fc.constant<Entry[]>([produce(DONE, { endTime: '2025-01-21T10:28:12+01:00' })]));
const answersAfter = fc
  .tuple(fc.array(entries, { maxLength: 3 }), last)
  .map(([all, one]): readonly (readonly Entry[])[] => [...all, one]);
const actions: fc.Arbitrary<readonly RecordedAction[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...ACTION_KINDS),
      operationId: fc.constantFrom('op-a', 'op-b', null),
      outcome: fc.constantFrom(...REJECT_OUTCOMES),
      undoes: fc.nat({ max: 3 }),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ kind, operationId, outcome, undoes }, index) =>
      recorded(index + 1, kind, {
        operationId,
        outcome: kind === 'rejected' ? outcome : null,
        undoes: kind === 'undone' ? undoes : null,
      }),
    ),
  );

function marked(track: CardTrack, record: readonly RecordedAction[]): CardTrack {
  return reduceTrack(track, { kind: 'marked', marks: marksOf(record), at: at(0) });
}

/** The card after answers a second apart; `shift` moves both clocks of the run. */
function fed(
  track: CardTrack,
  all: readonly (readonly Entry[])[],
  firstMs: number,
  shift: (at: Stamp) => Stamp,
): CardTrack {
  return all.reduce((next, one, index) => answer(next, one, shift(at(firstMs + index * SECOND_MS))), track);
}

const same = (stamp: Stamp): Stamp => stamp;
const newRun = ({ mono, wall }: Stamp): Stamp => ({ mono: mono - NEW_RUN_MS, wall });

describe('a restart', { timeout: PROPERTY_LIMIT_MS }, () => {
  const sequences = fc.tuple(pinned, answersOf, answersAfter, actions);
  const RESTART_MS = 10_000;
  const END_MS = 20_000;

  it('at any point makes no card green that would not have been without it', () => {
    let greens = 0;
    let kept = 0;
    fc.assert(
      fc.property(sequences, ([watched, before, after, record]) => {
        const then = marked(fed(card(watched), before, 1_000, same), record);
        const back = restoredTrack(keptCard(then, record), newRun(at(RESTART_MS)));
        expect(judged(back, newRun(at(RESTART_MS))).verdict).not.toBe('hand-over');
        const through = fed(then, after, RESTART_MS + 1, same);
        const restarted = fed(back, after, RESTART_MS + 1, newRun);
        if (judged(through, at(END_MS)).verdict === 'hand-over') greens += 1;
        if (judged(restarted, newRun(at(END_MS))).verdict !== 'hand-over') return;
        kept += 1;
        expect(judged(through, at(END_MS)).verdict).toBe('hand-over');
        expect(restarted.operation?.operationId).toBe(through.operation?.operationId);
      }),
      OPTIONS,
    );
    // Nor does it take green away for good: what D1 says afterwards counts.
    expect(kept).toBeGreaterThan(greens * 0.9);
    expect(greens).toBeGreaterThan(atLeast(0.04));
  });

  it('lets staff hand over nothing that they could not have without it', () => {
    fc.assert(
      fc.property(sequences, ([watched, before, , record]) => {
        const then = marked(fed(card(watched), before, 1_000, same), record);
        const back = restoredTrack(keptCard(then, record), newRun(at(RESTART_MS)));
        expect(back.marks).toEqual(then.marks);
        if (judged(back, newRun(at(RESTART_MS))).verdict !== 'do-not-hand-over') expect(then.marks).toEqual([]);
      }),
      OPTIONS,
    );
  });

  it('with a record that can only be read late makes no card greener than if it had been read at once', () => {
    let greens = 0;
    fc.assert(
      fc.property(sequences, last, ([watched, before, meanwhile, record], final) => {
        const lost = keptCard(marked(fed(card(watched), before, 1_000, same), record), record);
        const atOnce = fed(restoredTrack(lost, newRun(at(RESTART_MS))), meanwhile, RESTART_MS + 1, newRun);
        const blind = fed(
          newTrack({ cardId: CARD, pinnedOperationId: watched, reference: null }, newRun(at(RESTART_MS))),
          meanwhile,
          RESTART_MS + 1,
          newRun,
        );
        const caughtUp = newTrack(blind, newRun(at(END_MS - 1_000)), mergedPast(pastOf(blind), lost.past));
        const now = newRun(at(END_MS));
        if (judged(answer(caughtUp, final, now), now).verdict !== 'hand-over') return;
        greens += 1;
        expect(judged(answer(atOnce, final, now), now).verdict).toBe('hand-over');
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.02));
  });
});

describe('an undo', { timeout: PROPERTY_LIMIT_MS }, () => {
  it("brings back exactly D1's own verdict, as of a card that was only put away and scanned again", () => {
    let greens = 0;
    fc.assert(
      fc.property(pinned, answersOf, undoneAction, answersAfter, (watched, before, action, after) => {
        const end = at(30_000);
        const { cards } = openStation(watched);
        const track = cards.get(CARD);
        if (track === undefined) throw new Error('the card is not watched');
        const state = withTrack(openStation(watched), fed(track, before, 1_000, same));
        const undone = recorded(2, 'undone', { undoes: 1 });
        const done = withRecorded(state, action, [action], at(10_000), 30_000);
        const back = withRecorded(done, undone, [action, undone], at(11_000), 30_000);
        const put = withCard(
          withoutCard(state, CARD),
          { cardId: CARD, pinnedOperationId: watched, reference: null },
          at(11_000),
        );
        const [one, other] = [back, put].map((next) => {
          const again = next.cards.get(CARD);
          if (again === undefined) throw new Error('the card is not back');
          expect(judged(again, at(11_500)).verdict).toBe('wait');
          return judged(fed(again, after, 12_000, same), end);
        });
        if (one?.verdict === 'hand-over') greens += 1;
        expect(one).toEqual(other);
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.04));
  });
});
