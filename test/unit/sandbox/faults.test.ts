import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Effect } from '../../sandbox/faults.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { assertion, GRANT, json, read, signIn, token, type Answer } from './client.ts';

let sandbox: Sandbox;
let bearer: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control.clear();
  bearer = await token(sandbox);
});

const CARD = 'SEED-DONE';

function once(effect: Effect, timeoutMs?: number): Promise<Answer> {
  sandbox.control.inject({ effect, times: 1 });
  return read(sandbox, CARD, bearer, timeoutMs === undefined ? {} : { timeoutMs });
}

describe('what a fault does', () => {
  it.each([401, 403, 404, 500, 503])('status %i', async (status) => {
    expect((await once({ kind: 'status', status })).status).toBe(status);
    expect((await read(sandbox, CARD, bearer)).status).toBe(200);
  });

  it('429 with Retry-After', async () => {
    const answer = await once({ kind: 'status', status: 429, retryAfter: '7' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '7']);
  });

  it('a reset is a reset', async () => {
    await expect(once({ kind: 'reset' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sandbox.control.requests().at(-1)).toMatchObject({ status: null, ending: 'reset' });
  });

  it('hangs without an answer, stalls and cuts within the body', async () => {
    await expect(once({ kind: 'hang' }, 150)).rejects.toThrow('timeout');
    await expect(once({ kind: 'stall' }, 150)).rejects.toThrow('timeout');
    await expect(once({ kind: 'cut' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('delays, and adds up with another fault', async () => {
    sandbox.control.inject({ effect: { kind: 'delay', ms: 120 }, times: 1 });
    const before = performance.now();
    expect((await once({ kind: 'status', status: 503 })).status).toBe(503);
    expect(performance.now() - before).toBeGreaterThan(115);
  });

  it('a page of HTML, half a JSON, another content type', async () => {
    const page = await once({ kind: 'html' });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const half = await once({ kind: 'truncated-json' });
    expect([half.status, half.headers['content-type']]).toEqual([200, 'application/json']);
    expect(() => json(half)).toThrow();
    expect((await once({ kind: 'content-type' })).headers['content-type']).toBe('text/plain');
  });

  it('204, 302, 304 have no body', async () => {
    for (const [effect, status] of [
      [{ kind: 'no-content' }, 204],
      [{ kind: 'redirect' }, 302],
      [{ kind: 'not-modified' }, 304],
    ] as const) {
      const answer = await once(effect);
      expect([answer.status, answer.body.length]).toEqual([status, 0]);
    }
  });

  it('an Age header, an old Date', async () => {
    expect((await once({ kind: 'age', seconds: 60 })).headers.age).toBe('60');
    const { date } = (await once({ kind: 'old-date', behindMs: 600_000 })).headers;
    expect(Math.abs(Date.parse(date ?? '') - (sandbox.control.now() - 600_000))).toBeLessThan(2_000);
  });

  it('more than 1 MiB of valid JSON', async () => {
    const answer = await once({ kind: 'oversize' });
    expect(answer.body.length).toBeGreaterThan(1_048_576);
    expect(json(answer)).toHaveProperty('operations');
  });

  it('gzip in chunks holds the same answer', async () => {
    const answer = await once({ kind: 'gzip' });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
    const plain = await read(sandbox, CARD, bearer);
    expect(gunzipSync(answer.body)).toEqual(plain.body);
  });

  it('any body for any call', async () => {
    sandbox.control.inject({ effect: { kind: 'body', body: '{"token_type":"Bearer"}' }, on: 'token' });
    const answer = await signIn(sandbox, { grant_type: GRANT, assertion: await assertion(sandbox) });
    expect(json(answer)).toEqual({ token_type: 'Bearer' });
  });
});

describe('whom a fault meets', () => {
  const failing = { kind: 'status', status: 503 } as const;
  const statuses = async (...cards: string[]): Promise<number[]> => {
    const all: number[] = [];
    for (const card of cards) all.push((await read(sandbox, card, bearer)).status);
    return all;
  };

  it('the next N requests', async () => {
    sandbox.control.inject({ effect: failing, times: 2 });
    expect(await statuses(CARD, CARD, CARD)).toEqual([503, 503, 200]);
    expect(sandbox.control.faults()).toEqual([]);
  });

  it('all requests until cleared', async () => {
    const id = sandbox.control.inject({ effect: failing });
    expect(await statuses(CARD, CARD, CARD)).toEqual([503, 503, 503]);
    sandbox.control.clearFaults(id);
    expect(await statuses(CARD)).toEqual([200]);
  });

  it('one card, one kind of call, one path', async () => {
    sandbox.control.inject({ effect: failing, cardId: CARD });
    expect(await statuses(CARD, 'SEED-READY')).toEqual([503, 200]);
    sandbox.control.clearFaults();
    sandbox.control.inject({ effect: failing, on: 'token' });
    sandbox.control.inject({ effect: { kind: 'status', status: 500 }, path: '/SEED-READY/' });
    expect(await statuses(CARD, 'SEED-READY')).toEqual([200, 500]);
    expect((await signIn(sandbox, {})).status).toBe(503);
  });
});

describe('the clock and the record', () => {
  it.each([-3_600_000, 0, 7_200_000])('dates every response by the clock shifted by %i ms', async (offsetMs) => {
    sandbox.control.shiftClock(offsetMs);
    const { date } = (await read(sandbox, CARD, bearer)).headers;
    expect(Math.abs(Date.parse(date ?? '') - (Date.now() + offsetMs))).toBeLessThan(2_000);
  });

  it('records what tests ask for, and no token', async () => {
    await read(sandbox, CARD, bearer, { headers: { 'x-correlation-id': 'abc', 'cache-control': 'no-cache' } });
    const [signedIn, reading] = sandbox.control.requests();
    expect(signedIn).toMatchObject({
      kind: 'token',
      assertion: { header: { kid: 'sandbox-key-1' }, claims: { iss: 'ISSUER0001' } },
      status: 200,
    });
    expect(reading).toMatchObject({
      kind: 'status',
      method: 'GET',
      cardId: CARD,
      correlationId: 'abc',
      clientSubject: 'TLSMA-ECC/ISSUER0001/PPR',
      headers: { 'cache-control': 'no-cache', authorization: `Bearer ${bearer.slice(0, 6)}…` },
      status: 200,
      ending: 'whole',
    });
    expect(JSON.stringify(sandbox.control.requests())).not.toContain(bearer);
    sandbox.control.clearRequests();
    expect(sandbox.control.requests()).toEqual([]);
  });

  it('tells of the next request that matches', async () => {
    const next = sandbox.control.nextRequest(({ cardId }) => cardId === 'SEED-READY');
    await read(sandbox, CARD, bearer);
    await read(sandbox, 'SEED-READY', bearer);
    expect((await next).status).toBe(200);
    await expect(sandbox.control.nextRequest(() => true, 20)).rejects.toThrow('20 ms');
  });
});
