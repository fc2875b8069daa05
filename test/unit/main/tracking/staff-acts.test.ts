import { describe, expect, it } from 'vitest';

import { withDialog } from '../../../../main/tracking/desk-transitions.ts';
import type { StaffMark } from '../../../../main/tracking/staff-action.ts';
import { actsFor, planAct, planUndo, type ActPress } from '../../../../main/tracking/staff-acts.ts';
import type { StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { withFault } from '../../../../main/tracking/station-faults.ts';
import {
  withAnswersVoided,
  withLedger,
  withoutCard,
  withTrackEvent,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import type { CardAct, Verdict } from '../../../../main/tracking/words.ts';
import {
  at,
  CANCELED,
  CARD,
  CONTRADICTION,
  DONE,
  judged,
  OTHER_CARD,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
  type Pair,
} from './builders.ts';
import {
  actPress,
  NOBODY,
  openStation,
  recorded,
  rejectPress,
  RULES,
  shownCard,
  timing,
  told,
} from './staff-builders.ts';

/** The station that was told this a second after zero. */
function station(pair: Pair | null): StationState {
  return pair === null ? openStation() : told(openStation(), [produce(pair)], 1_000);
}

function under(state: StationState, kind: StaffMark['kind'], operationId: string | null = 'op-a'): StationState {
  const marks = [{ kind, action: recorded(1, kind, { operationId }) }];
  return withTrackEvent(state, CARD, { kind: 'marked', marks, at: at(1_200) });
}

function actsAt(state: StationState, ms: number): readonly CardAct[] {
  const track = state.cards.get(CARD);
  if (track === undefined) throw new Error('the card is not watched');
  return actsFor(track, judged(track, at(ms)));
}

describe('what staff can do', () => {
  const contradicted = told(station(DONE), [produce(CONTRADICTION)], 2_000);
  const table: readonly (readonly [words: string, state: StationState, ms: number, acts: readonly CardAct[]])[] = [
    ['a card not asked about yet', station(null), 1_000, ['store', 'remove']],
    ['a card that D1 never spoke of', station(null), 20_000, ['decide-elsewhere', 'store', 'remove']],
    ['a card at the printer', station(READY), 2_000, ['store', 'remove']],
    ['a card at the printer, D1 silent', station(READY), 70_000, ['decide-elsewhere', 'store', 'remove']],
    ['a green card', station(DONE), 2_000, ['hand-over', 'reject', 'store', 'remove']],
    ['a green card, D1 silent', station(DONE), 61_000, ['reject', 'decide-elsewhere', 'store', 'remove']],
    [
      'a green card after a clock jump',
      withAnswersVoided(station(DONE), at(2_000)),
      2_100,
      ['reject', 'store', 'remove'],
    ],
    [
      'a green card after a clock jump, D1 silent since',
      withAnswersVoided(station(DONE), at(2_000)),
      62_000,
      ['reject', 'decide-elsewhere', 'store', 'remove'],
    ],
    ['a failed card', station(PROD_EXCEPTION), 2_000, ['acknowledge', 'reject', 'remove']],
    [
      'a failed card that a person has seen',
      withTrackEvent(station(CANCELED), CARD, { kind: 'acknowledged', at: at(1_500) }),
      2_000,
      ['reject', 'remove'],
    ],
    ['a card that D1 does not know', told(openStation(), [], 130_000), 131_000, ['store', 'remove']],
    ['a contradiction from the start', station(CONTRADICTION), 2_000, ['store', 'remove']],
    ['a contradiction after DONE', contradicted, 2_100, ['reject', 'store', 'remove']],
    ['a rejected card', under(station(DONE), 'rejected'), 2_000, ['acknowledge', 'reject', 'remove']],
    ['a card handed over', under(station(DONE), 'handed-over'), 2_000, ['acknowledge', 'remove']],
    ['a card decided elsewhere', under(station(DONE), 'decided-elsewhere'), 2_000, ['acknowledge', 'remove']],
    ['a rejected card, D1 not asked yet', under(station(null), 'rejected'), 2_000, ['acknowledge', 'remove']],
  ];

  it.each(table)('with %s', (_words, state, ms, acts) => {
    expect(actsAt(state, ms)).toEqual(acts);
  });
});

/** What comes of a request that is right in everything but what the test changes. */
function plan(
  press: ActPress,
  state: StationState = station(DONE),
  changed: {
    readonly shown?: ReturnType<typeof shownCard>;
    readonly rules?: Partial<StaffRules>;
    readonly nowMs?: number;
  } = {},
): ReturnType<typeof planAct> {
  const { shown = shownCard(1_700), rules = {}, nowMs = 2_000 } = changed;
  return planAct(state, press, shown, { ...RULES, ...rules }, timing(at(nowMs)));
}

describe('what is recorded', () => {
  const nothingElse = { endTime: null, correlationId: null, answerAt: null, undoes: null };
  const common = { at: at(2_000).wall, cardId: CARD, operationId: 'op-a', by: null, second: null, ...nothingElse };

  it('a rejection with its reason and what became of the card', () => {
    const rules = { identity: 'initials', secondForReject: true } as const;
    const press = rejectPress({ reason: 'chip', outcome: 'returned', by: 'ab', second: 'cd' });
    expect(plan(press, station(DONE), { rules })).toEqual({
      kind: 'record',
      action: { ...common, kind: 'rejected', by: 'AB', second: 'CD', reason: 'chip', outcome: 'returned' },
    });
  });

  it.each([
    ['store', 'stored'],
    ['remove', 'removed'],
  ] as const)('%s as %s', (act, kind) => {
    expect(plan(actPress(act))).toEqual({
      kind: 'record',
      action: { ...common, kind, reason: null, outcome: null },
    });
  });

  it('a decision made elsewhere, with the second person it always needs', () => {
    const shown = shownCard(61_500, 'cannot-tell');
    const press = actPress('decide-elsewhere', { second: 'present' });
    expect(plan(press, station(DONE), { shown, nowMs: 62_000 })).toEqual({
      kind: 'record',
      action: {
        ...common,
        at: at(62_000).wall,
        kind: 'decided-elsewhere',
        second: 'present',
        reason: null,
        outcome: null,
      },
    });
    const alone = actPress('decide-elsewhere');
    expect(plan(alone, station(DONE), { shown, nowMs: 62_000 })).toEqual({ kind: 'refused', why: 'second-person' });
  });

  it('a card of which D1 has named no operation, without one', () => {
    const shown = shownCard(1_700, 'wait', null);
    expect(plan(actPress('remove', { operationId: null }), station(null), { shown })).toMatchObject({
      kind: 'record',
      action: { kind: 'removed', operationId: null },
    });
  });

  it('"good after all", where the card is rejected', () => {
    const shown = shownCard(1_700, 'do-not-hand-over');
    const press = rejectPress({ outcome: 'good-after-all' });
    expect(plan(press, under(station(DONE), 'rejected'), { shown })).toMatchObject({
      kind: 'record',
      action: { kind: 'rejected', outcome: 'good-after-all' },
    });
  });
});

describe('what does not count', () => {
  const full = { family: 'ledger', cause: 'full', detail: '', correlationId: null } as const;
  const busy: StationState = {
    ...station(DONE),
    desk: { kind: 'checking', cardId: OTHER_CARD, operationId: 'op-x', reference: null, at: at(1_900) },
  };
  const forbidden = shownCard(1_700, 'do-not-hand-over');
  type Row = readonly [
    words: string,
    why: string,
    press: ActPress,
    state: StationState,
    changed: NonNullable<Parameters<typeof plan>[2]>,
  ];
  const refusals: readonly Row[] = [
    ['anything while D1 is asked for a press', 'busy', actPress('remove'), busy, {}],
    [
      'a request from a screen that has not followed',
      'old-screen',
      actPress('remove', { sequence: 5 }),
      station(DONE),
      {},
    ],
    [
      'a tap right after the stage changed',
      'changed',
      actPress('remove'),
      station(DONE),
      { shown: shownCard(1_700, 'hand-over', 'op-a', 1_500) },
    ],
    ['a card that has left', 'changed', actPress('remove'), withoutCard(station(DONE), CARD), {}],
    [
      'an operation that D1 named since',
      'changed',
      actPress('remove', { operationId: null }),
      station(DONE),
      { shown: shownCard(1_700, 'wait', null) },
    ],
    ['rejecting a card that is not printed yet', 'not-allowed', rejectPress(), station(READY), {}],
    [
      'storing a card that must not be handed over',
      'not-allowed',
      actPress('store'),
      station(PROD_EXCEPTION),
      { shown: forbidden },
    ],
    [
      'deciding over what D1 says',
      'not-allowed',
      actPress('decide-elsewhere', { second: 'present' }),
      station(DONE),
      {},
    ],
    [
      'rejecting what the customer has',
      'not-allowed',
      rejectPress(),
      under(station(DONE), 'handed-over'),
      { shown: forbidden },
    ],
    [
      '"good after all" of a card that nobody rejected',
      'not-allowed',
      rejectPress({ outcome: 'good-after-all' }),
      station(DONE),
      {},
    ],
    [
      '"good after all" of what D1 failed',
      'not-allowed',
      rejectPress({ outcome: 'good-after-all' }),
      station(PROD_EXCEPTION),
      { shown: forbidden },
    ],
    [
      'a rejection without the second person it needs',
      'second-person',
      rejectPress(),
      station(DONE),
      { rules: { secondForReject: true } },
    ],
    ['a rejection by nobody', 'identity', rejectPress(), station(DONE), { rules: { identity: 'badge' } }],
    ['a rejection that cannot be recorded', 'ledger', rejectPress(), withLedger(station(DONE), 'failing'), {}],
    [
      'storing what cannot be recorded',
      'ledger',
      actPress('store'),
      withFault(station(DONE), 'ledger', full, at(1_600)),
      {},
    ],
  ];

  it.each(refusals)('%s: %s', (_words, why, press, state, changed) => {
    expect(plan(press, state, changed)).toEqual({ kind: 'refused', why });
  });

  it('does not keep staff from clearing the screen while nothing can be recorded', () => {
    expect(plan(actPress('remove'), withLedger(station(DONE), 'failing'))).toEqual({ kind: 'unrecorded' });
  });

  it('a handover is no act of this kind: an open check list makes none of these a handover', () => {
    const open = withDialog(station(DONE), 'hand-over', CARD, at(1_500));
    expect(plan(actPress('remove'), open)).toMatchObject({ action: { kind: 'removed' } });
  });
});

describe('undo', () => {
  const action = recorded(41, 'handed-over', {
    by: 'AB',
    second: 'CD',
    endTime: 1,
    answerAt: 2,
    correlationId: 'call',
  });
  const card = { cardId: CARD, pinnedOperationId: null, reference: null };
  const state: StationState = { ...station(REQUESTED), undoable: { action, card, until: at(31_000) } };

  it('records what it takes back, and in the name of nobody: who presses is not asked', () => {
    expect(planUndo(state, 41, at(30_999))).toEqual({
      kind: 'record',
      action: {
        kind: 'undone',
        at: at(30_999).wall,
        cardId: CARD,
        operationId: 'op-a',
        by: null,
        second: null,
        reason: null,
        outcome: null,
        endTime: null,
        correlationId: null,
        answerAt: null,
        undoes: 41,
      },
    });
  });

  it.each([
    ['when its time is over', state, 41, at(31_000)],
    ['when its time is over by the wall clock: the machine slept', state, 41, at(2_000, 29_000)],
    ['of an older action than the newest', state, 40, at(2_000)],
    ['of nothing', { ...state, undoable: null }, 41, at(2_000)],
  ] as const)('is too late %s', (_words, from, number, now) => {
    expect(planUndo(from, number, now)).toEqual({ kind: 'refused', why: 'too-late' });
  });

  it('waits while D1 is asked for a press, however late it is: the check is not taken off the screen', () => {
    const desk = { kind: 'checking', cardId: OTHER_CARD, operationId: 'op-x', reference: null, at: at(1_900) } as const;
    expect(planUndo({ ...state, desk }, 41, at(2_000))).toEqual({ kind: 'refused', why: 'busy' });
    expect(planUndo({ ...state, desk }, 41, at(31_000))).toEqual({ kind: 'refused', why: 'busy' });
  });

  it('is refused while nothing can be recorded', () => {
    expect(planUndo(withLedger(state, 'failing'), 41, at(2_000))).toEqual({ kind: 'refused', why: 'ledger' });
  });
});

it('a verdict is judged anew for every act: what the snapshot said allows nothing', () => {
  for (const verdict of ['wait', 'hand-over', 'cannot-tell', 'do-not-hand-over'] satisfies Verdict[])
    expect(plan(rejectPress(NOBODY), station(READY), { shown: shownCard(1_700, verdict) })).toEqual({
      kind: 'refused',
      why: 'not-allowed',
    });
});
