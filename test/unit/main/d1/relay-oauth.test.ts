/** The mode relay-oauth: a token of the bank's identity server, and a relay that takes it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { createIdentity, type Bundle } from '../../../sandbox/bundle.ts';
import { CLIENT, sendJson, startIdentityServer, type IdentityServer } from '../../../sandbox/relay/identity-server.ts';
import { clientFor, closeClients, type ClientUnderTest } from './client-under-test.ts';

let bundle: Bundle;
let bank: IdentityServer;
beforeAll(async () => {
  ({ bundle } = await createIdentity(null));
});
beforeEach(async () => {
  bank = await startIdentityServer();
});
afterEach(async () => {
  await closeClients();
  await bank.close();
});
afterAll(closeClients);

function station(
  clientSecret: string = CLIENT.clientSecret,
  change: { readonly statusPath?: string } = {},
): ClientUnderTest {
  const { bankingUrl, caPem, tokenUrl } = bank;
  return clientFor(
    { authUrl: '', bankingUrl, caPem, bundle },
    {
      settings: { tokenUrl, tokenScope: 'd1.read', ...change },
      identity: {
        mode: 'relay-oauth',
        issuerId: 'ISSUER0001',
        clientId: CLIENT.clientId,
        clientSecret: { reveal: () => clientSecret },
      },
    },
  );
}

test('one token for many reads, with the scope asked for, and the relay asked whether it is ready', async () => {
  const { read } = station();
  expect(await Promise.all([read('a'), read('b'), read('c')])).toMatchObject([
    { kind: 'body' },
    { kind: 'body' },
    { kind: 'body' },
  ]);
  expect(bank.given()).toBe(1);
  expect(new URLSearchParams(bank.seen[0]?.body).get('scope')).toBe('d1.read');
  expect(bank.seen[1]).toMatchObject({ method: 'POST', path: '/d1/ready' });
});

test('a token that the relay takes no more is renewed once, without a fault', async () => {
  const { read } = station();
  await read();
  bank.forgetTokens();
  expect(await read()).toMatchObject({ kind: 'body' });
  expect(bank.given()).toBe(2);
});

test('a secret that the identity server refuses is its fault, by name, and the secret is nowhere in it', async () => {
  const { fault, signIns } = station('another planted secret');
  expect(await fault()).toMatchObject({ family: 'sign-in', cause: 'token-refused', at: 'identity-server' });
  expect(JSON.stringify(signIns)).not.toContain('planted');
});

test('an identity server that is away, and a relay that is away, are told apart', async () => {
  const away = station();
  await bank.close();
  expect(await away.fault()).toMatchObject({ family: 'network', cause: 'refused', at: 'identity-server' });
});

describe('a 404', () => {
  const answers = [
    ['marked as D1’s', { 'x-answer-from': 'd1' }, { kind: 'not-found' }],
    ['without a mark', {}, { kind: 'fault', fault: { family: 'malformed', at: 'relay' } }],
    [
      'marked as the relay’s',
      { 'x-answer-from': 'relay' },
      { kind: 'fault', fault: { family: 'malformed', at: 'relay' } },
    ],
    ['with another mark', { 'x-answer-from': 'D1' }, { kind: 'fault', fault: { family: 'malformed', at: 'relay' } }],
    [
      'with the mark twice',
      { 'x-answer-from': 'relay, d1' },
      { kind: 'fault', fault: { family: 'malformed', at: 'relay' } },
    ],
  ] as const;
  test.each(answers)('%s', async (_what, headers, outcome) => {
    bank.read = (_request, response) => sendJson(response, 404, { error: 'Card order not found' }, headers);
    expect(await station().read()).toMatchObject(outcome);
  });
});

test('a 200 without the mark is no answer, however right it looks', async () => {
  bank.read = (_request, response) => sendJson(response, 200, { operations: [] });
  expect(await station().fault()).toMatchObject({
    family: 'malformed',
    cause: 'unexpected-status',
    at: 'relay',
    httpStatus: 200,
  });
});

test('a station that asks too fast is told so by the relay, and waits as long as it says', async () => {
  bank.read = (_request, response) =>
    sendJson(response, 429, {}, { 'x-answer-from': 'relay', 'x-relay-problem': 'too-fast', 'retry-after': '2' });
  expect(await station().fault()).toMatchObject({
    family: 'network',
    cause: 'too-many-requests',
    at: 'relay',
    retryAfterMs: 2_000,
    detail: 'HTTP 429 too-fast',
  });
});

test('a 401 of D1 is about the relay: the station buys no new token for it', async () => {
  bank.read = (_request, response) => sendJson(response, 401, { error: 'no' }, { 'x-answer-from': 'd1' });
  expect(await station().fault()).toMatchObject({ family: 'sign-in', cause: 'unauthorised', at: 'relay-at-d1' });
  expect(bank.given()).toBe(1);
});

describe("the station's list", () => {
  const look = ({ client }: ClientUnderTest) => client.readStationList('KIOSK-PS-101', new AbortController().signal);
  const LISTED = { cards: [] };

  test('says how long a relay wants to be left alone', async () => {
    bank.read = (_request, response) =>
      sendJson(response, 429, {}, { 'x-answer-from': 'relay', 'x-relay-problem': 'too-fast', 'retry-after': '60' });
    expect(await look(station())).toMatchObject({
      kind: 'unreachable',
      detail: 'HTTP 429 too-fast',
      retryAfterMs: 60_000,
    });
  });

  test('that is cut off in its middle is a relay that cannot be reached, not a list of another form', async () => {
    bank.read = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': '100',
        'x-answer-from': 'relay',
      });
      response.write('{ "cards":', () => response.destroy());
    };
    expect(await look(station())).toMatchObject({ kind: 'unreachable', correlationId: expect.any(String) });
  });

  test('has a new token at the next look when the relay takes the old one no more, though no card is read', async () => {
    bank.read = (_request, response) => sendJson(response, 200, LISTED, { 'x-answer-from': 'relay' });
    const one = station();
    expect(await look(one)).toMatchObject({ kind: 'body' });
    bank.forgetTokens();
    expect(await look(one)).toMatchObject({ kind: 'unreachable' });
    expect(await look(one)).toMatchObject({ kind: 'body' });
    expect(bank.given()).toBe(2);
  });

  test('that is refused with every token costs one new token, not one for each look', async () => {
    bank.read = (_request, response) => sendJson(response, 401, {}, { 'x-answer-from': 'relay' });
    const one = station();
    for (let time = 0; time < 5; time += 1) expect(await look(one)).toMatchObject({ kind: 'unreachable' });
    expect(bank.given()).toBe(2);
  });
});
