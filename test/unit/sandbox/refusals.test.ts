import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { call, json, read, statusUrl, token } from './client.ts';

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

describe('refusals', () => {
  it('tells a card without an order by 404 or by an empty array', async () => {
    expect((await read(sandbox, 'nobody', bearer)).status).toBe(404);
    sandbox.control.configure({ absent: 'empty' });
    const answer = await read(sandbox, 'nobody', bearer);
    expect([answer.status, answer.body.toString()]).toEqual([200, '{"operations":[]}']);
  });

  it.each([
    ['an unknown issuer', 'ISSUER9999', 'SEED-DONE', 404],
    ['an issuer that is not ours', 'ISSUER0002', 'SEED-DONE', 403],
    ['an issuerId of another length', 'ISSUER1', 'SEED-DONE', 400],
    ['a cardId with other characters', 'ISSUER0001', 'a%20b', 400],
    ['a cardId of 49 characters', 'ISSUER0001', 'x'.repeat(49), 400],
  ])('refuses %s', async (_, issuerId, cardId, status) => {
    const answer = await call(sandbox, statusUrl(sandbox, cardId, issuerId), {
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(answer.status).toBe(status);
  });

  it('offers no other method and no other path', async () => {
    expect((await read(sandbox, 'SEED-DONE', bearer, { method: 'POST' })).status).toBe(405);
    const lower = statusUrl(sandbox, 'SEED-DONE').toLowerCase();
    expect((await call(sandbox, lower, { headers: { authorization: `Bearer ${bearer}` } })).status).toBe(404);
  });

  it('knows the details of ordered cards only', async () => {
    const url = (cardId: string): string => `${sandbox.bankingUrl}/issuers/${sandbox.issuerId}/cards/${cardId}`;
    const headers = { authorization: `Bearer ${bearer}` };
    sandbox.control.order({ cardId: 'with', scenario: 'normal', details: { last4: '4242' } });
    sandbox.control.order({ cardId: 'without', scenario: 'normal', details: null });
    expect(json(await call(sandbox, url('with'), { headers }))).toEqual({ cardId: 'with', last4: '4242' });
    expect((await call(sandbox, url('without'), { headers })).status).toBe(404);
    expect((await call(sandbox, url('with'))).status).toBe(401);
  });
});
