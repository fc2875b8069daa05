import { describe, expect, it } from 'vitest';

import type { OperationMemory } from '../../../../main/tracking/memory.ts';
import {
  mergedPast,
  newTrack,
  pastOf,
  restoredTrack,
  stampOf,
  type CardPast,
  type RememberedCard,
} from '../../../../main/tracking/new-track.ts';
import type { StaffMark } from '../../../../main/tracking/staff-action.ts';
import { patienceOf } from '../../../../main/tracking/pace.ts';
import type { Phase } from '../../../../main/tracking/words.ts';
import {
  answer,
  answers,
  at,
  card,
  CARD,
  DONE,
  judged,
  LIMITS,
  produce,
  PROD_EXCEPTION,
  READY,
  START,
} from './builders.ts';
import { keptCard } from './kept-card.ts';
import { recorded } from './staff-builders.ts';

const NEW = { cardId: CARD, pinnedOperationId: 'op-a', reference: 'Desk 2' };
const MARK: StaffMark = { kind: 'handed-over', action: recorded(1, 'handed-over') };

/** What a ledger keeps of the card, changed as the test says. */
function kept(track = answer(card(), [produce(READY)], at(1_000)), more: Partial<RememberedCard> = {}): RememberedCard {
  return { ...keptCard(track), card: NEW, ...more };
}

/** An hour later on the wall, and a monotonic clock that began anew. */
const RESTART = { mono: 300, wall: at(3_600_000).wall };

describe('a new card', () => {
  it('has no past unless one is given', () => {
    expect(newTrack(NEW, at(5))).toMatchObject({
      ...NEW,
      newestStartMs: null,
      newestIds: [],
      voidedAt: null,
      marks: [],
      addedAt: at(5),
      touchedAt: at(5),
      phase: 'not-asked',
      phaseSince: at(5),
      operation: null,
      answer: null,
      acknowledged: false,
      newOrder: false,
      firstSeenOf: null,
    });
  });

  it('takes over everything of its past, what staff did included', () => {
    const past: CardPast = { ...pastOf(answer(card(), [produce(DONE)], at(1_000))), voidedAt: at(3), marks: [MARK] };
    expect(pastOf(newTrack(NEW, at(5), past))).toEqual(past);
  });
});

describe('a card after a restart', () => {
  it('is not asked yet, whatever it was: no answer of the earlier run is one any more', () => {
    const track = restoredTrack(kept(answer(card(), [produce(DONE)], at(1_000))), RESTART);
    expect(track).toMatchObject({ ...NEW, phase: 'not-asked', phaseSince: RESTART, answer: null, operation: null });
    expect(judged(track, RESTART).verdict).toBe('wait');
    expect(judged(track, { mono: RESTART.mono + 10_000, wall: RESTART.wall + 10_000 }).verdict).toBe('cannot-tell');
  });

  it('is as old as it was, on both clocks', () => {
    const track = restoredTrack(kept(), RESTART);
    expect(track.addedAt).toEqual({ wall: at(0).wall, mono: 300 - 3_600_000 });
    expect(track.touchedAt).toEqual({ wall: at(0).wall, mono: 300 - 3_600_000 });
  });

  it('counts slow and stuck from when the phase was first seen, and only for the same operation', () => {
    const track = restoredTrack(kept(), RESTART);
    const same = answer(track, [produce(READY)], RESTART);
    expect(same.phaseSince).toEqual({ wall: at(1_000).wall, mono: 300 - 3_599_000 });
    expect(patienceOf(same, RESTART, LIMITS)).toBe('stuck');
    const free = restoredTrack(kept(undefined, { card: { ...NEW, pinnedOperationId: null } }), RESTART);
    const other = answer(free, [produce(READY, { operationId: 'op-b', startTime: '2025-01-18T06:28:02Z' })], RESTART);
    expect(other.phaseSince).toEqual(RESTART);
  });

  it('remembers failures and what staff did', () => {
    const failed = kept(answer(card(), [produce(PROD_EXCEPTION)], at(1_000)));
    expect(answer(restoredTrack(failed, RESTART), [produce(DONE)], RESTART).phase).toBe('unclear');
    const given = kept(undefined, { past: { ...pastOf(card()), marks: [MARK] } });
    expect(judged(restoredTrack(given, RESTART), RESTART)).toEqual({ verdict: 'do-not-hand-over', mark: MARK });
  });

  it('still says that a newer order came', () => {
    expect(restoredTrack(kept(undefined, { newOrder: true }), RESTART).newOrder).toBe(true);
  });

  it('takes an instant that lies in the future for now: somebody set the clock back', () => {
    expect(stampOf(RESTART.wall + 1, RESTART)).toEqual(RESTART);
    expect(stampOf(RESTART.wall - 1, RESTART)).toEqual({ mono: RESTART.mono - 1, wall: RESTART.wall - 1 });
  });
});

describe('two pasts of one card', () => {
  const none = pastOf(card());
  const withMemory = (memory: Partial<OperationMemory>): CardPast => ({
    ...none,
    memories: new Map([['op-a', { done: null, failure: null, failedAfterDone: false, ...memory }]]),
  });
  const failure = (endMs: number | null, askedAtMono = 5): OperationMemory['failure'] => ({
    phase: 'failed',
    endMs,
    askedAtMono,
  });
  const memoryOf = (one: Partial<OperationMemory>, other: Partial<OperationMemory>): OperationMemory | undefined =>
    mergedPast(withMemory(one), withMemory(other)).memories.get('op-a');

  it('are nothing where both are', () => {
    expect(mergedPast(none, none)).toEqual(none);
  });

  it('hold the newest start of both, and every operation that had it', () => {
    const early: CardPast = { ...none, newestStartMs: 5, newestIds: ['op-a'] };
    const late: CardPast = { ...none, newestStartMs: 9, newestIds: ['op-b'] };
    const alsoLate: CardPast = { ...none, newestStartMs: 9, newestIds: ['op-b', 'op-c'] };
    for (const [one, other] of [
      [early, late],
      [late, early],
      [late, none],
      [none, late],
    ] as const)
      expect(mergedPast(one, other)).toMatchObject({ newestStartMs: 9, newestIds: ['op-b'] });
    expect(mergedPast(late, alsoLate)).toMatchObject({ newestStartMs: 9, newestIds: ['op-b', 'op-c'] });
  });

  it('hold what either knows of an operation', () => {
    const done = { endMs: 7 };
    const other: CardPast = {
      ...withMemory({ done }),
      memories: new Map([['op-b', { done, failure: null, failedAfterDone: false }]]),
    };
    expect([...mergedPast(withMemory({ done }), other).memories.keys()]).toEqual(['op-a', 'op-b']);
    expect(memoryOf({ done }, {})).toEqual({ done, failure: null, failedAfterDone: false });
    expect(memoryOf({}, { done })).toEqual({ done, failure: null, failedAfterDone: false });
    expect(memoryOf({}, { failedAfterDone: true })?.failedAfterDone).toBe(true);
    expect(memoryOf({ failedAfterDone: true }, {})?.failedAfterDone).toBe(true);
    expect(memoryOf({ failure: failure(3) }, {})).toMatchObject({ failure: failure(3), failedAfterDone: false });
    expect(memoryOf({}, { failure: failure(3) })).toMatchObject({ failure: failure(3), failedAfterDone: false });
  });

  it('of which one knows a DONE and the other a failure let no DONE count any more', () => {
    const done = { endMs: 7 };
    expect(memoryOf({ done }, { failure: failure(3) })?.failedAfterDone).toBe(true);
    expect(memoryOf({ failure: failure(3) }, { done })?.failedAfterDone).toBe(true);
    expect(memoryOf({ done, failure: failure(3) }, {})?.failedAfterDone).toBe(false);
  });

  it.each([
    [failure(3, 5), failure(8, 2), failure(8, 5)],
    [failure(8, 2), failure(3, 5), failure(8, 5)],
    [failure(null, 2), failure(3, 5), failure(null, 5)],
    [failure(3, 5), failure(null, 2), failure(null, 5)],
  ])('of two failures take the later end, and none where one has none', (one, other, both) => {
    expect(memoryOf({ failure: one }, { failure: other })?.failure).toEqual(both);
  });

  it('keep every mark of both, once and in their order', () => {
    const mark = (number: number): StaffMark => ({ kind: 'rejected', action: recorded(number, 'rejected') });
    const merged = mergedPast({ ...none, marks: [mark(1), mark(3)] }, { ...none, marks: [mark(2), mark(3)] });
    expect(merged.marks.map(({ action }) => action.number)).toEqual([1, 2, 3]);
  });

  it('keep when answers were voided', () => {
    expect(mergedPast({ ...none, voidedAt: at(5) }, none).voidedAt).toEqual(at(5));
    expect(mergedPast(none, { ...none, voidedAt: at(6) }).voidedAt).toEqual(at(6));
  });

  it('let no card be green that either would not have let', () => {
    const failed = pastOf(answer(card(), [produce(PROD_EXCEPTION)], at(1_000)));
    const done = pastOf(answers(card(), [[produce(DONE)]]));
    for (const past of [mergedPast(failed, done), mergedPast(done, failed)])
      expect(answer(newTrack(NEW, at(9_000), past), [produce(DONE)], at(9_500)).phase).toBe('production-failed');
    expect(Date.parse(START)).toBe(done.newestStartMs);
  });
});

it('a phase that was never seen before the restart begins when it is seen', () => {
  const firstSeen = new Map<Phase, number>([['requested', at(500).wall]]);
  const track = restoredTrack(kept(undefined, { firstSeen }), RESTART);
  expect(answer(track, [produce(READY)], RESTART).phaseSince).toEqual(RESTART);
});
