import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  draftStep,
  EMPTY_DRAFT,
  isNamed,
  isSamePerson,
  padded,
  type DraftStep,
} from '../../../../renderer/store/draft.ts';

const filled = (...steps: DraftStep[]) => steps.reduce(draftStep, EMPTY_DRAFT);

describe('filling in a dialog', () => {
  it('takes four digits and nothing else, whatever is typed or pasted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(filled({ kind: 'digits', text }).lastFour).toMatch(/^[0-9]{0,4}$/);
      }),
    );
    expect(filled({ kind: 'digits', text: '48x 21 9' }).lastFour).toBe('4821');
  });

  it('takes initials of any script as large letters, four at most', () => {
    expect(filled({ kind: 'initials', person: 'by', text: 'a1b ' }).by).toBe('AB');
    expect(filled({ kind: 'initials', person: 'second', text: 'éøžýq' }).second).toBe('ÉØŽÝ');
    expect(['A', 'AB', 'ABCD', 'Ab1'].map((name) => isNamed(name, 'initials'))).toEqual([false, true, true, false]);
  });

  it('ticks and unticks, each point for itself', () => {
    const once = filled({ kind: 'tick', point: 'print' }, { kind: 'item', position: 2 }, { kind: 'item', position: 0 });
    expect(once).toMatchObject({ print: true, readBack: false, present: false, items: [2, 0] });
    expect(draftStep(once, { kind: 'item', position: 2 }).items).toEqual([0]);
    expect(draftStep(once, { kind: 'tick', point: 'print' }).print).toBe(false);
  });

  it('puts the first badge to the first person and the next to the second, where one is asked for', () => {
    const badge = (text: string, secondAsked: boolean): DraftStep => ({ kind: 'badge', badge: text, secondAsked });
    expect(filled(badge('B-1', true), badge('B-2', true))).toMatchObject({ by: 'B-1', second: 'B-2' });
    expect(isSamePerson(filled(badge('B-1', true), badge('B-1', true)))).toBe(true);
    expect(filled(badge('B-1', true), badge('B-1', true), badge('B-3', true)).second).toBe('B-3');
    expect(filled(badge('B-1', false), badge('B-2', false))).toMatchObject({ by: 'B-2', second: '' });
    expect(filled(badge('B-1', true), { kind: 'clear', person: 'by' }).by).toBe('');
  });

  it('adds and erases by the pad', () => {
    expect(padded('48', '2')).toBe('482');
    expect(padded('48', null)).toBe('4');
    expect(padded('', null)).toBe('');
  });
});
