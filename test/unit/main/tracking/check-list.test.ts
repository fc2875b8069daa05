import { describe, expect, it } from 'vitest';

import type { CardDetails } from '../../../../main/tracking/card-details.ts';
import { checksProblem, proofOf, type Checks } from '../../../../main/tracking/check-list.ts';
import type { StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { RULES } from './staff-builders.ts';

const NAMELESS = { reference: null };
const NAMED = { reference: 'Desk 2' };
const DETAILS: CardDetails = { scheme: 'VISA', lastFour: '0042', expiry: null, product: null };
const NO_DIGITS: CardDetails = { ...DETAILS, lastFour: null };
const ALL: Checks = { lastFour: null, readBack: true, print: true, items: [] };

function problem(
  checks: Partial<Checks>,
  {
    reference = null,
    details = null,
    rules = {},
  }: {
    reference?: string | null;
    details?: CardDetails | null;
    rules?: Partial<StaffRules>;
  } = {},
): string | null {
  return checksProblem({ ...ALL, ...checks }, { reference }, details, { ...RULES, ...rules });
}

describe('what shows that the plastic is this card', () => {
  it.each([
    ['its digits, where D1 gave them', NAMED, DETAILS, 'last-four'],
    ['else its reference', NAMED, NO_DIGITS, 'reference'],
    ['its reference, where nothing is known', NAMED, null, 'reference'],
    ['else its id', NAMELESS, NO_DIGITS, 'card-id'],
    ['its id, where nothing is known', NAMELESS, null, 'card-id'],
  ] as const)('%s', (_words, track, details, proof) => {
    expect(proofOf(track, details)).toBe(proof);
  });
});

describe('the check list', () => {
  it.each(['0042', null, '042', '42', '0043', ' 0042', '٠٠٤٢', '00420'])(
    'compares the digits letter by letter: %s',
    (lastFour) => {
      expect(problem({ lastFour }, { details: DETAILS })).toBe(lastFour === '0042' ? null : 'last-four');
    },
  );

  it('takes no reading back for digits that are known', () => {
    expect(problem({ lastFour: null, readBack: true }, { details: DETAILS })).toBe('last-four');
    expect(problem({ lastFour: '0042', readBack: false }, { details: DETAILS })).toBeNull();
  });

  it.each(['Desk 2', null])('wants the reference, or the id, read back: %s', (reference) => {
    expect(problem({ readBack: true }, { reference })).toBeNull();
    expect(problem({ readBack: false }, { reference })).toBe('check-list');
    expect(problem({ readBack: false, lastFour: '0042' }, { reference, details: NO_DIGITS })).toBe('check-list');
  });

  it('wants the print looked at where the bank asks for it', () => {
    expect(problem({ print: false })).toBe('check-list');
    expect(problem({ print: false }, { rules: { checkPrint: false } })).toBeNull();
    expect(problem({ lastFour: '0042', print: false }, { details: DETAILS })).toBe('check-list');
  });

  it.each([
    [[], 'check-list'],
    [[0], 'check-list'],
    [[1], 'check-list'],
    [[1, 0], null],
    [[0, 1, 7], null],
    [[1, 2], 'check-list'],
  ])('wants every further point of the bank ticked: %j', (items, result) => {
    expect(problem({ items }, { rules: { checkItems: ['identity seen', 'form signed'] } })).toBe(result);
  });
});
