/** Any single change of the rows is found: fields, missing, swapped, doubled and added rows. */
import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { storable, type RawRow, type SignedRow } from '../../../../main/ledger/action-row.ts';
import { beginWalk, step, type Tail } from '../../../../main/ledger/chain.ts';
import { diagnose, type Diagnosis } from '../../../../main/ledger/diagnose.ts';
import { signedAfter } from '../../../../main/ledger/keeper.ts';
import { staffAction } from '../../../../main/tracking/staff-action.ts';
import { ACTION_KINDS, REJECT_OUTCOMES, REJECT_REASONS } from '../../../../main/tracking/words.ts';
import { action, NOON, Profile, recorded } from './ledger-under-test.ts';

const KEY = randomBytes(32);
const LEDGER = 'ledger';
const EMPTY = { count: 0, mac: '', digest: '', at: null };

const text = fc.string({ unit: 'binary', maxLength: 8 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);
const instant = fc.integer({ min: 0, max: NOON * 2 });
const actions = fc.record({
  kind: fc.constantFrom(...ACTION_KINDS),
  at: instant,
  cardId: text,
  operationId: maybe(text),
  by: maybe(text),
  second: maybe(text),
  reason: maybe(fc.constantFrom(...REJECT_REASONS)),
  outcome: maybe(fc.constantFrom(...REJECT_OUTCOMES)),
  endTime: maybe(instant),
  correlationId: maybe(text),
  answerAt: maybe(instant),
  undoes: maybe(fc.nat()),
  note: maybe(text),
});

const chains = fc.array(actions, { minLength: 2, maxLength: 8 }).map((all) => {
  const rows: SignedRow[] = [];
  for (const one of all) {
    const before = rows.at(-1);
    const tail: Tail = { count: rows.length, mac: before?.mac ?? '' };
    rows.push(signedAfter(KEY, LEDGER, tail, tail.count + 1, { ...one, covers: null }));
  }
  return rows;
});

/** What a start says of these rows, where file and keychain both know `signed` as the whole of it. */
function judge(rows: readonly RawRow[], signed: readonly SignedRow[]): Diagnosis {
  const tail = { count: signed.length, mac: signed.at(-1)?.mac ?? '' };
  const sorted = [...rows].sort((one, other) => Number(one.number) - Number(other.number));
  const walk = sorted.reduce((so, row) => step(so, row, KEY, LEDGER), beginWalk(EMPTY, true, tail.count));
  return diagnose(
    { facts: { ledgerId: LEDGER, born: 'fresh', tail, checkpoint: EMPTY }, tailSealed: true, walk, indexProblem: null },
    { key: { kind: 'value', value: KEY }, head: { kind: 'value', value: { ledgerId: LEDGER, ...tail } } },
  );
}

const TROUBLE = { kind: 'trouble', cause: 'chain-broken' };
const index = fc.nat();

describe('the chain', () => {
  it('as it was written is whole', () => {
    fc.assert(
      fc.property(chains, (rows) => {
        expect(judge(rows, rows)).toEqual({ kind: 'whole' });
      }),
    );
  });

  it('finds any one changed field of any row', () => {
    const fields = Object.keys(staffAction({ kind: 'stored', at: 0, cardId: '' })) as (keyof SignedRow)[];
    const any = fc.oneof(text, fc.integer(), fc.constant(null), fc.bigInt());
    fc.assert(
      fc.property(
        chains,
        index,
        fc.constantFrom(
          ...fields,
          'number' as const,
          'note' as const,
          'covers' as const,
          'prev' as const,
          'mac' as const,
        ),
        any,
        (rows, at, field, value) => {
          const row = rows[at % rows.length]!;
          const same = typeof value === 'bigint' ? Number(value) === row[field] : value === row[field];
          fc.pre(!same);
          const changed = rows.map((one) => (one === row ? { ...one, [field]: value } : one));
          expect(judge(changed, rows)).toMatchObject(TROUBLE);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds any missing row', () => {
    fc.assert(
      fc.property(chains, index, (rows, at) => {
        const missing = rows.filter((_row, position) => position !== at % rows.length);
        expect(judge(missing, rows)).toMatchObject(TROUBLE);
      }),
    );
  });

  it('finds two rows that were swapped, with or without their numbers', () => {
    fc.assert(
      fc.property(chains, index, index, fc.boolean(), (rows, one, other, linked) => {
        const [first, second] = [one % rows.length, other % rows.length];
        fc.pre(first !== second);
        const swapped = rows.map((row, at) => {
          const from = at === first ? rows[second]! : at === second ? rows[first]! : row;
          return { ...from, number: row.number, ...(linked ? { prev: row.prev } : {}) };
        });
        expect(judge(swapped, rows)).toMatchObject(TROUBLE);
      }),
    );
  });

  it('finds a doubled row, at the end or pushed in between', () => {
    fc.assert(
      fc.property(chains, index, index, (rows, of, place) => {
        const copy = rows[of % rows.length]!;
        const at = place % (rows.length + 1);
        const doubled = [...rows.slice(0, at), copy, ...rows.slice(at)].map((row, position) => ({
          ...row,
          number: position + 1,
        }));
        expect(judge(doubled, rows)).toMatchObject(TROUBLE);
      }),
    );
  });

  it('finds a row that was added without the key', () => {
    fc.assert(
      fc.property(chains, actions, (rows, one) => {
        const tail = { count: rows.length, mac: rows.at(-1)!.mac };
        const forged = signedAfter(randomBytes(32), LEDGER, tail, tail.count + 1, { ...one, covers: null });
        expect(judge([...rows, forged], rows)).toMatchObject(TROUBLE);
      }),
    );
  });

  it('finds a row of the same key and another ledger', () => {
    fc.assert(
      fc.property(chains, actions, (rows, one) => {
        const tail = { count: rows.length, mac: rows.at(-1)!.mac };
        const foreign = signedAfter(KEY, 'another', tail, tail.count + 1, { ...one, covers: null });
        expect(judge([...rows, foreign], rows)).toMatchObject(TROUBLE);
      }),
    );
  });
});

describe('any text that an action can hold', () => {
  it('is the same after it was stored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 4, maxLength: 4 }),
        async ([cardId = '', by, second, operationId]) => {
          const profile = new Profile();
          const given = action(1, { cardId, by: by ?? null, second: second ?? null, operationId: operationId ?? null });
          const kept = await profile.run(async (ledger) => await recorded(ledger.record(given, null)));
          const { number, ...fields } = kept;
          expect(number).toBe(1);
          expect(storable({ ...fields, number, note: null, covers: null, prev: '' })).toMatchObject(fields);
          const { ledger, unlocked } = await profile.unlocked();
          expect(unlocked).toEqual({ standing: 'accepted', headFault: null });
          expect(ledger.actionsSince(0)).toEqual({ kind: 'actions', actions: [kept] });
          ledger.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
