import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readAnswer, type Reading } from '../../../../main/tracking/read-answer.ts';
import { body, CARD, DONE, OTHER_CARD, produce, READY, type Entry, type Pair } from './builders.ts';
import { RUNS } from './property-runs.ts';

const WATCHED = { cardId: CARD, pinnedOperationId: null };

function phaseRead(pair: Pair, overrides: Entry = {}): string {
  const reading = readAnswer(body(produce(pair, overrides)), WATCHED);
  return reading.kind === 'operation' ? reading.operation.phase : reading.kind;
}

/** The one table of meanings: the only pairs of known words that mean anything. */
const MEANINGS: Readonly<Record<string, string>> = {
  'PENDING CARD_PROD_REQUESTED': 'requested',
  'PENDING CARD_PROD_READY': 'at-printer',
  'SUCCESSFUL CARD_PROD_DONE': 'personalised',
  'FAILED DATA_EXCEPTION': 'data-failed',
  'FAILED CARD_PROD_EXCEPTION': 'production-failed',
  'FAILED CARD_PROD_CANCELED': 'cancelled',
};
const STATUSES = ['PENDING', 'SUCCESSFUL', 'FAILED'];
const DETAILS = [
  'CARD_PROD_REQUESTED',
  'CARD_PROD_READY',
  'CARD_PROD_DONE',
  'DATA_EXCEPTION',
  'CARD_PROD_EXCEPTION',
  'CARD_PROD_CANCELED',
];
const UNKNOWN_STATUSES = ['', 'DONE', 'SUCCESS', 'CANCELLED', 'IN_PROGRESS', 'null', 'constructor', '__proto__'];
const UNKNOWN_DETAILS = ['', 'DATA_PREPARED', 'CARD_PROD_ONGOING', 'CARD_PROD_SHIPPED', 'toString', '__proto__'];

describe('status and details.status together', () => {
  const known = STATUSES.flatMap((status) => DETAILS.map((detail) => [status, detail] as const));

  it.each(known)('%s with %s', (status, detail) => {
    expect(phaseRead([status, detail])).toBe(MEANINGS[`${status} ${detail}`] ?? 'unclear');
  });

  it.each(UNKNOWN_DETAILS)(
    'takes the new value "%s" as progress beside PENDING, failure beside FAILED, nothing beside SUCCESSFUL',
    (detail) => {
      expect(phaseRead(['PENDING', detail])).toBe('in-progress');
      expect(phaseRead(['FAILED', detail])).toBe('failed');
      expect(phaseRead(['SUCCESSFUL', detail])).toBe('unclear');
    },
  );

  it.each(UNKNOWN_STATUSES)('cannot tell anything from the status "%s"', (status) => {
    for (const detail of [...DETAILS, ...UNKNOWN_DETAILS]) expect(phaseRead([status, detail])).toBe('unclear');
  });

  it('keeps both words letter by letter, for the screen', () => {
    expect(readAnswer(body(produce(['PENDING', 'CARD_PROD_ONGOING '])), WATCHED)).toMatchObject({
      kind: 'operation',
      operation: { status: 'PENDING', detail: 'CARD_PROD_ONGOING ' },
    });
  });

  it('is personalised for one pair of texts only, whatever the texts', () => {
    const word = fc.oneof(fc.constantFrom(...STATUSES, ...DETAILS, ...UNKNOWN_STATUSES), fc.string());
    fc.assert(
      fc.property(word, word, (status, detail) => {
        const green = phaseRead([status, detail]) === 'personalised';
        expect(green).toBe(status === 'SUCCESSFUL' && detail === 'CARD_PROD_DONE');
      }),
      { numRuns: Math.min(1_000, RUNS) },
    );
  });
});

/** Texts that a person, or a careless comparison, would take for the known word. */
function lookAlikes(word: string): readonly (readonly [string, string])[] {
  const fullWidth = String.fromCharCode(0xff21 + word.charCodeAt(0) - 65) + word.slice(1);
  const cyrillic: Readonly<Record<string, string>> = {
    A: '\u0410',
    C: '\u0421',
    E: '\u0415',
    O: '\u041e',
    P: '\u0420',
  };
  return [
    ['lower case', word.toLowerCase()],
    ['first letter alone in capitals', word.slice(0, 1) + word.slice(1).toLowerCase()],
    ['a space after', `${word} `],
    ['a space before', ` ${word}`],
    ['a line end after', `${word}\n`],
    ['a tab after', `${word}\t`],
    ['a no-break space after', `${word}\u00a0`],
    ['a byte order mark before', `\ufeff${word}`],
    ['a zero-width space inside', `${word.slice(0, 3)}\u200b${word.slice(3)}`],
    ['a NUL after', `${word}\u0000`],
    ['a full-width first letter', fullWidth],
    ['a Cyrillic letter', word.replace(/[ACEOP]/, (letter) => cyrillic[letter] ?? letter)],
    ['a combining mark', `${word}\u0301`],
  ];
}

describe('words that only look like the known ones', () => {
  it.each(lookAlikes('CARD_PROD_DONE'))('CARD_PROD_DONE with %s is unknown', (_, detail) => {
    expect(detail).not.toBe('CARD_PROD_DONE');
    expect(phaseRead(['SUCCESSFUL', detail])).toBe('unclear');
    expect(phaseRead(['PENDING', detail])).toBe('in-progress');
    expect(phaseRead(['FAILED', detail])).toBe('failed');
  });

  it.each(lookAlikes('SUCCESSFUL'))('SUCCESSFUL with %s is unknown', (_, status) => {
    expect(status).not.toBe('SUCCESSFUL');
    expect(phaseRead([status, 'CARD_PROD_DONE'])).toBe('unclear');
  });

  it.each(lookAlikes('CARD_PROD_READY'))('CARD_PROD_READY with %s is not at the printer', (_, detail) => {
    expect(phaseRead(['PENDING', detail])).toBe('in-progress');
  });
});

describe('what does not count', () => {
  const garbage = { operationId: 7, status: null, startTime: [], details: 'CARD_PROD_DONE', endTime: {} };

  it.each(['CREATE', 'RENEW', 'produce', 'PRODUCE ', '\u0420RODUCE', 'REPRODUCE', '', 7, null, ['PRODUCE'], undefined])(
    'ignores an entry of operation %j unparsed, and reads the one that counts',
    (operation) => {
      const ignored = produce(DONE, { ...garbage, operation });
      expect(readAnswer(body(ignored), WATCHED)).toEqual({ kind: 'no-operation' });
      expect(readAnswer(body(ignored, produce(READY)), WATCHED)).toMatchObject({ operation: { phase: 'at-printer' } });
    },
  );

  it.each([OTHER_CARD, CARD.toUpperCase(), `${CARD} `, ` ${CARD}`, CARD.replaceAll('-', ''), CARD.slice(0, -1), ''])(
    'ignores an entry of the card "%s" unparsed',
    (cardId) => {
      expect(readAnswer(body(produce(DONE, { cardId })), WATCHED)).toEqual({ kind: 'no-operation' });
      expect(readAnswer(body(produce(DONE, { ...garbage, cardId }), produce(READY)), WATCHED)).toMatchObject({
        operation: { phase: 'at-printer' },
      });
    },
  );

  it.each([undefined, null, 7, [CARD], { id: CARD }])(
    'never takes a PRODUCE entry with cardId %j for ours',
    (cardId) => {
      const kinds: readonly Reading['kind'][] = ['no-operation', 'malformed'];
      expect(kinds).toContain(readAnswer(body(produce(DONE, { cardId })), WATCHED).kind);
    },
  );

  it('reads on past fields that nobody knows', () => {
    const entry = produce(DONE, {
      colour: 'gold',
      phase: 'failed',
      verdict: 'wait',
      details: { status: 'CARD_PROD_DONE', step: { of: [1, 2] } },
    });
    expect(readAnswer({ operations: [entry], page: 1, more: null }, WATCHED)).toMatchObject({
      operation: { phase: 'personalised' },
    });
  });

  it('does not let a "__proto__" key of the JSON stand in for a missing field', () => {
    const done = JSON.stringify(produce(DONE));
    const inherited = `{"operations":[{"operation":"PRODUCE","cardId":"${CARD}","__proto__":${done}}]}`;
    expect(readAnswer(JSON.parse(inherited), WATCHED).kind).toBe('malformed');
    expect(readAnswer(JSON.parse(`{"operations":[{"__proto__":${done}}]}`), WATCHED).kind).toBe('no-operation');
    expect(readAnswer(JSON.parse(`{"__proto__":{"operations":[${done}]}}`), WATCHED).kind).toBe('malformed');
  });
});
