import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSandbox } from '../sandbox/sandbox.ts';
import { expect, expectConnection, expectFault, expectStage, test } from './fixtures.ts';

test('a client certificate that D1 does not know is a certificate fault', async ({ desk, sandbox }) => {
  await desk.provision(await sandbox.mint.untrusted());
  const station = await desk.start();
  await expectFault(station, 'certificate', 'client-refused');
  await expectConnection(station, 'never');
});

test('a client certificate refused within a TLS 1.2 handshake is a certificate fault too', async ({ desk }) => {
  const older = await startSandbox({ maxTls: 'TLSv1.2' });
  try {
    const { authUrl, bankingUrl } = older;
    writeFileSync(join(desk.folder, 'older.pem'), older.caPem);
    desk.configure({ d1: { authUrl, bankingUrl, caFile: 'older.pem' } });
    await desk.provision(await older.mint.untrusted());
    const station = await desk.start();
    await expectFault(station, 'certificate', 'client-refused');
  } finally {
    await older.close();
  }
});

test('a signing key that D1 does not know is a sign-in fault', async ({ desk, sandbox }) => {
  await desk.provision(await sandbox.mint.unknownSigningKey());
  const station = await desk.start();
  await expectFault(station, 'sign-in', 'token-refused');
  await expectConnection(station, 'never');
});

test('a D1 that cannot be reached is a network fault, and ends by itself', async ({ desk, sandbox }) => {
  await desk.provision();
  await sandbox.control.goOffline();
  const station = await desk.start();
  await expectFault(station, 'network', 'refused');
  await sandbox.control.goOnline();
  await expectConnection(station, 'ok');
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
});

test("a server that the bank's CA file does not vouch for is a certificate fault", async ({ desk, sandbox }) => {
  desk.configure({ d1: await sandbox.mint.server('untrusted') });
  await desk.provision();
  const station = await desk.start();
  await expectFault(station, 'certificate', 'server-not-trusted');
});

test('a server under another name is a certificate fault', async ({ desk, sandbox }) => {
  desk.configure({ d1: await sandbox.mint.server('wrong-host') });
  await desk.provision();
  const station = await desk.start();
  await expectFault(station, 'certificate', 'wrong-host');
});

test('a card that D1 does not know waits for the grace time, then nobody can tell', async ({ desk }) => {
  desk.configure({ limits: { notFoundGraceSeconds: 6 } });
  await desk.provision();
  const station = await desk.start();
  await station.scan('never-ordered-1');
  await expectStage(station, { cardId: 'never-ordered-1', phase: 'not-found', verdict: 'wait' });
  await expectStage(station, { phase: 'not-found', verdict: 'cannot-tell' });
});

test('green lapses when D1 cannot be reached, and comes back with a fresh answer', async ({ desk, sandbox }) => {
  desk.configure({ limits: { freshnessLimitSeconds: 6 }, pace: { greenSeconds: 2 } });
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-0010', scenario: 'by-hand' });
  sandbox.control.set('card-0010', { state: 'done' });
  await station.scan('card-0010');
  await expectStage(station, { verdict: 'hand-over' });
  await sandbox.control.goOffline();
  await expectStage(station, { phase: 'personalised', verdict: 'cannot-tell' });
  await expectFault(station, 'network', 'refused');
  await expectConnection(station, 'down');
  await sandbox.control.goOnline();
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
});

test('a proxy that answers in place of D1 is no answer', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-0011', scenario: 'by-hand' });
  sandbox.control.set('card-0011', { state: 'done' });
  sandbox.control.inject({ effect: { kind: 'html' }, on: 'status' });
  await station.scan('card-0011');
  await expectFault(station, 'malformed', 'content-type');
  await expectStage(station, { phase: 'not-asked' });
});
