import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { assertion, call, GRANT, json, read, signIn, statusUrl, token, type AssertionChange } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ audience: 'https://d1.example' });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.clear());

const MINUTE_MS = 60_000;

async function attempt(change: AssertionChange): Promise<{ status: number; body: unknown }> {
  const answer = await signIn(sandbox, { grant_type: GRANT, assertion: await assertion(sandbox, change) });
  return { status: answer.status, body: json(answer) };
}

describe('sign-in', () => {
  it('gives an opaque bearer token for a form and for JSON', async () => {
    expect(await attempt({})).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 900, access_token: expect.stringMatching(/^[\w-]{43}$/) as string },
    });
    const answer = await call(sandbox, `${sandbox.authUrl}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: GRANT, assertion: await assertion(sandbox) }),
    });
    expect(answer.status).toBe(200);
  });

  const nowS = (): number => Math.floor(sandbox.control.now() / 1000);
  it.each<[string, () => AssertionChange | Promise<AssertionChange>, string, string]>([
    ['an unknown kid', () => ({ bundle: sandbox.mint.unknownKid() }), 'INVALID_FIELD', 'kid'],
    ['no kid', () => ({ header: { kid: undefined } }), 'MISSING_FIELD', 'kid'],
    ['another type', () => ({ header: { typ: 'at+jwt' } }), 'INVALID_FIELD', 'typ'],
    ['another iss', () => ({ claims: { iss: 'ISSUER0002' } }), 'INVALID_FIELD', 'iss'],
    ['no iss', () => ({ claims: { iss: undefined } }), 'MISSING_FIELD', 'iss'],
    ['another sub', () => ({ claims: { sub: 'ISSUER0002' } }), 'INVALID_FIELD', 'sub'],
    ['no exp', () => ({ claims: { exp: undefined } }), 'MISSING_FIELD', 'exp'],
    ['an exp that is past', () => ({ claims: { exp: nowS() - 1 } }), 'INVALID_FIELD', 'past'],
    ['an exp too far ahead', () => ({ claims: { exp: nowS() + 902 } }), 'INVALID_FIELD', '15 minutes'],
    ['another aud', () => ({ claims: { aud: 'https://elsewhere.example' } }), 'INVALID_FIELD', 'aud'],
    [
      'a key that D1 does not hold',
      async () => ({ bundle: await sandbox.mint.unknownSigningKey() }),
      'INVALID_FIELD',
      'signature',
    ],
  ])('refuses %s', async (_, change, errorCode, words) => {
    const { status, body } = await attempt(await change());
    expect({ status, body }).toMatchObject({ status: 400, body: { errorCode } });
    expect((body as { error: string }).error).toContain(words);
  });

  it('takes an exp of just under 15 minutes and the right aud', async () => {
    const change = { claims: { exp: nowS() + 899, aud: 'https://d1.example' } };
    expect((await attempt(change)).status).toBe(200);
  });

  it('refuses an unsigned or tampered assertion', async () => {
    const [header = '', claims = '', signature = ''] = (await assertion(sandbox)).split('.');
    const unsigned = `${Buffer.from('{"alg":"none","kid":"sandbox-key-1"}').toString('base64url')}.${claims}.`;
    const flipped = Buffer.from(signature, 'base64url').map((byte, index) => (index === 10 ? byte ^ 1 : byte));
    const tampered = `${header}.${claims}.${Buffer.from(flipped).toString('base64url')}`;
    for (const bad of [unsigned, tampered, 'nonsense']) {
      const answer = await signIn(sandbox, { grant_type: GRANT, assertion: bad });
      expect(answer.status).toBe(400);
      expect(json(answer)).toMatchObject({ errorCode: 'INVALID_FIELD' });
    }
  });

  it('refuses missing fields, other grants and other content types', async () => {
    const good = await assertion(sandbox);
    expect(json(await signIn(sandbox, { assertion: good }))).toMatchObject({ errorCode: 'MISSING_FIELD' });
    expect(json(await signIn(sandbox, { grant_type: GRANT }))).toMatchObject({ errorCode: 'MISSING_FIELD' });
    const other = await signIn(sandbox, { grant_type: 'client_credentials', assertion: good });
    expect(json(other)).toMatchObject({ errorCode: 'INVALID_FIELD' });
    const plain = await signIn(sandbox, { grant_type: GRANT, assertion: good }, { 'content-type': 'text/plain' });
    expect(plain.status).toBe(400);
  });

  it('checks the assertion by its own clock', async () => {
    const before = await assertion(sandbox);
    sandbox.control.shiftClock(4 * MINUTE_MS);
    const late = await signIn(sandbox, { grant_type: GRANT, assertion: before });
    expect(json(late)).toMatchObject({ error: 'exp is in the past' });
    sandbox.control.shiftClock(-20 * MINUTE_MS);
    const early = await signIn(sandbox, { grant_type: GRANT, assertion: before });
    expect(json(early)).toMatchObject({ error: 'exp is more than 15 minutes ahead' });
  });
});

describe('tokens', () => {
  const unauthorised = { error: 'Unauthorized', errorCode: 'AUTHORIZER_UNAUTHORIZED' };

  it('refuses a read without a token and with a made-up one', async () => {
    const without = await call(sandbox, statusUrl(sandbox, 'SEED-DONE'));
    expect(without.status).toBe(401);
    expect(json(without)).toEqual(unauthorised);
    expect((await read(sandbox, 'SEED-DONE', 'made-up')).status).toBe(401);
  });

  it('expires a token after its life by the sandbox clock', async () => {
    const bearer = await token(sandbox);
    sandbox.control.shiftClock(14 * MINUTE_MS);
    expect((await read(sandbox, 'SEED-DONE', bearer)).status).toBe(200);
    sandbox.control.shiftClock(15 * MINUTE_MS + 1_000);
    const answer = await read(sandbox, 'SEED-DONE', bearer);
    expect(answer.status).toBe(401);
    expect(json(answer)).toEqual(unauthorised);
  });

  it('gives tokens of another life and expires all at once', async () => {
    sandbox.control.configure({ tokenLifeS: 5 });
    expect((await attempt({})).body).toMatchObject({ expires_in: 5 });
    const bearer = await token(sandbox);
    expect((await read(sandbox, 'SEED-DONE', bearer)).status).toBe(200);
    sandbox.control.expireTokens();
    expect((await read(sandbox, 'SEED-DONE', bearer)).status).toBe(401);
  });
});
