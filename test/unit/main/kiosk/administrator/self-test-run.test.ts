/** The steps of the self-test against a real HTTPS server in D1's place, and a keychain in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createKeychainStore } from '../../../../../main/credentials/keychain-store.ts';
import { provision } from '../../../../../main/credentials/provision.ts';
import { SELF_TEST_STEPS } from '../../../../../main/ipc/administrator-contract.ts';
import { beginSelfTest, type SelfTestRunOptions } from '../../../../../main/kiosk/administrator/self-test-run.ts';
import type { SelfTestStep, StepOutcome } from '../../../../../main/kiosk/administrator/self-test.ts';
import { configOf, loadText, smallestWith } from '../../config/fake-files.ts';
import { MemoryKeychain } from '../../credentials/memory-keychain.ts';
import { empty, grant, sendJson, startMadeD1, TOKEN, type MadeD1 } from '../../d1/made-d1.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

let d1: MadeD1;
beforeAll(async () => {
  d1 = await startMadeD1();
});
afterAll(() => d1.close());

let folder: string;
let keychain: MemoryKeychain;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-self-test-'));
  writeFileSync(join(folder, 'ca.pem'), d1.caPem);
  keychain = new MemoryKeychain();
  const options = {
    store: createKeychainStore(keychain),
    profileFolder: folder,
    environment: 'sandbox',
    now: Date.now(),
  } as const;
  expect(await provision(JSON.stringify(d1.bundle), options)).toMatchObject({ kind: 'provisioned' });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  d1.token = grant;
  d1.status = empty;
  d1.seen.length = 0;
});

function optionsFor(
  change: Partial<SelfTestRunOptions> = {},
  d1Settings: Record<string, unknown> = {},
): SelfTestRunOptions {
  const { authUrl, bankingUrl } = d1;
  const settings = { environment: 'sandbox', authUrl, bankingUrl, caFile: join(folder, 'ca.pem'), caMode: 'only' };
  const store = createKeychainStore(keychain);
  return {
    config: configOf(loadText(smallestWith({ d1: { ...settings, ...d1Settings } }))),
    profileFolder: folder,
    openStore: () => Promise.resolve({ kind: 'store', store }),
    clock: new FakeClock({ mono: 5_000, wall: Date.now() }),
    random: () => 0.5,
    resolveProxy: () => Promise.resolve('DIRECT'),
    buildDate: 0,
    cardId: () => 'card-0001',
    takeStart: () => true,
    ...change,
  };
}

/** Every step of one run, each in a few words. */
async function run(options: SelfTestRunOptions): Promise<Record<SelfTestStep, string>> {
  const begun = beginSelfTest(options);
  const outcomes: [SelfTestStep, string][] = [];
  for (const step of SELF_TEST_STEPS)
    outcomes.push([step, words(await begun.step(step, new AbortController().signal))]);
  begun.end();
  return Object.fromEntries(outcomes) as Record<SelfTestStep, string>;
}

function words(outcome: StepOutcome): string {
  switch (outcome.kind) {
    case 'ok':
      return 'ok';
    case 'failed':
      return `${outcome.fault.family}/${outcome.fault.cause}`;
    case 'not-done':
      return `not done: ${outcome.why}`;
  }
}
const ALL_OK = { keychain: 'ok', dns: 'ok', tls: 'ok', token: 'ok', read: 'ok' };

describe('a self-test', () => {
  it('of a station where all is well goes the whole way, with one sign-in and one read', async () => {
    const before = new Map(keychain.accounts);
    expect(await run(optionsFor())).toEqual(ALL_OK);
    expect(d1.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /authz/v1/oauth2/token',
      'GET /banking/v1/issuers/ISSUER0001/physicalCards/card-0001/productionStatus',
    ]);
    // What was stored to try the keychain is gone again.
    expect(keychain.accounts).toEqual(before);
  });

  it('tells no secret in any of its lines', async () => {
    const begun = beginSelfTest(optionsFor());
    const outcomes = [];
    for (const step of SELF_TEST_STEPS) outcomes.push(await begun.step(step, new AbortController().signal));
    begun.end();
    const told = JSON.stringify(outcomes);
    for (const secret of [TOKEN, d1.bundle.issuerId, d1.bundle.signingKey.split('\n')[1] ?? '', d1.bundle.kid])
      expect(told).not.toContain(secret);
  });

  it('reads no card where none is on stage', async () => {
    expect(await run(optionsFor({ cardId: () => null }))).toEqual({ ...ALL_OK, read: 'not done: no-card' });
    expect(d1.seen).toHaveLength(1);
  });

  it('counts a card that D1 does not know as read', async () => {
    d1.status = (_request, response) => sendJson(response, {}, 404);
    expect(await run(optionsFor())).toEqual(ALL_OK);
  });

  it('waits for a start that the caps on calls allow', async () => {
    const clock = new FakeClock({ mono: 5_000, wall: Date.now() });
    let asked = 0;
    const options = optionsFor({ clock, takeStart: () => (asked += 1) > 2 });
    const begun = beginSelfTest(options);
    const { signal } = new AbortController();
    for (const step of SELF_TEST_STEPS.slice(0, -1)) await begun.step(step, signal);
    const read = begun.step('read', signal);
    await clock.run(1_000);
    expect(words(await read)).toBe('ok');
    expect(asked).toBe(3);
    begun.end();
  });

  it('says why D1 refuses the sign-in or the read', async () => {
    d1.status = (_request, response) => sendJson(response, {}, 503);
    expect(await run(optionsFor())).toEqual({ ...ALL_OK, read: 'network/server-error' });
    d1.token = (_request, response) => sendJson(response, { error: 'invalid_client' }, 401);
    expect(await run(optionsFor())).toEqual({ ...ALL_OK, token: 'sign-in/token-refused', read: 'not done: before' });
  });

  it('says what is wrong on the way there, and does not go on', async () => {
    const refused = { authUrl: 'https://localhost:9/authz/v1' };
    expect(await run(optionsFor({}, refused))).toEqual({
      ...ALL_OK,
      tls: 'network/refused',
      token: 'not done: before',
      read: 'not done: before',
    });
    writeFileSync(join(folder, 'other.pem'), d1.bundle.clientCertificate);
    expect(await run(optionsFor({}, { caFile: join(folder, 'other.pem') }))).toMatchObject({
      tls: 'certificate/server-not-trusted',
    });
    rmSync(join(folder, 'ca.pem'));
    expect(await run(optionsFor())).toMatchObject({ tls: 'configuration/unreadable', token: 'not done: before' });
  });

  it('looks for the proxy where the way leads through one, and leaves TLS to the sign-in', async () => {
    const { authUrl } = d1;
    const outcomes = await run(optionsFor({ resolveProxy: () => Promise.resolve('PROXY localhost:9') }));
    expect(outcomes).toEqual({
      keychain: 'ok',
      dns: 'ok',
      tls: 'not done: proxy',
      token: 'network/proxy',
      read: 'not done: before',
    });
    expect(await run(optionsFor({ resolveProxy: () => Promise.resolve('SOCKS5 localhost:9') }))).toMatchObject({
      dns: 'network/proxy',
      token: 'not done: before',
    });
    // Where the configuration says so, no proxy is asked for.
    const none = optionsFor({ resolveProxy: () => Promise.resolve('PROXY localhost:9') }, { authUrl, proxy: 'none' });
    expect(await run(none)).toEqual(ALL_OK);
  });

  it('without credentials, or with a keychain that is shut, looks at what it can', async () => {
    rmSync(join(folder, 'client-certificate.pem'));
    expect(await run(optionsFor())).toEqual({
      keychain: 'certificate/client-missing',
      dns: 'ok',
      tls: 'not done: before',
      token: 'not done: before',
      read: 'not done: before',
    });
    keychain.accounts.clear();
    expect(await run(optionsFor())).toEqual({
      keychain: 'ok',
      dns: 'ok',
      tls: 'not done: no-credentials',
      token: 'not done: no-credentials',
      read: 'not done: no-credentials',
    });
    keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    expect(await run(optionsFor())).toMatchObject({
      keychain: 'keychain/no-answer',
      dns: 'ok',
      tls: 'not done: before',
    });
  });

  it('without a configuration tries the keychain and nothing else', async () => {
    expect(await run(optionsFor({ config: null }))).toEqual({
      keychain: 'ok',
      dns: 'not done: no-configuration',
      tls: 'not done: no-configuration',
      token: 'not done: no-configuration',
      read: 'not done: no-configuration',
    });
    expect(d1.seen).toEqual([]);
  });

  it('notices a keychain that keeps what it is given to itself', async () => {
    const set = keychain.set.bind(keychain);
    keychain.set = (account, value) =>
      account.startsWith('self-test') ? Promise.resolve({ kind: 'written' }) : set(account, value);
    expect(await run(optionsFor())).toMatchObject({ keychain: 'keychain/unreadable', tls: 'not done: before' });
  });

  it('ends a sign-in that nobody waits for any more', async () => {
    d1.token = () => undefined;
    const begun = beginSelfTest(optionsFor());
    const abort = new AbortController();
    for (const step of ['keychain', 'dns', 'tls'] as const) await begun.step(step, abort.signal);
    const token = begun.step('token', abort.signal);
    abort.abort();
    expect(words(await token)).toBe('not done: ended');
    begun.end();
  });
});
