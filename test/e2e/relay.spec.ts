/** The packaged twin behind the bank's relay: Debian's nginx with the files of docs/relay/nginx, and the sandbox as D1. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Bundle } from '../sandbox/bundle.ts';
import { createAuthority, type KeyedCertificate } from '../sandbox/certificates.ts';
import { startRelay, type Relay } from '../sandbox/relay/nginx-relay.ts';
import { expect, expectConnection, expectFault, expectStage, test as base, type Desk } from './fixtures.ts';
import { expectGiven, exported, handOver } from './staff-desk.ts';
import { runCommand, type StationApp } from './station-app.ts';

const STATION = 'KIOSK-PS-101';
const WORDS = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../renderer/locales/en.json'), 'utf8')) as {
  readonly fault: { readonly at: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> };
  readonly owner: Readonly<Record<string, string>>;
};

/** The bank's ordering system: what it answers for a station's list. */
interface Orders {
  readonly address: string;
  answer: string;
}

const test = base.extend<{ orders: Orders; relay: Relay }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from the pattern
  orders: async ({}, use) => {
    const orders = { address: '', answer: '{"cards":[]}' };
    const server: Server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(orders.answer);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    orders.address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    await use(orders);
    server.closeAllConnections();
    server.close();
  },
  relay: async ({ sandbox, orders }, use) => {
    const relay = await startRelay({ sandbox, orders: orders.address });
    await use(relay);
    await relay.close();
  },
});

function bundleOf({ certificatePem, keyPem }: KeyedCertificate): Bundle {
  const bundle = { mode: 'relay-mtls', issuerId: 'ISSUER0001', clientCertificate: certificatePem, clientKey: keyPem };
  return bundle as unknown as Bundle;
}

/** The sandbox's own authority is of no use here: the station trusts the bank's. */
function configure(desk: Desk, relay: Relay, more: Readonly<Record<string, object>> = {}): void {
  const d1 = { auth: 'relay-mtls', authUrl: undefined, bankingUrl: relay.bankingUrl, caFile: 'relay-ca.pem' };
  desk.configure({ ...more, d1 });
  writeFileSync(join(desk.folder, 'relay-ca.pem'), relay.caPem);
}

async function expectSentence({ page }: StationApp, family: string, sentence: string | undefined, owner: string) {
  const fault = page.locator(`[data-testid="fault"][data-fault="${family}"]`);
  await expect(fault).toContainText(sentence ?? 'no such sentence');
  await expect(fault).toContainText(WORDS.owner[owner] ?? 'no such owner');
}

test('a card of the bank’s list goes to green and is handed over; D1 knows the relay alone', async ({
  sandbox,
  desk,
  relay,
  orders,
}) => {
  configure(desk, relay, { intake: { list: true, listPollSeconds: 5 }, pace: { requestedSeconds: 1 } });
  await desk.provision(bundleOf(await relay.station(STATION)));
  sandbox.control.order({ cardId: 'relayed-1', scenario: 'by-hand' });
  orders.answer = JSON.stringify({ cards: [{ cardId: 'relayed-1', reference: 'Ticket 42' }] });
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await expectStage(station, { cardId: 'relayed-1', phase: 'requested', verdict: 'wait' });
  sandbox.control.step('relayed-1');
  sandbox.control.step('relayed-1');
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
  orders.answer = '{"cards":[{"cardId":7}]}';
  await expectFault(station, 'intake', 'list-unusable');
  await handOver(station);
  await expectGiven(station, 'relayed-1');
  expect(await exported(desk)).toMatchObject([{ kind: 'handed-over', cardId: 'relayed-1' }]);
  // Handed over and still listed: it does not come back.
  orders.answer = JSON.stringify({ cards: [{ cardId: 'relayed-1' }] });
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);

  const requests = sandbox.control.requests();
  expect(new Set(requests.map(({ clientSubject }) => clientSubject)).size).toBe(1);
  expect(requests[0]?.clientSubject).not.toContain(STATION);
  expect(requests.filter(({ kind }) => kind === 'token')).toHaveLength(1);
  const reads = relay.log().filter(({ address }) => address?.includes('relayed-1') === true);
  expect(new Set(reads.map((line) => line['station']))).toEqual(new Set([`CN=${STATION}`]));

  await sandbox.control.goOffline();
  await station.scan('relayed-2');
  await expectFault(station, 'network', 'server-error');
  await expectSentence(
    station,
    'network',
    WORDS.fault.at['relay-at-d1']?.['network']?.['other'],
    'relay-administrator',
  );
  await expectStage(station, { cardId: 'relayed-2', phase: 'not-asked' });
});

test('a bundle of another mode is refused, and a certificate of another authority shows as refused by the relay', async ({
  sandbox,
  desk,
  relay,
}) => {
  configure(desk, relay);
  const file = join(desk.folder, 'direct.json');
  writeFileSync(file, JSON.stringify(sandbox.bundle), { mode: 0o600 });
  const refused = await runCommand(desk.place, 'provision', file);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    'mode: The bundle is of mode "direct", and the configuration of this station says d1.auth "relay-mtls".',
  );
  const stranger = await createAuthority('Some other CA');
  await desk.provision(bundleOf(await stranger.issue({ commonName: STATION, use: 'client' })));
  const station = await desk.start();
  await expectFault(station, 'certificate', 'client-refused');
  await expectSentence(
    station,
    'certificate',
    WORDS.fault.at['relay']?.['certificate']?.['client-refused'],
    'branch-it',
  );
  expect(sandbox.control.requests()).toEqual([]);
});
