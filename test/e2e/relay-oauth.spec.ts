/** The packaged twin with a token of the bank's identity server: what it shows when that server refuses it or is away. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Bundle } from '../sandbox/bundle.ts';
import { CLIENT, sendJson, startIdentityServer, type IdentityServer } from '../sandbox/relay/identity-server.ts';
import { expect, expectConnection, expectFault, expectStage, test as base, type Desk } from './fixtures.ts';
import type { StationApp } from './station-app.ts';

const CARD = 'oauth-1';
const WORDS = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../renderer/locales/en.json'), 'utf8')) as {
  readonly fault: {
    readonly at: { readonly 'identity-server': Readonly<Record<string, Readonly<{ other: string }>>> };
  };
  readonly owner: Readonly<Record<string, string>>;
};

/** The bank's identity server and relay. D1, behind it, says of each card what `progress` says. */
interface Bank extends IdentityServer {
  progress: readonly [status: string, details: string];
}

const test = base.extend<{ bank: Bank }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from the pattern
  bank: async ({}, use) => {
    const progress: Bank['progress'] = ['PENDING', 'CARD_PROD_REQUESTED'];
    const bank: Bank = Object.assign(await startIdentityServer(), { progress });
    bank.read = (request, response) => {
      const cardId = /\/physicalCards\/([^/]+)\//.exec(request.url ?? '')?.[1];
      const [status, details] = bank.progress;
      const [startTime, endTime] = ['2026-01-17T06:28:02.492Z', '2026-01-17T06:29:02.492Z'];
      const operation = { operationId: 'op-1', operation: 'PRODUCE', status, startTime, endTime, cardId };
      sendJson(
        response,
        200,
        { operations: [{ ...operation, details: { status: details } }] },
        { 'x-answer-from': 'd1' },
      );
    };
    await use(bank);
    await bank.close();
  },
});

function configure(desk: Desk, { bankingUrl, tokenUrl, caPem }: Bank): void {
  desk.configure({
    d1: { auth: 'relay-oauth', authUrl: undefined, bankingUrl, tokenUrl, tokenScope: 'd1.read', caFile: 'bank-ca.pem' },
    // The shortest that are allowed, so that a card is read often and a green one lapses soon.
    pace: { requestedSeconds: 1, greenSeconds: 1 },
    limits: { freshnessLimitSeconds: 5, retryCeilingSeconds: 1, signInFirstSeconds: 5, signInCeilingSeconds: 5 },
  });
  writeFileSync(join(desk.folder, 'bank-ca.pem'), caPem);
}

async function expectIdentityServerNamed({ page }: StationApp, family: 'network' | 'sign-in'): Promise<void> {
  const fault = page.locator(`[data-testid="fault"][data-fault="${family}"]`);
  await expect(fault).toContainText(WORDS.fault.at['identity-server'][family]?.other ?? 'no such sentence');
  await expect(fault).toContainText(WORDS.owner['relay-administrator'] ?? 'no such owner');
}

test('a card goes to green with the bank’s token, and without one no green outlives its answer', async ({
  desk,
  bank,
}) => {
  configure(desk, bank);
  await desk.provision({ mode: 'relay-oauth', issuerId: 'ISSUER0001', ...CLIENT } as unknown as Bundle);
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, phase: 'requested', verdict: 'wait' });
  bank.progress = ['SUCCESSFUL', 'CARD_PROD_DONE'];
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
  expect(bank.given()).toBe(1);

  // A token that the relay takes no more is renewed, and nobody at the screen sees it.
  bank.forgetTokens();
  await expect.poll(() => bank.given()).toBe(2);
  await expect.poll(() => bank.seen.at(-1)?.path).toContain(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);

  // The identity server knows the station no more: D1 and relay would still say "done", and nobody may be told so.
  bank.knowsStation = false;
  bank.forgetTokens();
  await expectFault(station, 'sign-in', 'token-refused');
  await expectIdentityServerNamed(station, 'sign-in');
  await bank.goAway();
  await expectStage(station, { cardId: CARD, phase: 'personalised', verdict: 'cannot-tell' });

  // The next try finds it away.
  await expectFault(station, 'network', 'refused');
  await expectIdentityServerNamed(station, 'network');
  await expectStage(station, { cardId: CARD, phase: 'personalised', verdict: 'cannot-tell' });

  bank.knowsStation = true;
  await bank.comeBack();
  await expectStage(station, { cardId: CARD, phase: 'personalised', verdict: 'hand-over' });
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
  expect(bank.given()).toBe(3);
  expect(readFileSync(station.logFile(), 'utf8')).not.toContain(CLIENT.clientSecret);
});
