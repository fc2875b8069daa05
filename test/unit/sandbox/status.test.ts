import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { ScenarioName } from '../../sandbox/scenarios.ts';
import type { Operation } from '../../sandbox/timeline.ts';
import { call, json, read, statusUrl, token } from './client.ts';

let sandbox: Sandbox;
let bearer: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control.clear();
  sandbox.control.configure({ tokenLifeS: 86_400 });
  bearer = await token(sandbox);
});

async function operations(cardId: string): Promise<readonly Operation[]> {
  const answer = await read(sandbox, cardId, bearer);
  expect(answer.headers['content-type']).toBe('application/json');
  return answer.status === 404 ? [] : (json(answer) as { operations: Operation[] }).operations;
}

const pair = ({ status, details }: Operation): string => `${status} ${details.status}`;

it('does not look at a query, and records it beside the path', async () => {
  sandbox.control.order({ cardId: 'card-1', scenario: 'by-hand' });
  const url = statusUrl(sandbox, 'card-1');
  const asked = await call(sandbox, `${url}?_=1&x=/y?z`, { headers: { authorization: `Bearer ${bearer}` } });
  expect(asked.status).toBe(200);
  expect(sandbox.control.requests().at(-1)).toMatchObject({
    kind: 'status',
    cardId: 'card-1',
    path: new URL(url).pathname,
    query: '_=1&x=/y?z',
  });
});

describe('scenarios', () => {
  it.each<[ScenarioName, [seconds: number, expected: string[]][]]>([
    [
      'normal',
      [
        [0, ['PENDING CARD_PROD_REQUESTED']],
        [3.5, ['PENDING CARD_PROD_REQUESTED']],
        [4, ['PENDING CARD_PROD_READY']],
        [12, ['SUCCESSFUL CARD_PROD_DONE']],
        [3_600, ['SUCCESSFUL CARD_PROD_DONE']],
      ],
    ],
    [
      'slow',
      [
        [61, ['PENDING CARD_PROD_READY']],
        [479, ['PENDING CARD_PROD_READY']],
        [480, ['SUCCESSFUL CARD_PROD_DONE']],
      ],
    ],
    [
      'data-exception',
      [
        [0, ['PENDING CARD_PROD_REQUESTED']],
        [5, ['FAILED DATA_EXCEPTION']],
      ],
    ],
    [
      'production-exception',
      [
        [4, ['PENDING CARD_PROD_READY']],
        [10, ['FAILED CARD_PROD_EXCEPTION']],
      ],
    ],
    [
      'cancelled',
      [
        [4, ['PENDING CARD_PROD_READY']],
        [8, ['FAILED CARD_PROD_CANCELED']],
      ],
    ],
    [
      'never-ordered',
      [
        [0, []],
        [600, []],
      ],
    ],
    [
      'late-order',
      [
        [19, []],
        [20, ['PENDING CARD_PROD_REQUESTED']],
      ],
    ],
    [
      'replaced',
      [
        [12, ['SUCCESSFUL CARD_PROD_DONE']],
        [30, ['SUCCESSFUL CARD_PROD_DONE', 'PENDING CARD_PROD_REQUESTED']],
        [42, ['SUCCESSFUL CARD_PROD_DONE', 'SUCCESSFUL CARD_PROD_DONE']],
      ],
    ],
    [
      'central-values',
      [
        [3, ['PENDING DATA_PREPARED']],
        [6, ['PENDING CARD_PROD_READY']],
        [9, ['PENDING CARD_PROD_ONGOING']],
        [15, ['SUCCESSFUL CARD_PROD_DONE']],
      ],
    ],
    ['contradiction', [[5, ['SUCCESSFUL CARD_PROD_REQUESTED']]]],
    ['unknown-success', [[10, ['SUCCESSFUL CARD_PROD_COMPLETED']]]],
    [
      'done-then-failed',
      [
        [12, ['SUCCESSFUL CARD_PROD_DONE']],
        [20, ['FAILED CARD_PROD_EXCEPTION']],
      ],
    ],
  ])('%s', async (scenario, timeline) => {
    const { cardId } = sandbox.control.order({ scenario });
    for (const [seconds, expected] of timeline) {
      sandbox.control.shiftClock(seconds * 1_000);
      expect((await operations(cardId)).map(pair), `after ${String(seconds)} s`).toEqual(expected);
    }
  });

  it('has the shape of D1: ids, instants by the sandbox clock, an end only when ended, a reason only on exceptions', async () => {
    const start = sandbox.control.now();
    sandbox.control.order({ cardId: 'shape', scenario: 'production-exception', operationId: 'op-1' });
    const [pending] = await operations('shape');
    expect(pending).toEqual({
      operationId: 'op-1',
      operation: 'PRODUCE',
      status: 'PENDING',
      startTime: expect.any(String) as string,
      cardId: 'shape',
      details: { status: 'CARD_PROD_REQUESTED' },
    });
    expect(Math.abs(Date.parse(pending?.startTime ?? '') - start)).toBeLessThan(1_000);
    sandbox.control.shiftClock(60_000);
    const [failed] = await operations('shape');
    expect(failed).toMatchObject({
      operationId: 'op-1',
      startTime: pending?.startTime,
      details: { reason: 'CB_TIME' },
    });
    expect(Date.parse(failed?.endTime ?? '') - Date.parse(failed?.startTime ?? '')).toBe(10_000);
  });

  it('a replacement has its own operationId and the newest startTime', async () => {
    const { cardId } = sandbox.control.order({ scenario: 'replaced' });
    sandbox.control.shiftClock(35_000);
    const [old, young] = await operations(cardId);
    expect(young?.operationId).not.toBe(old?.operationId);
    expect(Date.parse(young?.startTime ?? '') - Date.parse(old?.startTime ?? '')).toBe(30_000);
  });

  it('runs faster when asked', async () => {
    const { cardId } = sandbox.control.order({ scenario: 'normal', speed: 10 });
    sandbox.control.shiftClock(1_200);
    expect((await operations(cardId)).map(pair)).toEqual(['SUCCESSFUL CARD_PROD_DONE']);
  });
});

describe('cards moved by hand', () => {
  it('steps through a scenario and says when it has ended', async () => {
    sandbox.control.order({ cardId: 'hand', scenario: 'by-hand' });
    expect((await operations('hand')).map(pair)).toEqual(['PENDING CARD_PROD_REQUESTED']);
    expect(sandbox.control.step('hand').canStep).toBe(true);
    const [ready] = await operations('hand');
    expect(ready && pair(ready)).toBe('PENDING CARD_PROD_READY');
    expect(sandbox.control.step('hand').canStep).toBe(false);
    const [done] = await operations('hand');
    expect(done && pair(done)).toBe('SUCCESSFUL CARD_PROD_DONE');
    // Stepped just now, whatever the table says of days.
    expect(Math.abs(Date.parse(done?.endTime ?? '') - sandbox.control.now())).toBeLessThan(1_000);
    expect(done?.startTime).toBe(ready?.startTime);
    expect(() => sandbox.control.step('hand')).toThrow('no further step');
  });

  it('sets a state of the same operation and holds it there', async () => {
    const { operations: before } = sandbox.control.order({ cardId: 'set', scenario: 'normal' });
    sandbox.control.set('set', { state: 'cancelled' });
    sandbox.control.shiftClock(60_000);
    const [after] = await operations('set');
    expect(after).toMatchObject({ operationId: before[0]?.operationId, details: { status: 'CARD_PROD_CANCELED' } });
    sandbox.control.set('set', { status: 'PENDING', detail: 'BRAND_NEW' });
    expect((await operations('set')).map(pair)).toEqual(['PENDING BRAND_NEW']);
  });

  it('serves any bytes for a card', async () => {
    sandbox.control.override('raw', { body: '{"operations":', contentType: 'text/plain', status: 203 });
    const answer = await read(sandbox, 'raw', bearer);
    expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([
      203,
      'text/plain',
      '{"operations":',
    ]);
    sandbox.control.override('raw', null);
    expect((await read(sandbox, 'raw', bearer)).status).toBe(404);
  });
});
