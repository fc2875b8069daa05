/** Behind a relay: which way is gone, with which credentials, and the trial of new ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Config } from '../../../../main/config/schema.ts';
import type { Credentials } from '../../../../main/credentials/load-credentials.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { createTrial } from '../../../../main/kiosk/administrator/trial.ts';
import { addressesOf, otherMode } from '../../../../main/kiosk/way-to-d1.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { ownerOf } from '../../../../main/tracking/words.ts';
import { CLIENT, startIdentityServer, type IdentityServer } from '../../../sandbox/relay/identity-server.ts';
import { configOf, loadText, smallestWith } from '../config/fake-files.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

let bank: IdentityServer;
let folder: string;
beforeAll(async () => {
  bank = await startIdentityServer();
  folder = mkdtempSync(join(tmpdir(), 'card-station-way-'));
  writeFileSync(join(folder, 'ca.pem'), bank.caPem);
});
afterAll(async () => {
  await bank.close();
  rmSync(folder, { recursive: true, force: true });
});

function config(change: Record<string, unknown> = {}): Config {
  const { tokenUrl, bankingUrl } = bank;
  const d1 = { environment: 'sandbox', auth: 'relay-oauth', authUrl: undefined, tokenUrl, bankingUrl };
  return configOf(loadText(smallestWith({ d1: { ...d1, caFile: join(folder, 'ca.pem'), caMode: 'only', ...change } })));
}

const credentials = (clientSecret: string): Credentials => {
  return {
    mode: 'relay-oauth',
    issuerId: 'ISSUER0001',
    clientId: CLIENT.clientId,
    clientSecret: new Secret(clientSecret),
  };
};

function trial(clientSecret: string, change?: Record<string, unknown>): Promise<Fault | null> {
  const surroundings = { random: () => 0.5, resolveProxy: () => Promise.resolve('DIRECT'), buildDate: 0 };
  const clock = new FakeClock({ mono: 5_000, wall: Date.now() });
  return createTrial({ config: config(change), clock, ...surroundings })(credentials(clientSecret));
}

test('the addresses of the way, in their order, and who is there', () => {
  expect(addressesOf(config())).toEqual([
    { url: bank.tokenUrl, at: 'identity-server' },
    { url: bank.bankingUrl, at: 'relay' },
  ]);
  expect(addressesOf(configOf(loadText(smallestWith({}))))).toEqual([
    { url: 'https://api.d1-stg.thalescloud.io/authz/v1' },
    { url: 'https://api.d1-stg.thalescloud.io/banking/v1' },
  ]);
});

test('a trial buys a token and asks the relay whether it is ready; no card is needed', async () => {
  bank.seen.length = 0;
  expect(await trial(CLIENT.clientSecret)).toBeNull();
  expect(bank.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /oauth2/token', 'POST /d1/ready']);
});

test('a trial says who refused, and where the way ends', async () => {
  expect(await trial('wrong')).toMatchObject({ family: 'sign-in', cause: 'token-refused', at: 'identity-server' });
  expect(await trial(CLIENT.clientSecret, { bankingUrl: 'https://localhost:1/d1' })).toMatchObject({
    family: 'network',
    cause: 'refused',
    at: 'relay',
  });
});

test('credentials of another mode than the configuration are a fault with both names', () => {
  expect(otherMode(config(), credentials('x'))).toBeNull();
  expect(otherMode(configOf(loadText(smallestWith({}))), credentials('x'))).toEqual({
    family: 'configuration',
    cause: 'other-mode',
    detail: 'd1.auth is "direct", and the credentials are of mode "relay-oauth"',
    correlationId: null,
  });
});

test("what lies in the bank's data centre is its own to mend; a certificate that is not trusted here is not", () => {
  expect(ownerOf({ family: 'network', at: 'relay' })).toBe('relay-administrator');
  expect(ownerOf({ family: 'sign-in', at: 'relay-at-d1' })).toBe('relay-administrator');
  expect(ownerOf({ family: 'certificate', at: 'relay' })).toBe('branch-it');
  expect(ownerOf({ family: 'network' })).toBe('network');
});
