/** docs/relay/openapi.json against what the relay and the sandbox really answer. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { KeyedCertificate } from '../../../sandbox/certificates.ts';
import { startRelay, type Relay } from '../../../sandbox/relay/nginx-relay.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { ask, burst, STATUS, type Raw } from './relay-station.ts';

interface Described {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}
type Operation = { readonly responses: Readonly<Record<string, unknown>> };
interface Contract {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const FILE = 'docs/relay/openapi.json';
const contract = JSON.parse(readFileSync(FILE, 'utf8')) as Contract;

/** The thing itself in place of every `$ref` of the file. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { readonly $ref?: string };
  if ($ref === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
  const found = $ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], contract);
  if (found === undefined) throw new Error(`${FILE} has no ${$ref}`);
  return resolved(found);
}

/** What is wrong with an answer by the contract; empty when it is kept. */
function breaches(path: string, method: string, answer: Raw): string[] {
  const operation = contract.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) return [`${method} ${path} is not in the contract`];
  const named = operation.responses[String(answer.status)];
  const described = resolved(named ?? operation.responses['default']) as Described | undefined;
  if (described === undefined) return [`status ${String(answer.status)} is not in the contract`];
  const found: string[] = [];
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    const { required, schema } = header as {
      readonly required?: boolean;
      readonly schema: Parameters<typeof z.fromJSONSchema>[0];
    };
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined ? required === true : !z.fromJSONSchema(schema).safeParse(value).success)
      found.push(`header ${name}: ${String(value)}`);
  }
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const media = described.content?.[type];
  if (described.content === undefined) return answer.body === '' ? found : [...found, 'a body where there is none'];
  if (media === undefined) return [...found, `content type ${type}`];
  const body = z
    .fromJSONSchema(media.schema as Parameters<typeof z.fromJSONSchema>[0])
    .safeParse(JSON.parse(answer.body));
  return body.success ? found : [...found, `body: ${body.error.message}`];
}

let sandbox: Sandbox;
let relay: Relay;
let own: KeyedCertificate;
const orders = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-answer-from': 'd1' });
  response.end(JSON.stringify({ cards: [{ cardId: 'SEED-DONE', reference: 'Ticket 42' }] }));
});
beforeAll(async () => {
  sandbox = await startSandbox();
  await once(orders.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${String((orders.address() as AddressInfo).port)}`;
  relay = await startRelay({ sandbox, cardDetails: true, orders: address });
  own = await relay.station('KIOSK-PS-101');
}, 60_000);
afterAll(async () => {
  orders.close();
  orders.closeAllConnections();
  await relay.close();
  await sandbox.close();
});

const READ = '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus';
const DETAILS = '/issuers/{issuerId}/cards/{cardId}';
const LIST = '/stations/{persoStation}/cards';

test('is OpenAPI 3.1, every $ref of it leads somewhere, and it lists what the relay lets through', () => {
  expect(contract.openapi).toBe('3.1.0');
  expect(() => resolved(contract.paths)).not.toThrow();
  expect(Object.keys(contract.paths).sort()).toEqual([DETAILS, READ, LIST, '/ready'].sort());
});

describe('the relay keeps it', () => {
  test.each([
    ['ready', '/ready', 'POST', '/ready', 204],
    ['a card', READ, 'GET', STATUS('SEED-DONE'), 200],
    ['a card that D1 does not know', READ, 'GET', STATUS('NO-SUCH-CARD'), 404],
    ['another issuer', READ, 'GET', STATUS('SEED-DONE').replace('0001', '0002'), 403],
    ['details of a card that D1 does not know', DETAILS, 'GET', '/issuers/ISSUER0001/cards/NO-SUCH-CARD', 404],
    ['the list of the station', LIST, 'GET', '/stations/KIOSK-PS-101/cards', 200],
    ['the list of another station', LIST, 'GET', '/stations/KIOSK-PS-102/cards', 403],
  ] as const)('%s', async (_what, path, method, address, status) => {
    const answer = await ask(relay, own, address, { method });
    expect(answer.status).toBe(status);
    expect(breaches(path, method, answer)).toEqual([]);
  });

  test('a list carries nothing of the ordering system but the list, and no name that only looks like the station’s gets it', async () => {
    const list = await ask(relay, own, '/stations/KIOSK-PS-101/cards');
    expect(list.headers['set-cookie']).toBeUndefined();
    const disguised = await relay.station('x,CN=KIOSK-PS-101');
    expect(await ask(relay, disguised, '/stations/KIOSK-PS-101/cards')).toMatchObject({ status: 403 });
  });

  test('the details of a card, and every status of D1 that a station has a word for', async () => {
    sandbox.control.order({ cardId: 'detailed', scenario: 'by-hand' });
    sandbox.control.setDetails('detailed', { last4: '1234' });
    const details = await ask(relay, own, '/issuers/ISSUER0001/cards/detailed');
    expect([details.status, breaches(DETAILS, 'GET', details)]).toEqual([200, []]);
    const station = await relay.station('KIOSK-PS-103');
    for (const status of [400, 401, 403, 408, 429, 500, 502, 503, 504]) {
      sandbox.control.inject({ on: 'status', times: status === 401 ? 2 : 1, effect: { kind: 'status', status } });
      const answer = await ask(relay, station, STATUS('SEED-DONE'));
      // D1's 401 is the relay's own matter; its 504 becomes a 502.
      const expected = { 401: 'relay' }[status] ?? 'd1';
      expect([status, answer.headers['x-answer-from']]).toEqual([status, expected]);
      if (status !== 401 && status !== 504) expect(answer.status).toBe(status);
      if (answer.headers['x-answer-from'] === 'relay') expect(breaches(READ, 'GET', answer)).toEqual([]);
    }
  });

  test('a station that asks too fast, and a D1 that is away', async () => {
    const strict = await startRelay({ sandbox, rate: '1r/m' });
    const fast = await strict.station('KIOSK-PS-104');
    const answers = await burst(strict, fast, STATUS('SEED-DONE'), 20).finally(() => strict.close());
    const refused = answers.find(({ status }) => status === 429);
    expect(refused === undefined ? ['none was refused'] : breaches(READ, 'GET', refused)).toEqual([]);
    await sandbox.control.goOffline();
    const station = await relay.station('KIOSK-PS-105');
    const away = await ask(relay, station, STATUS('SEED-DONE')).finally(() => sandbox.control.goOnline());
    expect([away.status, breaches(READ, 'GET', away)]).toEqual([502, []]);
  });
});
