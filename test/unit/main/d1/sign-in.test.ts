/** Buying a token: from the sandbox, which checks every signature, and from servers that misbehave. */
import { createPublicKey } from 'node:crypto';

import { decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { clientFor, closeClients, identityOf } from './client-under-test.ts';
import { empty, grant, sendJson, startMadeD1, type MadeD1, type Seen } from './made-d1.ts';

let sandbox: Sandbox;
let d1: MadeD1;
beforeAll(async () => {
  [sandbox, d1] = await Promise.all([startSandbox(), startMadeD1()]);
});
afterAll(() => Promise.all([sandbox.close(), d1.close()]));
beforeEach(() => sandbox.control.clear());
afterEach(async () => {
  await closeClients();
  d1.token = grant;
  d1.status = empty;
  d1.seen.length = 0;
});

const tokenRequests = (): number => sandbox.control.requests().filter(({ kind }) => kind === 'token').length;

describe('a good sign-in', () => {
  it.each(['form', 'json'] as const)('as %s buys a token that reads cards', async (tokenEncoding) => {
    const { read, signIns } = clientFor(sandbox, { settings: { tokenEncoding } });
    expect(await read()).toMatchObject({ kind: 'body', body: { operations: [{ operation: 'PRODUCE' }] } });
    expect(signIns).toMatchObject([{ kind: 'granted', token: { lifetimeMs: 900_000 } }]);
  });

  it('happens once for sixty reads that need it', async () => {
    const { read } = clientFor(sandbox);
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => read()));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['body']));
    expect(tokenRequests()).toBe(1);
  });

  it('is kept for the following reads', async () => {
    const { read, clock } = clientFor(sandbox);
    await read();
    clock.advance(700_000);
    await read();
    expect(tokenRequests()).toBe(1);
  });
});

describe('the assertion', () => {
  async function claimsOf(seen: Seen | undefined, encoding: 'form' | 'json' = 'form') {
    const fields =
      encoding === 'form'
        ? Object.fromEntries(new URLSearchParams(seen?.body))
        : (JSON.parse(seen?.body ?? '') as Record<string, string>);
    const assertion = fields['assertion'] ?? '';
    const key = createPublicKey(identityOf(d1.bundle).signingKey);
    const { payload } = await jwtVerify(assertion, key, { algorithms: ['ES256'], currentDate: new Date(sentAt) });
    return { fields, header: decodeProtectedHeader(assertion), payload };
  }
  let sentAt = 0;
  async function signedIn(change: Parameters<typeof clientFor>[1] = {}) {
    const { read, clock } = clientFor(d1, change);
    sentAt = clock.now().wall;
    await read();
    return claimsOf(
      d1.seen.find(({ path }) => path === '/authz/v1/oauth2/token'),
      change.settings?.tokenEncoding,
    );
  }

  it('is signed with ES256 and names issuer, key, lifetime of three minutes and a number of its own', async () => {
    const { fields, header, payload } = await signedIn();
    const nowS = Math.floor(sentAt / 1000);
    expect(Object.keys(fields).sort()).toEqual(['assertion', 'grant_type']);
    expect(fields['grant_type']).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(header).toEqual({ alg: 'ES256', kid: d1.bundle.kid, typ: 'JWT' });
    expect(payload).toEqual({
      iss: 'ISSUER0001',
      sub: 'ISSUER0001',
      iat: nowS,
      exp: nowS + 180,
      jti: expect.stringMatching(/^[\w-]{20,}$/) as string,
    });
  });

  it('names the aggregator as issuer and subject, where there is one', async () => {
    const { payload } = await signedIn({ identity: { aggregatorId: 'AGGREG0001' } });
    expect(payload).toMatchObject({ iss: 'AGGREG0001', sub: 'AGGREG0001' });
    expect(d1.seen.at(-1)?.path).toContain('/issuers/ISSUER0001/');
  });

  it('holds an audience only when one is set', async () => {
    expect((await signedIn({ identity: { audience: 'https://api.d1.example' } })).payload.aud).toBe(
      'https://api.d1.example',
    );
    d1.seen.length = 0;
    expect((await signedIn()).payload).not.toHaveProperty('aud');
  });

  it('has whole seconds only, and another number each time', async () => {
    const first = (await signedIn({ settings: { tokenEncoding: 'json', assertionLifetimeMs: 30_500 } })).payload;
    d1.seen.length = 0;
    const second = (await signedIn()).payload;
    expect((first.exp ?? 0) - (first.iat ?? 0)).toBe(30);
    expect(Number.isInteger(first.exp)).toBe(true);
    expect(second.jti).not.toBe(first.jti);
  });
});

describe('a token that D1 no longer takes', () => {
  it('is renewed once and the read repeated once, unseen by staff', async () => {
    const { read, signIns } = clientFor(sandbox);
    await read();
    sandbox.control.expireTokens();
    sandbox.control.clearRequests();
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(sandbox.control.requests().map(({ kind, status }) => [kind, status])).toEqual([
      ['status', 401],
      ['token', 200],
      ['status', 200],
    ]);
    expect(signIns).toHaveLength(2);
  });

  it('and a new one neither: sign-in/unauthorised, and nobody asks again for thirty seconds', async () => {
    sandbox.control.inject({ on: 'status', effect: { kind: 'status', status: 401 } });
    const { fault, read, clock } = clientFor(sandbox);
    expect(await fault('one')).toMatchObject({
      family: 'sign-in',
      cause: 'unauthorised',
      httpStatus: 401,
      correlationId: expect.any(String) as string,
    });
    const asked = sandbox.control.requests().length;
    expect(asked).toBe(4);
    expect(await fault('two')).toMatchObject({ family: 'sign-in', cause: 'unauthorised' });
    clock.advance(29_000);
    expect(await fault('three')).toMatchObject({ family: 'sign-in', cause: 'unauthorised' });
    expect(sandbox.control.requests()).toHaveLength(asked);
    sandbox.control.clearFaults();
    clock.advance(1_500);
    expect(await read()).toMatchObject({ kind: 'body' });
  });

  it('for sixty cards at once is one renewal', async () => {
    const { read } = clientFor(sandbox);
    await read();
    sandbox.control.expireTokens();
    sandbox.control.clearRequests();
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => read()));
    expect(outcomes.every(({ kind }) => kind === 'body')).toBe(true);
    expect(tokenRequests()).toBe(1);
  });

  it('nor the new one, for sixty cards at once: one refusal of the station, in growing pauses', async () => {
    sandbox.control.inject({ on: 'status', effect: { kind: 'status', status: 401 } });
    const { fault, read, clock } = clientFor(sandbox);
    await Promise.all(Array.from({ length: 60 }, (_, index) => fault(`card-${String(index)}`)));
    expect(tokenRequests()).toBe(2);
    // From now on each new token is tried, and none of the cards asks for another when it is refused.
    for (const [round, pauseMs] of [30_100, 45_100, 90_100].entries()) {
      clock.advance(pauseMs);
      await Promise.all(Array.from({ length: 60 }, (_, index) => fault(`card-${String(index)}`)));
      expect(tokenRequests()).toBe(3 + round);
    }
    sandbox.control.clearFaults();
    clock.advance(180_100);
    expect(await read()).toMatchObject({ kind: 'body' });
    sandbox.control.expireTokens();
    expect(await read()).toMatchObject({ kind: 'body' });
  });
});

describe('a sign-in that is refused', () => {
  it.each([
    ['an unknown kid', () => Promise.resolve(sandbox.mint.unknownKid())],
    ['a key that D1 does not hold', () => sandbox.mint.unknownSigningKey()],
  ])("for %s is the D1 administrator's", async (_words, mint) => {
    const { fault, signIns } = clientFor({ ...sandbox, bundle: await mint() });
    expect(await fault()).toMatchObject({
      family: 'sign-in',
      cause: 'token-refused',
      httpStatus: 400,
      detail: expect.stringContaining('INVALID_FIELD') as string,
    });
    expect(signIns).toMatchObject([{ kind: 'fault' }]);
    await fault('another');
    expect(tokenRequests()).toBe(1);
  });

  it("because the station's clock is wrong says so", async () => {
    sandbox.control.shiftClock(20 * 60_000);
    const { fault } = clientFor(sandbox);
    const found = await fault();
    expect(found).toMatchObject({ family: 'clock', cause: 'skew', httpStatus: 400 });
    expect((found.skewMs ?? 0) / 60_000).toBeCloseTo(-20, 1);
  });

  it.each<[number, string, string]>([
    [401, 'sign-in', 'token-refused'],
    [403, 'sign-in', 'token-refused'],
    [407, 'network', 'proxy-sign-in'],
    [429, 'network', 'too-many-requests'],
    [503, 'network', 'server-error'],
  ])('with %s is %s: %s', async (status, family, cause) => {
    d1.token = (_request, response) => sendJson(response, {}, status, { 'retry-after': '40' });
    const { fault } = clientFor(d1);
    expect(await fault()).toMatchObject({
      family,
      cause,
      httpStatus: status,
      ...(family === 'network' ? { retryAfterMs: 40_000 } : {}),
    });
  });
});

describe('a sign-in answer', () => {
  const life = async (body: Record<string, unknown>): Promise<unknown> => {
    d1.token = (_request, response) => sendJson(response, { access_token: 'token', ...body });
    const { read, signIns } = clientFor(d1);
    await read();
    const [first] = signIns;
    return first?.kind === 'granted' ? first.token.lifetimeMs : first;
  };

  it('tells the lifetime in seconds, as a number or as text, or does not tell it', async () => {
    expect(await life({ expires_in: 900 })).toBe(900_000);
    expect(await life({ expires_in: '900' })).toBe(900_000);
    expect(await life({})).toBeNull();
  });

  it('tells a lifetime of nothing, of ten years or of an endless number without harm', async () => {
    expect(await life({ expires_in: 0 })).toBe(0);
    expect(await life({ expires_in: 315_360_000 })).toBe(315_360_000_000);
    d1.token = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"access_token":"token","expires_in":1e400}');
    };
    const { read, signIns } = clientFor(d1);
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(signIns).toMatchObject([{ token: { lifetimeMs: null } }]);
  });

  it.each([[null], ['soon'], [-5], [{}], [true], ['']])('with a lifetime of %j tells none', async (expires_in) => {
    expect(await life({ expires_in })).toBeNull();
  });

  it.each([[{}], [{ access_token: '' }], [{ access_token: 7 }], [[]], [null]])(
    '%j holds no token: the sign-in failed',
    async (body) => {
      d1.token = (_request, response) => sendJson(response, body);
      expect(await clientFor(d1).fault()).toMatchObject({ family: 'sign-in', httpStatus: 200 });
    },
  );

  it("that is a web page is somebody else's: malformed, and asked for again soon", async () => {
    let portal = true;
    d1.token = (request, response) => {
      if (!portal) return grant(request, response);
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Please sign in to the guest network</html>');
    };
    const { fault, client, read } = clientFor(d1);
    expect(await fault()).toMatchObject({ family: 'malformed', cause: 'content-type' });
    portal = false;
    client.signIn();
    expect(await read()).toMatchObject({ kind: 'body' });
  });

  it('that stops in the middle is a timeout on the way, with its id', async () => {
    d1.token = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"access_');
    };
    const { fault } = clientFor(d1, { settings: { bodyTimeoutMs: 300 } });
    expect(await fault()).toMatchObject({
      family: 'network',
      cause: 'timeout',
      correlationId: d1.seen.at(-1)?.headers['x-correlation-id'],
    });
  });
});
