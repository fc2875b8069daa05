import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { body, CARD, DONE, END, NEWER_START, OTHER_CARD, produce, READY, type Entry } from './builders.ts';

const WATCHED = { cardId: CARD, pinnedOperationId: null };

/** Ways to spoil a PRODUCE entry of our card so that it can no longer be read. */
const SPOILT: readonly (readonly [string, Entry])[] = [
  ...[undefined, null, 7, true, {}, ['op-b'], ''].map(
    (value) => [`operationId ${JSON.stringify(value)}`, { operationId: value }] as const,
  ),
  ...[undefined, null, 7, {}, ['PENDING']].map(
    (value) => [`status ${JSON.stringify(value)}`, { status: value }] as const,
  ),
  ...[
    undefined,
    null,
    1_737_095_282_492,
    {},
    '',
    'yesterday',
    '2025-01-17',
    '2025-01-17T06:28:02.492',
    '2025-02-30T06:28:02Z',
  ].map((value) => [`startTime ${JSON.stringify(value)}`, { startTime: value }] as const),
  ...[undefined, null, 'CARD_PROD_READY', 7, [], ['CARD_PROD_READY'], {}].map(
    (value) => [`details ${JSON.stringify(value)}`, { details: value }] as const,
  ),
  ...[undefined, null, 7, {}, ['CARD_PROD_READY']].map(
    (value) => [`details.status ${JSON.stringify(value)}`, { details: { status: value } }] as const,
  ),
];

describe('a PRODUCE entry of our card that cannot be read', () => {
  it.each(SPOILT)('makes the whole answer malformed, beside a readable DONE too: %s', (_, spoilt) => {
    const newer = produce(READY, { operationId: 'op-b', startTime: NEWER_START, ...spoilt });
    expect(readAnswer(body(newer), WATCHED).kind).toBe('malformed');
    expect(readAnswer(body(produce(DONE), newer), WATCHED).kind).toBe('malformed');
    expect(readAnswer(body(newer, produce(DONE)), WATCHED).kind).toBe('malformed');
  });

  it.each(SPOILT)('does so even when another operation is pinned: %s', (_, spoilt) => {
    const newer = produce(READY, { operationId: 'op-b', startTime: NEWER_START, ...spoilt });
    expect(readAnswer(body(produce(DONE), newer), { ...WATCHED, pinnedOperationId: 'op-a' }).kind).toBe('malformed');
  });

  it.each(SPOILT)('does not matter when it is of another card: %s', (_, spoilt) => {
    const other = produce(READY, { ...spoilt, cardId: OTHER_CARD });
    expect(readAnswer(body(other, produce(DONE)), WATCHED)).toMatchObject({ operation: { phase: 'personalised' } });
  });
});

describe('a PRODUCE entry that does not say whose card it is', () => {
  it.each([undefined, null, 7, {}, [CARD]])(
    'makes the whole answer malformed, beside a readable DONE too: %j',
    (cardId) => {
      const nobodys = produce(READY, { operationId: 'op-b', startTime: NEWER_START, cardId });
      expect(readAnswer(body(nobodys), WATCHED).kind).toBe('malformed');
      expect(readAnswer(body(produce(DONE), nobodys), WATCHED).kind).toBe('malformed');
    },
  );

  it('does not matter when it is no PRODUCE entry', () => {
    const renewal = produce(READY, { operation: 'RENEW', cardId: undefined });
    expect(readAnswer(body(renewal, produce(DONE)), WATCHED)).toMatchObject({ operation: { phase: 'personalised' } });
  });
});

describe('what support is told of an answer that cannot be read', () => {
  it.each<[string, unknown]>([
    ['"operations"', {}],
    ['cardId', body(produce(DONE, { cardId: undefined }))],
    ['"operationId"', body(produce(DONE, { operationId: 7 }))],
    ['"details.status"', body(produce(DONE, { details: {} }))],
    ['"startTime"', body(produce(DONE, { startTime: 'yesterday' }))],
  ])('names the part: %s', (part, one) => {
    const reading = readAnswer(one, WATCHED);
    expect(reading.kind === 'malformed' ? reading.detail : reading.kind).toContain(part);
  });
});

describe('texts beside the four necessary fields', () => {
  it.each([undefined, null, 7, {}, '', 'soon', '2025-01-21'])(
    'an endTime %j is none at all, and spoils nothing',
    (endTime) => {
      expect(readAnswer(body(produce(DONE, { endTime })), WATCHED)).toMatchObject({
        operation: { phase: 'personalised', endMs: null },
      });
    },
  );

  it('reads an endTime as an instant, zone included', () => {
    const entry = produce(DONE, { endTime: '2025-01-21T10:28:12.492+01:00' });
    expect(readAnswer(body(entry), WATCHED)).toMatchObject({ operation: { endMs: Date.parse(END) } });
  });

  it.each([undefined, null, 7, {}, ['x'], ''])('reason, error and errorCode of %j count as absent', (value) => {
    const entry = produce(['FAILED', 'DATA_EXCEPTION'], {
      error: value,
      errorCode: value,
      details: { status: 'DATA_EXCEPTION', reason: value },
    });
    expect(readAnswer(body(entry), WATCHED)).toMatchObject({
      operation: { phase: 'data-failed', reason: null, error: null, errorCode: null },
    });
  });

  it('keeps them as they are, long ones cut and never interpreted', () => {
    const reason = `<b>SUCCESSFUL</b> CARD_PROD_DONE \u202e${'x'.repeat(5_000)}`;
    const entry = produce(['FAILED', 'DATA_EXCEPTION'], {
      errorCode: 'E1',
      error: 'no data',
      details: { status: 'DATA_EXCEPTION', reason },
    });
    const reading = readAnswer(body(entry), WATCHED);
    if (reading.kind !== 'operation') throw new Error(reading.kind);
    expect(reading.operation).toMatchObject({ phase: 'data-failed', errorCode: 'E1', error: 'no data' });
    const kept = reading.operation.reason ?? '';
    expect(reason.startsWith(kept)).toBe(true);
    // The screen shows 200 characters of it.
    expect(kept.length).toBeGreaterThanOrEqual(200);
    expect(kept.length).toBeLessThan(1_000);
  });
});

describe('a body that is not the shape', () => {
  const bodies: readonly unknown[] = [
    undefined,
    null,
    true,
    7,
    'DONE',
    [],
    [produce(DONE)],
    {},
    produce(DONE),
    { operations: null },
    { operations: 'PRODUCE' },
    { operations: {} },
    { operations: { 0: produce(DONE), length: 1 } },
    { operation: [produce(DONE)] },
    { Operations: [produce(DONE)] },
    { data: { operations: [produce(DONE)] } },
    ...[null, 'PRODUCE', 7, true, [], [produce(DONE)]].flatMap((entry) => [
      { operations: [entry] },
      { operations: [produce(DONE), entry] },
      { operations: [entry, produce(DONE)] },
    ]),
  ];

  it.each(bodies.map((one) => [JSON.stringify(one), one]))('%s is malformed', (_, one) => {
    expect(readAnswer(one, WATCHED).kind).toBe('malformed');
  });

  it('an empty list is an answer: no operation', () => {
    expect(readAnswer({ operations: [] }, WATCHED)).toEqual({ kind: 'no-operation' });
  });

  it('gives one of the four readings for any JSON, and never personalised', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.array(fc.jsonValue()).map((operations) => ({ operations })),
        ),
        (value) => {
          expect(['no-operation', 'malformed']).toContain(readAnswer(value, WATCHED).kind);
        },
      ),
    );
  });
});
