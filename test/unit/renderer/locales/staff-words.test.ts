import { describe, expect, it } from 'vitest';

import type { MarkView } from '../../../../main/ipc/contract.ts';
import {
  ACT_REFUSALS,
  ACTION_KINDS,
  CARD_ACTS,
  DIALOGS,
  PROOFS,
  REJECT_OUTCOMES,
  REJECT_REASONS,
} from '../../../../main/tracking/words.ts';
import { faultAction } from '../../../../renderer/locales/fault-text.ts';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import type { Line } from '../../../../renderer/locales/line.ts';
import {
  actLine,
  checkingTime,
  detailsText,
  markInstruction,
  markListed,
  markWhen,
  markWord,
  outcomesFor,
  refusalLines,
  rejectLines,
  secondsLeft,
  undoAction,
  undoWhat,
} from '../../../../renderer/locales/staff-text.ts';
import { faultView } from '../../views.ts';

const words = createWords();
function say(line: Line): string {
  const said = words.t(line.otherwise === undefined ? line.key : [line.key, line.otherwise], { ...line.values });
  expect(said, line.key).not.toBe(line.key);
  expect(said, line.key).not.toMatch(/\{\{|undefined|null|NaN/);
  return said;
}
const mark = (over: Partial<MarkView> = {}): MarkView => ({
  kind: 'handed-over',
  at: 1,
  by: 'AB',
  second: null,
  outcome: null,
  ...over,
});
const marked = (over: Partial<MarkView> = {}): string => {
  const each = mark(over);
  return `${say(markWord(each))}: ${say(markInstruction(each, say(markWhen(each, () => '10:41'))))}`;
};

describe('every word is there', () => {
  it('for each act, dialog, proof, reason and outcome', () => {
    const keys = [
      ...CARD_ACTS.map((act) => `act.${act}`),
      ...DIALOGS.flatMap((dialog) => ['title', 'explain', 'confirm'].map((part) => `dialog.${dialog}.${part}`)),
      ...['gone', 'todo', 'sent', 'cancel'].map((part) => `dialog.${part}`),
      ...['title', 'explain'].flatMap((part) =>
        ['again', 'good-after-all'].map((what) => `dialog.reject.${part}-${what}`),
      ),
      'dialog.reject.confirm-good-after-all',
      'act.reject-again',
      ...PROOFS.map((proof) => `check.${proof}`),
      ...['reference', 'card-id'].map((proof) => `check.same.${proof}`),
      ...REJECT_REASONS.map((reason) => `reject.reason.${reason}`),
      ...REJECT_OUTCOMES.map((outcome) => `reject.outcome.${outcome}`),
      ...['initials', 'badge'].flatMap((form) => ['', '-second', '-optional'].map((which) => `who.${form}${which}`)),
    ];
    for (const key of keys) say({ key });
    for (const place of ['stored', 'parked']) say({ key: `shelf.${place}`, values: { age: '2 min' } });
    for (const kind of ACTION_KINDS) say(undoWhat({ kind }));
    say(undoAction({ leftMs: 26_400 }));
  });

  it('for each mark, with and without names', () => {
    for (const kind of ['handed-over', 'rejected', 'decided-elsewhere'] as const)
      for (const outcome of [...REJECT_OUTCOMES, null])
        for (const [by, second] of [
          [null, null],
          [null, 'present'],
          ['AB', null],
          ['AB', 'CD'],
        ] as const) {
          marked({ kind, outcome, by, second });
          say(markListed(mark({ kind })));
        }
  });
});

describe('a refusal', () => {
  it('says what happened, that nothing was recorded, and what to do now, for each cause in its own words', () => {
    const said = ACT_REFUSALS.map((why) => {
      const { what, nothing, now } = refusalLines(why);
      // What cannot be undone stays in the record: to say that nothing was recorded would be wrong there.
      expect(say(nothing)).toBe(why === 'too-late' ? 'Nothing was taken back.' : 'Nothing was recorded.');
      return [say(what), say(now)];
    });
    expect(new Set(said.map(([what]) => what)).size).toBe(ACT_REFUSALS.length);
  });

  it('tells to keep the card wherever a handover may have been meant and D1 or the record stood against it', () => {
    for (const why of [
      'withdrawn',
      'no-answer',
      'too-soon',
      'ledger',
      'last-four',
      'check-list',
      'identity',
      'not-allowed',
    ] as const) {
      expect(say(refusalLines(why).now)).toMatch(/^Keep the card/);
    }
  });
});

describe('a mark', () => {
  it('says who did what and when, in other words than a failure of D1', () => {
    expect(marked()).toBe('ALREADY HANDED OVER: A card was given: 10:41 by AB. Keep this one and call branch support.');
    expect(marked({ kind: 'rejected', outcome: 'destroyed', second: 'CD' })).toBe(
      'REJECTED: Destroyed: 10:41 by AB and CD. If you hold the card, call branch support.',
    );
    expect(marked({ kind: 'decided-elsewhere', by: null, second: 'present' })).toBe(
      'GIVEN WITHOUT D1: 10:41, two persons present. D1 had not confirmed it. Keep this card and call branch support.',
    );
  });

  it('never reads as an invitation', () => {
    for (const kind of ['handed-over', 'rejected', 'decided-elsewhere'] as const)
      for (const outcome of [...REJECT_OUTCOMES, null])
        expect(marked({ kind, outcome })).not.toMatch(/hand (it )?over/i);
  });

  it('offers "good after all" on a rejected card only', () => {
    expect(outcomesFor({ mark: null })).not.toContain('good-after-all');
    expect(outcomesFor({ mark: mark() })).not.toContain('good-after-all');
    expect(outcomesFor({ mark: mark({ kind: 'rejected' }) })).toEqual([...REJECT_OUTCOMES]);
  });

  it('of a rejection has its outcome changed: nothing there says that the card is rejected once more', () => {
    const rejected = { mark: mark({ kind: 'rejected' }) };
    expect(say(actLine('reject', rejected))).toBe('Change the outcome');
    expect(say(actLine('remove', rejected))).toBe('Remove from screen');
    for (const fresh of [{ mark: null }, { mark: mark() }]) expect(say(actLine('reject', fresh))).toBe('Reject');
    const titles = (card: typeof rejected | { mark: null }, outcome: (typeof REJECT_OUTCOMES)[number] | null) => {
      const { title, explain, confirm } = rejectLines(card, outcome);
      return [title, explain, confirm].map(say);
    };
    expect(titles({ mark: null }, 'destroyed')).toEqual([
      'Reject this card',
      'The customer does not get this card.',
      'Record as rejected',
    ]);
    expect(titles(rejected, null)[0]).toBe('Change the outcome');
    expect(titles(rejected, 'good-after-all')).toEqual([
      'The card is good after all',
      'The rejection is lifted. The screen then says what D1 says.',
      'Record as good after all',
    ]);
  });
});

describe('a fault of the record', () => {
  it('does not say that nothing can be recorded where a new record was begun', () => {
    const lost = faultView({ family: 'ledger', cause: 'lost', owner: 'branch-it' });
    expect(say(faultAction(lost, 'failing'))).toMatch(/^Nothing can be recorded/);
    expect(say(faultAction(lost, 'unaccepted'))).toMatch(/with a second person/);
    expect(say(faultAction({ ...lost, cause: 'full' }, 'unaccepted'))).toMatch(/^Nothing can be recorded/);
  });
});

describe('numbers that run', () => {
  it('end at one second and never pass the limit', () => {
    expect([26_400, 1_000, 1, 0].map(secondsLeft)).toEqual([27, 1, 1, 1]);
    expect(say(checkingTime(1_600, 4_000))).toBe('2 s (at most 4 s)');
    expect(say(checkingTime(60_000, 4_000))).toBe('4 s (at most 4 s)');
  });

  it('says of the plastic what is known and no more', () => {
    expect(detailsText(null)).toBeNull();
    expect(detailsText({ scheme: null, product: null, expiry: null })).toBeNull();
    expect(detailsText({ scheme: 'VISA', product: null, expiry: '11/29' })).toBe('VISA · 11/29');
  });
});
