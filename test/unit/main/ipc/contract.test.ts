import { describe, expect, it } from 'vitest';

import {
  CALLS,
  MAX_SCAN_LENGTH,
  PUSHES,
  type CallName,
  type CardView,
  type StationView,
} from '../../../../main/ipc/contract.ts';
import { FAULT_CAUSES } from '../../../../main/tracking/words.ts';

const CARD: CardView = {
  cardId: 'card',
  reference: null,
  operationId: null,
  phase: 'not-asked',
  verdict: 'wait',
  doubt: null,
  patience: 'normal',
  raw: null,
  reason: null,
  errorCode: null,
  error: null,
  reasonText: null,
  newOrder: false,
  addedAt: 0,
  phaseSince: 0,
  answerAt: null,
  answerAgeMs: null,
  greenForMs: null,
  endedAt: null,
  mark: null,
  acknowledged: false,
  details: null,
  proof: 'card-id',
  acts: [],
};
const VIEW: StationView = {
  sequence: 1,
  at: 0,
  silentAfterMs: 3_000,
  stationName: '',
  persoStation: '',
  version: '',
  testBuild: false,
  environment: null,
  language: 'en',
  theme: 'dark',
  sound: { volume: 60, muted: false, quietUntil: null },
  dimAfterMs: 600_000,
  keyboardLayout: 'as-typed',
  screen: { kind: 'board' },
  connection: { state: 'never', lastContactAgeMs: null, since: 0 },
  faults: [],
  stage: null,
  cards: [CARD],
  maxCards: 1,
  notice: null,
  desk: { kind: 'free' },
  undo: null,
  shelf: [],
  staff: { identity: 'none', secondForHandOver: false, secondForReject: false, checkPrint: true, checkItems: [] },
  ledger: 'accepted',
  administrator: { kind: 'locked' },
};

const REASON = { words: 'w', do: null, call: null };

const GOOD: Readonly<Record<CallName, Record<string, unknown>>> = {
  'station:ready': {},
  'station:watch': { text: 'card', how: 'scanned' },
  'station:focus': { cardId: 'card' },
  'station:acknowledge': { cardId: 'card' },
  'station:bring-back': { cardId: 'card' },
  'station:open': { dialog: 'reject', cardId: 'card' },
  'station:close': {},
  'station:hand-over': {
    cardId: 'card',
    operationId: 'op',
    sequence: 3,
    by: 'AB',
    second: 'CD',
    lastFour: '1234',
    readBack: true,
    print: true,
    items: [0],
  },
  'station:act': { act: 'remove', cardId: 'card', operationId: null, sequence: 3, by: 'AB', second: 'CD' },
  'station:undo': { number: 3 },
  'station:recent': {},
  'station:choose': { choice: 'language', value: 'fr' },
  'station:administrator': { act: 'unlock', pin: '482913' },
  'station:diagnostics': {},
  'station:settings': {},
  'station:self-test': { act: 'start' },
  'station:wipe': {},
  'station:quit': {},
  'station:painted': { sequence: 3 },
};

/** What some keys may be left empty with. */
const NULLABLE: readonly string[] = ['by', 'second', 'lastFour'];

/** Values of another kind than the right one. */
function wrongValues(right: unknown, key: string): readonly unknown[] {
  const kinds: readonly unknown[] = [undefined, null, {}, ['x'], true, 'x'.repeat(600), 7.5];
  return kinds.filter((value) => {
    if (value === null && (right === null || NULLABLE.includes(key))) return false;
    return typeof value !== 'boolean' || typeof right !== 'boolean';
  });
}

describe.each(Object.keys(CALLS) as CallName[])('%s', (name) => {
  const { request } = CALLS[name];

  it('takes what it is meant for and not one key more', () => {
    expect(request.safeParse(GOOD[name]).success).toBe(true);
    expect(request.safeParse({ ...GOOD[name], extra: 1 }).success).toBe(false);
    expect(request.safeParse({ ...GOOD[name], verdict: 'hand-over' }).success).toBe(false);
  });

  it('takes nothing of another kind', () => {
    for (const wrong of [undefined, null, 'text', 7, [], [GOOD[name]], () => undefined])
      expect(request.safeParse(wrong).success).toBe(false);
    for (const key of Object.keys(GOOD[name])) {
      for (const value of wrongValues(GOOD[name][key], key))
        expect([key, value, request.safeParse({ ...GOOD[name], [key]: value }).success]).toEqual([key, value, false]);
    }
  });
});

describe('the lengths of a request', () => {
  it('are bounded', () => {
    expect(CALLS['station:watch'].request.safeParse({ how: 'typed', text: 'x'.repeat(MAX_SCAN_LENGTH) }).success).toBe(
      true,
    );
    expect(
      CALLS['station:watch'].request.safeParse({ how: 'typed', text: 'x'.repeat(MAX_SCAN_LENGTH + 1) }).success,
    ).toBe(false);
    expect(CALLS['station:focus'].request.safeParse({ cardId: 'x'.repeat(49) }).success).toBe(false);
    expect(CALLS['station:open'].request.safeParse({ dialog: 'reject', cardId: 'x'.repeat(49) }).success).toBe(false);
    for (const sequence of [-1, 1.5, NaN, Infinity])
      expect(CALLS['station:painted'].request.safeParse({ sequence }).success).toBe(false);
  });
});

describe('what staff did today', () => {
  const accepts = (list: unknown): boolean => CALLS['station:recent'].response.safeParse(list).success;
  const ACTION = {
    number: 1,
    kind: 'handed-over',
    at: 5,
    cardId: 'card',
    reference: null,
    by: null,
    second: null,
    outcome: null,
    undone: false,
  };

  it('is a bounded list, or that it cannot be read', () => {
    expect(accepts({ kind: 'unavailable' })).toBe(true);
    expect(accepts({ kind: 'actions', actions: [] })).toBe(true);
    expect(accepts({ kind: 'actions', actions: Array.from({ length: 50 }, () => ACTION) })).toBe(true);
    expect(accepts({ kind: 'actions', actions: Array.from({ length: 51 }, () => ACTION) })).toBe(false);
  });

  it.each<[string, unknown]>([
    ['a verdict', { ...ACTION, verdict: 'hand-over' }],
    ['a MAC', { ...ACTION, mac: 'x' }],
    ['an entry of the record itself', { ...ACTION, kind: 'undone' }],
    ['no number', { ...ACTION, number: 0 }],
    ['a word for whether it was undone', { ...ACTION, undone: 1 }],
  ])('has no place for %s', (_what, action) => {
    expect(accepts({ kind: 'actions', actions: [action] })).toBe(false);
    expect(accepts({ kind: 'unavailable', actions: [] })).toBe(false);
  });
});

describe('a PIN in a request', () => {
  const takes = (pin: unknown): boolean =>
    CALLS['station:administrator'].request.safeParse({ act: 'unlock', pin }).success;

  it('is up to twelve digits and nothing else', () => {
    for (const pin of ['1', '482913', '482913482913']) expect([pin, takes(pin)]).toEqual([pin, true]);
    for (const pin of ['', '4829134829134', '48291x', ' 482913', '482913\n', '٤٨٢٩١٣', 482_913, null])
      expect([pin, takes(pin)]).toEqual([pin, false]);
  });

  it('goes with nothing but unlocking', () => {
    for (const act of ['look', 'touch', 'lock']) {
      expect(CALLS['station:administrator'].request.safeParse({ act }).success).toBe(true);
      expect(CALLS['station:administrator'].request.safeParse({ act, pin: '482913' }).success).toBe(false);
    }
    expect(CALLS['station:administrator'].request.safeParse({ act: 'unlock' }).success).toBe(false);
  });
});

describe('a snapshot', () => {
  const accepts = (view: unknown): boolean => PUSHES['station:snapshot'].safeParse(view).success;

  it('is taken as it is meant', () => {
    expect(accepts(VIEW)).toBe(true);
    expect(accepts({ ...VIEW, cards: [{ ...CARD, reasonText: REASON }] })).toBe(true);
  });

  it.each<[string, unknown]>([
    ['an extra key', { ...VIEW, extra: 1 }],
    ['an extra key in a card', { ...VIEW, cards: [{ ...CARD, extra: 1 }] }],
    ['an extra key in the connection', { ...VIEW, connection: { ...VIEW.connection, extra: 1 } }],
    ['an extra key in the screen', { ...VIEW, screen: { kind: 'board', extra: 1 } }],
    ['an unknown screen', { ...VIEW, screen: { kind: 'handover' } }],
    ['an unknown verdict', { ...VIEW, cards: [{ ...CARD, verdict: 'green' }] }],
    ['an unknown phase', { ...VIEW, cards: [{ ...CARD, phase: 'done' }] }],
    [
      'a missing lease',
      { ...VIEW, cards: [Object.fromEntries(Object.entries(CARD).filter(([key]) => key !== 'greenForMs'))] },
    ],
    ['a negative lease', { ...VIEW, cards: [{ ...CARD, greenForMs: -1 }] }],
    ['an endless lease', { ...VIEW, cards: [{ ...CARD, greenForMs: Infinity }] }],
    ['a lease that is no number', { ...VIEW, cards: [{ ...CARD, greenForMs: NaN }] }],
    ['no number', { ...VIEW, sequence: 0 }],
    ['a reason with another key', { ...VIEW, cards: [{ ...CARD, reasonText: { ...REASON, verdict: 'hand-over' } }] }],
    ['a reason with endless words', { ...VIEW, cards: [{ ...CARD, reasonText: { ...REASON, do: 'x'.repeat(121) } }] }],
    ['a self-test for everybody', { ...VIEW, administrator: { kind: 'locked', selfTest: null } }],
    ['a PIN', { ...VIEW, administrator: { kind: 'unlocked', selfTest: null, pin: '482913' } }],
  ])('with %s is not', (_words, view) => {
    expect(accepts(view)).toBe(false);
  });
});

it('names every cause once within its family', () => {
  for (const causes of Object.values(FAULT_CAUSES)) expect(new Set(causes).size).toBe(causes.length);
});
