import { describe, expect, it } from 'vitest';

import { checkPersons, type Persons, type StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { RULES } from './staff-builders.ts';

type Row = readonly [by: string | null, second: string | null, needed: boolean, result: Persons | string];

function check(rules: Partial<StaffRules>, [by, second, needed]: Row): Persons | string {
  const checked = checkPersons({ by, second }, { ...RULES, ...rules }, needed);
  return checked.kind === 'ok' ? checked.persons : checked.why;
}

describe('where staff are not named', () => {
  it.each<Row>([
    [null, null, false, { by: null, second: null }],
    ['AB', 'CD', false, { by: null, second: null }],
    [null, null, true, 'second-person'],
    [null, 'CD', true, 'second-person'],
    [null, '', true, 'second-person'],
    [null, 'present', true, { by: null, second: 'present' }],
    ['present', 'present', true, { by: null, second: 'present' }],
  ])('%s and %s, second needed: %s', (...row) => {
    expect(check({ identity: 'none' }, row)).toEqual(row[3]);
  });
});

describe('by initials', () => {
  it.each<Row>([
    ['ab', null, false, { by: 'AB', second: null }],
    [' Abcd ', null, false, { by: 'ABCD', second: null }],
    ['عم', null, false, { by: 'عم', second: null }],
    ['éa', null, false, { by: 'ÉA', second: null }],
    ['A', null, false, 'identity'],
    ['ABCDE', null, false, 'identity'],
    ['A1', null, false, 'identity'],
    ['A B', null, false, 'identity'],
    ['AB\nCD', null, false, 'identity'],
    ['', null, false, 'identity'],
    [null, 'CD', false, 'identity'],
    ['AB', 'CD', false, { by: 'AB', second: 'CD' }],
    ['AB', 'C', false, { by: 'AB', second: null }],
    ['AB', 'C', true, 'second-person'],
    ['AB', null, true, 'second-person'],
    ['AB', 'present', true, 'second-person'],
    ['AB', 'cd', true, { by: 'AB', second: 'CD' }],
    ['AB', ' ab', true, 'same-person'],
    ['AB', 'ab', false, 'same-person'],
  ])('%s and %s, second needed: %s', (...row) => {
    expect(check({ identity: 'initials' }, row)).toEqual(row[3]);
  });
});

describe('by badge', () => {
  it.each<Row>([
    ['B-1', null, false, { by: 'B-1', second: null }],
    ['123', 'abc', true, { by: '123', second: 'abc' }],
    [`${'7'.repeat(32)} `, null, false, { by: '7'.repeat(32), second: null }],
    ['7'.repeat(33), null, false, 'identity'],
    ['12', null, false, 'identity'],
    ['B_1', null, false, 'identity'],
    ['xB-1 y', null, false, 'identity'],
    [null, null, false, 'identity'],
    ['b-12', 'B-12', true, 'same-person'],
  ])('of any form: %s and %s, second needed: %s', (...row) => {
    expect(check({ identity: 'badge' }, row)).toEqual(row[3]);
  });

  it.each<Row>([
    ['B000123', null, false, { by: 'B000123', second: null }],
    ['B00012', null, false, 'identity'],
    ['123', null, false, 'identity'],
    ['B000123', '123', true, 'second-person'],
    ['B000123', 'B000124', true, { by: 'B000123', second: 'B000124' }],
  ])("of the bank's form: %s and %s, second needed: %s", (...row) => {
    expect(check({ identity: 'badge', badge: (text) => /^B[0-9]{6}$/u.test(text) }, row)).toEqual(row[3]);
  });
});
