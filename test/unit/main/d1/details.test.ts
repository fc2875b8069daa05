/** The card details call over real TLS: a help for staff that never becomes a trouble. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { CardDetailsSettings } from '../../../../main/d1/settings.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { clientFor, closeClients, type ClientUnderTest } from './client-under-test.ts';
import { empty, grant, sendJson, startMadeD1, type Handler, type MadeD1 } from './made-d1.ts';

const CARD_DETAILS: CardDetailsSettings = {
  path: '/issuers/{issuerId}/cards/{cardId}',
  names: { scheme: 'scheme', lastFour: 'last4', expiry: 'expiryDate', product: 'cardProductId' },
};
const ON = { settings: { cardDetails: CARD_DETAILS } };

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

const details = (
  { client }: ClientUnderTest,
  cardId = 'card-1',
  signal = new AbortController().signal,
): ReturnType<ClientUnderTest['client']['readDetails']> => client.readDetails(cardId, signal);

describe('the details of an ordered card', () => {
  it('are read with the same token', async () => {
    sandbox.control.order({
      cardId: 'card-1',
      scenario: 'by-hand',
      details: { scheme: 'VISA', last4: '0042', expiryDate: '1228', cardProductId: 'GOLD', state: 'ACTIVE' },
    });
    const under = clientFor(sandbox, ON);
    await under.read('card-1');
    expect(await details(under)).toEqual({
      kind: 'details',
      details: { scheme: 'VISA', lastFour: '0042', expiry: '12/28', product: 'GOLD' },
    });
    const requests = sandbox.control.requests();
    expect(requests.map(({ kind, status }) => `${kind} ${String(status)}`)).toEqual([
      'token 200',
      'status 200',
      'details 200',
    ]);
    expect(requests[2]?.headers['authorization']).toBe(requests[1]?.headers['authorization']);
    expect(new Set(requests.map(({ correlationId }) => correlationId)).size).toBe(3);
    const asked = requests[2];
    expect(asked?.query).toBe(`_=${String(asked?.correlationId)}`);
  });

  it('can be changed while the sandbox runs', async () => {
    sandbox.control.order({ cardId: 'card-1', scenario: 'by-hand' });
    const under = clientFor(sandbox, ON);
    sandbox.control.setDetails('card-1', { last4: '7777' });
    expect(await details(under)).toMatchObject({ details: { lastFour: '7777', scheme: null } });
    sandbox.control.setDetails('card-1', null);
    expect(await details(under)).toEqual({ kind: 'none' });
  });

  it('are not asked for while they are switched off', async () => {
    sandbox.control.order({ cardId: 'card-1', scenario: 'by-hand' });
    expect(await details(clientFor(sandbox))).toEqual({ kind: 'none' });
    expect(sandbox.control.requests()).toEqual([]);
  });

  it('come from the configured path', async () => {
    const under = clientFor(d1, { settings: { cardDetails: { ...CARD_DETAILS, path: '/relay/{cardId}/face' } } });
    d1.status = (_request, response) => sendJson(response, { last4: '0042' });
    expect(await details(under, 'a b/c')).toMatchObject({ details: { lastFour: '0042' } });
    expect(d1.seen.at(-1)?.path).toBe('/banking/v1/relay/a%20b%2Fc/face');
  });
});

describe('details that say nothing', () => {
  it.each<[string, Handler]>([
    ['no such card', (_request, response) => sendJson(response, {}, 404)],
    ['no known property', (_request, response) => sendJson(response, { state: 'ACTIVE' })],
    ['a full card number', (_request, response) => sendJson(response, { last4: '4111111111111111' })],
    ['a list', (_request, response) => sendJson(response, ['VISA'])],
  ])('%s: none', async (_words, handler) => {
    d1.status = handler;
    expect(await details(clientFor(d1, ON))).toEqual({ kind: 'none' });
  });

  it("of another card are a fault: somebody else's digits are worse than none", async () => {
    sandbox.control.order({ cardId: 'card-1', scenario: 'by-hand', details: { cardId: 'card-2', last4: '0042' } });
    expect(await details(clientFor(sandbox, ON))).toMatchObject({
      kind: 'fault',
      fault: { family: 'malformed', cause: 'shape' },
    });
  });
});

describe('details that go wrong', () => {
  const failing: [string, Handler, string][] = [
    ['401', (_request, response) => sendJson(response, {}, 401), 'sign-in/unauthorised'],
    ['403', (_request, response) => sendJson(response, {}, 403), 'sign-in/forbidden'],
    ['500', (_request, response) => sendJson(response, {}, 500), 'network/server-error'],
    ['429', (_request, response) => sendJson(response, {}, 429, { 'retry-after': '60' }), 'network/too-many-requests'],
    ['a redirect', (_request, response) => sendJson(response, {}, 302, { location: '/' }), 'malformed/redirect'],
    ['a page', (_request, response) => response.end('<html>'), 'malformed/content-type'],
    ['more than is read', (_request, response) => sendJson(response, 'x'.repeat(1_048_577)), 'malformed/too-large'],
    ['a connection that ends', (request) => request.socket.destroy(), 'network/reset'],
  ];

  it.each(failing)('by %s leave token, sign-in and status reads as they were', async (_words, handler, expected) => {
    d1.status = (request, response) =>
      (request.url?.includes('/physicalCards/') === true ? empty : handler)(request, response);
    const under = clientFor(d1, ON);
    expect(await under.read('card-1')).toMatchObject({ kind: 'body' });
    const outcome = await details(under);
    expect(outcome.kind === 'fault' ? `${outcome.fault.family}/${outcome.fault.cause}` : outcome).toBe(expected);
    expect(await under.read('card-1')).toMatchObject({ kind: 'body' });
    expect(under.signIns).toHaveLength(1);
    // A card that is forbidden now is still told from a forbidden station: the details counted for nothing.
    expect(d1.seen.filter(({ path }) => path.startsWith('/authz/'))).toHaveLength(1);
  });

  it('end at once when nobody waits any more', async () => {
    const abort = new AbortController();
    d1.status = () => abort.abort();
    expect(await details(clientFor(d1, ON), 'card-1', abort.signal)).toMatchObject({ kind: 'fault' });
  });

  it('by a refused sign-in say so', async () => {
    d1.token = (_request, response) => sendJson(response, {}, 400);
    expect(await details(clientFor(d1, ON))).toMatchObject({ fault: { family: 'sign-in', cause: 'token-refused' } });
  });
});
