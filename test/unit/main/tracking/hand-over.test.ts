import { describe, expect, it } from 'vitest';

import { withChecking, withDialog } from '../../../../main/tracking/desk-transitions.ts';
import { afterPressRead, checkPress, type PressRead } from '../../../../main/tracking/hand-over.ts';
import type { RecordedAction, StaffMark } from '../../../../main/tracking/staff-action.ts';
import type { StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { withFault } from '../../../../main/tracking/station-faults.ts';
import {
  withAnswersVoided,
  withCard,
  withDetails,
  withLedger,
  withoutCard,
  withTrackEvent,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import {
  at,
  CARD,
  DONE,
  END,
  NEWER_START,
  OTHER_CARD,
  PROD_EXCEPTION,
  produce,
  READY,
  REQUESTED,
  type Pair,
} from './builders.ts';
import {
  ALL_CHECKED,
  greenStation,
  handOverPress,
  NOBODY,
  openStation,
  recorded,
  RULES,
  shownCard,
  timing,
  told,
} from './staff-builders.ts';

const LEDGER_FULL = { family: 'ledger', cause: 'full', detail: '', correlationId: null } as const;
const KEYCHAIN_LOCKED = { family: 'keychain', cause: 'locked', detail: '', correlationId: null } as const;

function marked(state: StationState, ...actions: readonly RecordedAction[]): StationState {
  const marks = actions.map((action): StaffMark => ({ kind: 'handed-over', action }));
  return withTrackEvent(state, CARD, { kind: 'marked', marks, at: at(1_200) });
}

/** A scan named another operation: nothing is known of that one yet. */
function repinned(state: StationState): StationState {
  return withCard(state, { cardId: CARD, pinnedOperationId: 'op-b', reference: null }, at(1_900));
}

/** A slip of the same card with another reference was scanned. */
function renamed(state: StationState): StationState {
  return withCard(state, { cardId: CARD, pinnedOperationId: null, reference: 'B 2' }, at(2_200));
}

interface Setting {
  readonly state: StationState;
  readonly press: Partial<ReturnType<typeof handOverPress>>;
  readonly shown: ReturnType<typeof shownCard>;
  readonly rules: Partial<StaffRules>;
  readonly nowMs: number;
}

/** What comes of a press that is right in everything but what the test changes. */
function press(changed: Partial<Setting> = {}): ReturnType<typeof checkPress> {
  const { state = greenStation(), shown = shownCard(1_700), rules = {}, nowMs = 2_000 } = changed;
  return checkPress(state, handOverPress(changed.press), shown, { ...RULES, ...rules }, timing(at(nowMs)));
}

describe('pressing "Hand over"', () => {
  it('asks D1 once more when everything on the screen holds', () => {
    expect(press()).toEqual({ kind: 'ask', persons: { by: null, second: null } });
  });

  it('passes the persons on as they are recorded', () => {
    const rules = { identity: 'initials', secondForHandOver: true } as const;
    expect(press({ rules, press: { by: ' ab ', second: 'cd' } })).toEqual({
      kind: 'ask',
      persons: { by: 'AB', second: 'CD' },
    });
  });

  const other = withDialog(greenStation(), 'hand-over', CARD, at(1_500));
  const refusals: readonly (readonly [words: string, why: string, changed: Partial<Setting>])[] = [
    [
      'another press is being checked',
      'busy',
      {
        state: {
          ...other,
          desk: { kind: 'checking', cardId: CARD, operationId: 'op-a', reference: null, at: at(1_900) },
        },
      },
    ],
    ['a snapshot that is not known', 'old-screen', { press: { sequence: 99 } }],
    ['a snapshot of five seconds ago', 'old-screen', { nowMs: 6_701 }],
    ['a card that came on stage just now', 'changed', { shown: shownCard(1_700, 'hand-over', 'op-a', 1_401) }],
    ['another card than the one on stage', 'changed', { press: { cardId: OTHER_CARD } }],
    ['another operation than the one on stage', 'changed', { press: { operationId: 'op-b' } }],
    ['a card that has left meanwhile', 'changed', { state: withoutCard(greenStation(), CARD) }],
    [
      'a newer order since the snapshot',
      'changed',
      { state: told(greenStation(), [produce(DONE, { operationId: 'op-b', startTime: NEWER_START })], 1_900) },
    ],
    ['a card that was pinned to another operation since', 'changed', { state: repinned(greenStation()) }],
    ['a screen that did not say hand-over', 'withdrawn', { shown: shownCard(1_700, 'cannot-tell') }],
    ['a failure since the snapshot', 'withdrawn', { state: told(greenStation(), [produce(PROD_EXCEPTION)], 1_900) }],
    [
      'a handover of this operation, already recorded',
      'withdrawn',
      { state: marked(greenStation(), recorded(1, 'handed-over')) },
    ],
    ['clocks that jumped', 'withdrawn', { state: withAnswersVoided(greenStation(), at(1_900)) }],
    ['no dialog', 'check-list', { state: { ...greenStation(), desk: { kind: 'free' } } }],
    ['a dialog about something else', 'check-list', { state: withDialog(greenStation(), 'reject', CARD, at(1_500)) }],
    [
      'a dialog about another card',
      'check-list',
      {
        state: {
          ...greenStation(),
          desk: {
            kind: 'open',
            dialog: 'hand-over',
            cardId: OTHER_CARD,
            operationId: 'op-a',
            reference: null,
            at: at(1_500),
          },
        },
      },
    ],
    ['a slip with another reference since', 'changed', { state: renamed(greenStation()) }],
    ['what was not read back', 'check-list', { press: { checks: { ...ALL_CHECKED, readBack: false } } }],
    [
      'the wrong four digits',
      'last-four',
      {
        state: withDetails(greenStation(), CARD, { scheme: null, lastFour: '1234', expiry: null, product: null }),
        press: { checks: { ...ALL_CHECKED, lastFour: '1243' } },
      },
    ],
    ['a record that is not open yet', 'ledger', { state: withLedger(greenStation(), 'opening') }],
    ['a record in trouble', 'ledger', { state: withLedger(greenStation(), 'failing') }],
    ['a full disk', 'ledger', { state: withFault(greenStation(), 'ledger', LEDGER_FULL, at(1_600)) }],
    [
      'a head that is not safe in the keychain',
      'ledger',
      { state: withFault(greenStation(), 'ledger-head', KEYCHAIN_LOCKED, at(1_600)) },
    ],
    ['nobody named where names are asked', 'identity', { rules: { identity: 'initials' } }],
    ['one person where two are asked', 'second-person', { rules: { secondForHandOver: true } }],
    ['one person with a record that began anew', 'second-person', { state: withLedger(greenStation(), 'unaccepted') }],
    [
      'one person twice',
      'same-person',
      { rules: { identity: 'initials', secondForHandOver: true }, press: { by: 'AB', second: 'ab' } },
    ],
  ];

  it.each(refusals)('is refused for %s: %s', (_words, why, changed) => {
    expect(press(changed)).toEqual({ kind: 'refused', why });
  });

  it('is not accepted a moment after green has lapsed, however new the snapshot is', () => {
    const shown = shownCard(60_900);
    expect(press({ shown, nowMs: 60_999 })).toMatchObject({ kind: 'ask' });
    expect(press({ shown, nowMs: 61_000 })).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('with a record that began anew is accepted from two people', () => {
    const state = withLedger(greenStation(), 'unaccepted');
    expect(press({ state, press: { second: 'present' } })).toEqual({
      kind: 'ask',
      persons: { by: null, second: 'present' },
    });
  });

  it('does not mind trouble that has nothing to do with the record', () => {
    const state = withFault(greenStation(), 'clock', { ...KEYCHAIN_LOCKED, family: 'clock', cause: 'skew' }, at(1_600));
    expect(press({ state })).toMatchObject({ kind: 'ask' });
  });
});

describe('what D1 says after the press', () => {
  const PRESSED = { pressedAt: at(2_000), pressMs: 4_000 };
  const ANSWERED: PressRead = { kind: 'answered' };
  const persons = { by: 'AB', second: null };

  function after(
    state: StationState,
    read: PressRead = ANSWERED,
    nowMs = 2_400,
    who: Parameters<typeof afterPressRead>[2] = persons,
    pressMs = PRESSED.pressMs,
  ): ReturnType<typeof afterPressRead> {
    return afterPressRead(state, handOverPress(), who, { ...PRESSED, pressMs }, read, timing(at(nowMs)));
  }

  const confirmed = told(greenStation(), [produce(DONE, { endTime: END })], 2_100, 2_350);

  it('is recorded with everything that proves it', () => {
    expect(after(confirmed)).toEqual({
      kind: 'record',
      action: {
        kind: 'handed-over',
        at: at(2_400).wall,
        cardId: CARD,
        operationId: 'op-a',
        by: 'AB',
        second: null,
        reason: null,
        outcome: null,
        endTime: Date.parse(END),
        correlationId: 'call-2100',
        answerAt: at(2_100).wall,
        undoes: null,
      },
    });
  });

  it('is recorded without an end time when D1 gives none', () => {
    expect(after(told(greenStation(), [produce(DONE)], 2_000), ANSWERED, 2_400, NOBODY)).toMatchObject({
      action: { endTime: null, by: null, second: null },
    });
  });

  it('counts from the very moment of the press', () => {
    expect(after(told(greenStation(), [produce(DONE)], 2_000))).toMatchObject({ kind: 'record' });
    expect(after(told(greenStation(), [produce(DONE)], 1_999, 2_300))).toEqual({
      kind: 'refused',
      why: 'no-answer',
    });
  });

  it.each<[PressRead['kind'], string]>([
    ['fault', 'no-answer'],
    ['too-late', 'no-answer'],
    ['too-soon', 'too-soon'],
  ])('a read that ended as %s records nothing, though the card is green: %s', (kind, why) => {
    expect(after(confirmed, { kind })).toEqual({ kind: 'refused', why });
  });

  it.each<[string, Pair | null]>([
    ['failed', PROD_EXCEPTION],
    ['only requested', REQUESTED],
    ['at the printer', READY],
    ['done in other letters', ['SUCCESSFUL', 'card_prod_done']],
    ['not known', null],
  ])('a card that is %s is not recorded', (_words, pair) => {
    const state = told(greenStation(), pair === null ? [] : [produce(pair)], 2_100);
    expect(after(state)).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('a DONE of a newer order is not the one that was pressed', () => {
    const newer = produce(DONE, { operationId: 'op-b', startTime: NEWER_START });
    expect(after(told(greenStation(), [newer], 2_100))).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('a card that was taken away meanwhile is not recorded', () => {
    expect(after(withoutCard(confirmed, CARD))).toEqual({ kind: 'refused', why: 'changed' });
  });

  it('a card that was pinned to another operation meanwhile is not recorded', () => {
    expect(after(repinned(confirmed))).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('a card whose slip has another reference meanwhile is not recorded: that one was not read back', () => {
    const checking = withChecking(confirmed, handOverPress(), at(2_000));
    expect(after(checking)).toMatchObject({ kind: 'record' });
    expect(after(renamed(checking))).toEqual({ kind: 'refused', why: 'changed' });
  });

  it('what staff did meanwhile lies over the DONE', () => {
    expect(after(marked(confirmed, recorded(1, 'handed-over')))).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('an answer that a clock jump made stale is none', () => {
    expect(after(withAnswersVoided(confirmed, at(2_380)))).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('a DONE that is old by the time it would be recorded is none', () => {
    expect(after(confirmed, ANSWERED, 62_099, persons, 90_000)).toMatchObject({ kind: 'record' });
    expect(after(confirmed, ANSWERED, 62_100, persons, 90_000)).toEqual({ kind: 'refused', why: 'withdrawn' });
  });

  it('a DONE that is judged later than D1 may take, because the machine slept meanwhile, is none', () => {
    const slept = (ms: number) => timing({ mono: at(2_400).mono, wall: at(2_000).wall + ms });
    const judged = (ms: number) => afterPressRead(confirmed, handOverPress(), persons, PRESSED, ANSWERED, slept(ms));
    expect(judged(6_000)).toMatchObject({ kind: 'record' });
    expect(judged(6_001)).toEqual({ kind: 'refused', why: 'no-answer' });
    expect(after(confirmed, ANSWERED, 8_001)).toEqual({ kind: 'refused', why: 'no-answer' });
  });

  it('nothing is recorded by one person alone where the record began anew meanwhile', () => {
    const begun = withLedger(confirmed, 'unaccepted');
    expect(after(begun)).toEqual({ kind: 'refused', why: 'second-person' });
    expect(after(begun, ANSWERED, 2_400, { by: 'AB', second: 'CD' })).toMatchObject({ kind: 'record' });
  });

  it('nothing is recorded where the record got into trouble meanwhile', () => {
    expect(after(withLedger(confirmed, 'failing'))).toEqual({ kind: 'refused', why: 'ledger' });
    expect(after(withFault(confirmed, 'ledger', LEDGER_FULL, at(2_300)))).toEqual({ kind: 'refused', why: 'ledger' });
  });

  it('a card that was never green before the press is judged by what D1 says now', () => {
    expect(after(told(openStation(), [produce(DONE)], 2_100))).toMatchObject({ kind: 'record' });
  });
});
