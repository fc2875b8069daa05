/** The relay of docs/relay/nginx, as Debian's nginx runs it, between the station's own client and the sandbox. */
import { readdirSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { createAuthority, type KeyedCertificate } from '../../../sandbox/certificates.ts';
import { startRelay, type Relay } from '../../../sandbox/relay/nginx-relay.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { closeClients } from '../../main/d1/client-under-test.ts';
import { ask, burst, relayClient, STATUS } from './relay-station.ts';

let sandbox: Sandbox;
let relay: Relay;
let number = 0;
let own: KeyedCertificate;
beforeAll(async () => {
  sandbox = await startSandbox();
  relay = await startRelay({ sandbox, cardDetails: true });
}, 60_000);
afterAll(async () => {
  await relay.close();
  await sandbox.close();
});
beforeEach(async () => {
  number += 1;
  // A station of its own for each test: the relay counts what each one asks.
  own = await relay.station(`KIOSK-PS-${String(number)}`);
});
afterEach(async () => {
  await closeClients();
  sandbox.control.clearFaults();
  sandbox.control.clearRequests();
});

const station = (bundle = sandbox.bundle) => relayClient(relay, bundle, own);
const asked = (kind: string): number => sandbox.control.requests().filter((request) => request.kind === kind).length;

describe('through the relay', () => {
  test('twelve reads at once on a cold start make one sign-in, which the sandbox has checked, and no token goes to the station', async () => {
    sandbox.control.expireTokens();
    const stations = await Promise.all(
      Array.from({ length: 12 }, (_, index) => relay.station(`COLD-${String(index)}`)),
    );
    const answers = await Promise.all(stations.map((each) => ask(relay, each, STATUS('SEED-DONE'))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(asked('token')).toBeLessThanOrEqual(2);
    const tokens = sandbox.control.requests().filter(({ kind }) => kind === 'token');
    expect(tokens.every(({ status }) => status === 200)).toBe(true);
    expect(JSON.stringify(answers)).not.toMatch(/bearer/i);
  });

  test('the client signs in and reads, and each read reaches D1', async () => {
    const { client, read, signIns } = station();
    client.signIn();
    expect(await read('SEED-DONE')).toMatchObject({ kind: 'body', body: { operations: [{ status: 'SUCCESSFUL' }] } });
    await read('SEED-DONE');
    expect(asked('status')).toBe(2);
    expect(signIns).toMatchObject([{ kind: 'granted' }]);
  });

  test("D1's 404 is D1's word; the relay's own 404 and a path without an answer are not", async () => {
    expect(await station().read('NO-SUCH-CARD')).toMatchObject({ kind: 'not-found' });
    const lost = relayClient(relay, sandbox.bundle, own, { settings: { statusPath: '/elsewhere/{cardId}' } });
    expect(await lost.fault('NO-SUCH-CARD')).toMatchObject({
      family: 'malformed',
      cause: 'unexpected-status',
      at: 'relay',
      httpStatus: 404,
      detail: 'HTTP 404 no-such-address',
    });
  });

  test('date, status and correlation id of D1 come through; cookies and a claim to be D1 do not', async () => {
    sandbox.control.inject({ on: 'status', effect: { kind: 'old-date', behindMs: 20_000 } });
    const answer = await ask(relay, own, STATUS('NO-SUCH-CARD'), {
      headers: { 'x-correlation-id': 'abc-1', cookie: 'a=b' },
    });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-answer-from': 'd1' } });
    expect(Date.now() - Date.parse(String(answer.headers['date']))).toBeGreaterThan(15_000);
    const [request] = sandbox.control.requests().filter(({ kind }) => kind === 'status');
    expect(request).toMatchObject({
      correlationId: 'abc-1',
      clientSubject: expect.stringContaining('TLSMA') as string,
    });
    expect(JSON.stringify(request?.headers)).not.toContain('a=b');
    // It writes the line after it has answered.
    const line = await vi.waitFor(() => {
      const found = relay.log().find(({ correlationId }) => correlationId === 'abc-1');
      if (found === undefined) throw new Error('The relay has not written the line yet.');
      return found;
    }, 5_000);
    expect(line).toMatchObject({ station: `CN=KIOSK-PS-${String(number)}`, from: 'd1', status: '404' });
  });

  test('a token that D1 no longer takes is renewed once, and the station notices nothing', async () => {
    const { read } = station();
    await read('SEED-DONE');
    sandbox.control.clearRequests();
    sandbox.control.expireTokens();
    expect(await read('SEED-DONE')).toMatchObject({ kind: 'body' });
    expect([asked('token'), asked('status')]).toEqual([1, 2]);
  });

  test('a D1 that takes no token any more is the fault of the relay’s sign-in', async () => {
    sandbox.control.inject({ on: 'status', effect: { kind: 'status', status: 401 } });
    expect(await station().fault()).toMatchObject({ family: 'sign-in', at: 'relay-at-d1' });
  });

  test('503 and Retry-After of D1 come through as D1’s', async () => {
    sandbox.control.inject({ on: 'status', effect: { kind: 'status', status: 503, retryAfter: '7' } });
    const fault = await station().fault();
    expect(fault).toMatchObject({ family: 'network', cause: 'server-error', httpStatus: 503, retryAfterMs: 7_000 });
    expect(fault.at).toBeUndefined();
  });

  test('a D1 that is down is never "not found", and the fault says where it lies', async () => {
    const { client, read, fault } = station();
    client.signIn();
    await read('SEED-DONE');
    await sandbox.control.goOffline();
    const down = await fault('NO-SUCH-CARD').finally(() => sandbox.control.goOnline());
    expect(down).toMatchObject({
      family: 'network',
      cause: 'server-error',
      at: 'relay-at-d1',
      detail: 'HTTP 502 d1-unreachable',
    });
  });

  test('nothing of D1’s answers is on the disk: the only file is the token, for the relay’s account', async () => {
    await station().read('SEED-DONE');
    expect(
      readdirSync(relay.runFolder, { recursive: true })
        .map(String)
        .filter((name) => !name.endsWith('.sock')),
    ).toHaveLength(2);
  });
});

describe('refused', () => {
  test('a station without a certificate, and with one of another authority', async () => {
    expect(await ask(relay, null, STATUS('SEED-DONE'))).toMatchObject({ status: 400 });
    const stranger = await (await createAuthority('Some other CA')).issue({ commonName: 'KIOSK-PS-1', use: 'client' });
    expect(await relayClient(relay, sandbox.bundle, stranger).fault()).toMatchObject({
      family: 'certificate',
      cause: 'client-refused',
      at: 'relay',
    });
    expect(asked('status')).toBe(0);
    // Who looks after the relay reads in its log why.
    await expect.poll(() => relay.log().map(({ tls }) => tls)).toContain('NONE');
    await expect.poll(() => relay.log().map(({ tls }) => tls)).toContainEqual(expect.stringMatching(/^FAILED:/));
  });

  test.each([
    ['another method', STATUS('SEED-DONE'), 'POST', 403],
    ['another method on ready', '/ready', 'GET', 403],
    ['another issuer', STATUS('SEED-DONE').replace('ISSUER0001', 'ISSUER0002'), 'GET', 403],
    ['a query that is more than one value', `${STATUS('SEED-DONE')}?a=1&b=2`, 'GET', 403],
    ['another path', '/issuers/ISSUER0001/cards/SEED-DONE/credentials', 'GET', 404],
    ['a path that climbs', '/issuers/ISSUER0001/physicalCards/..%2f..%2fx/productionStatus', 'GET', 404],
    ['the place of the token', '/../token', 'GET', 404],
    ['a list that is off', '/stations/KIOSK-PS-1/cards', 'GET', 404],
  ] as const)('%s', async (_what, path, method, status) => {
    const answer = await ask(relay, own, path, { method });
    expect(answer).toMatchObject({ status, headers: { 'x-answer-from': 'relay' } });
    expect(asked('status') + asked('details') + asked('other')).toBe(0);
  });

  test('a station that asks too fast, alone: another one is served meanwhile', async () => {
    // So slow a rate that the machine's own speed does not matter: fifteen at once are let through.
    const strict = await startRelay({ sandbox, rate: '1r/m' });
    try {
      const [fast, other] = [await strict.station('FAST'), await strict.station('OTHER')];
      const answers = await burst(strict, fast, STATUS('SEED-DONE'), 20);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(4);
      expect(refused[0]).toMatchObject({ headers: { 'x-answer-from': 'relay', 'retry-after': '2' } });
      expect(await ask(strict, other, STATUS('SEED-DONE'))).toMatchObject({ status: 200 });
    } finally {
      await strict.close();
    }
  });
});

test('a relay whose credentials D1 refuses says so, and not that the station is wrong', async () => {
  const wrong = await startRelay({ sandbox, credentials: { kid: 'no-such-key' } });
  try {
    const own = await wrong.station('KIOSK-PS-1');
    expect(await relayClient(wrong, sandbox.bundle, own).fault()).toMatchObject({
      family: 'sign-in',
      cause: 'token-refused',
      at: 'relay-at-d1',
      detail: expect.stringContaining('502') as string,
    });
  } finally {
    await closeClients();
    await wrong.close();
  }
}, 30_000);

test('a relay whose own key is of no use is broken itself: nobody looks for the fault on the way to D1', async () => {
  const wrong = await startRelay({ sandbox, credentials: { signingKey: 'not a key' } });
  try {
    const own = await wrong.station('KIOSK-PS-1');
    expect(await relayClient(wrong, sandbox.bundle, own).fault()).toMatchObject({
      family: 'network',
      cause: 'server-error',
      at: 'relay',
      detail: 'HTTP 500 broken',
    });
    expect(asked('token')).toBe(0);
  } finally {
    await closeClients();
    await wrong.close();
  }
}, 30_000);
