/** The trial of new credentials against a real HTTPS server in D1's place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createKeychainStore } from '../../../../../main/credentials/keychain-store.ts';
import { loadCredentials, type Credentials } from '../../../../../main/credentials/load-credentials.ts';
import { provision } from '../../../../../main/credentials/provision.ts';
import { STEP_LIMIT_MS } from '../../../../../main/kiosk/administrator/self-test.ts';
import { createTrial } from '../../../../../main/kiosk/administrator/trial.ts';
import { parseCommandLine, type Command } from '../../../../../main/kiosk/command-line.ts';
import { runProvision } from '../../../../../main/kiosk/commands/provision.ts';
import type { Fault } from '../../../../../main/tracking/fault.ts';
import { configOf, loadText, smallestWith } from '../../config/fake-files.ts';
import { MemoryKeychain } from '../../credentials/memory-keychain.ts';
import { empty, grant, sendJson, startMadeD1, type MadeD1 } from '../../d1/made-d1.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

let d1: MadeD1;
let folder: string;
let credentials: Credentials;
beforeAll(async () => {
  d1 = await startMadeD1();
  folder = mkdtempSync(join(tmpdir(), 'card-station-trial-'));
  writeFileSync(join(folder, 'ca.pem'), d1.caPem);
  const store = createKeychainStore(new MemoryKeychain());
  const options = { store, profileFolder: folder, environment: 'sandbox', now: Date.now() } as const;
  expect(await provision(JSON.stringify(d1.bundle), options)).toMatchObject({ kind: 'provisioned' });
  const loaded = await loadCredentials(store, folder, Date.now());
  if (loaded.kind !== 'ready') throw new Error(loaded.kind);
  ({ credentials } = loaded);
});
afterAll(async () => {
  await d1.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  d1.token = grant;
  d1.status = empty;
  d1.seen.length = 0;
});

const clock = new FakeClock({ mono: 5_000, wall: Date.now() });

function config(change: Record<string, unknown> = {}) {
  const { authUrl, bankingUrl } = d1;
  const settings = { environment: 'sandbox', authUrl, bankingUrl, caFile: join(folder, 'ca.pem'), caMode: 'only' };
  return configOf(loadText(smallestWith({ d1: { ...settings, ...change } })));
}

function trial(change: Record<string, unknown> = {}): Promise<Fault | null> {
  const surroundings = { clock, random: () => 0.5, resolveProxy: () => Promise.resolve('DIRECT'), buildDate: 0 };
  return createTrial({ config: config(change), ...surroundings })(credentials);
}

describe('a trial of credentials', () => {
  it('passes when D1 gives a token for them, and asks D1 nothing else', async () => {
    expect(await trial()).toBeNull();
    expect(d1.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /authz/v1/oauth2/token']);
  });

  it('fails when D1 refuses the sign-in', async () => {
    d1.token = (_request, response) => sendJson(response, { errorCode: 'INVALID_FIELD', error: 'no' }, 400);
    expect(await trial()).toMatchObject({ family: 'sign-in', cause: 'token-refused' });
  });

  it('fails when there is no way to D1, for then nothing is known', async () => {
    expect(await trial({ authUrl: 'https://localhost:1/authz/v1' })).toMatchObject({ family: 'network' });
    expect(await trial({ authUrl: 'https://nowhere.invalid/authz/v1' })).toMatchObject({ family: 'network' });
  });

  it('fails when the file of authorities cannot be read', async () => {
    expect(await trial({ caFile: join(folder, 'gone.pem') })).toMatchObject({ family: 'configuration' });
  });

  it('ends when D1 does not answer', async () => {
    d1.token = () => undefined;
    const outcome = trial();
    await expect.poll(() => d1.seen.length, { timeout: 10_000 }).toBe(1);
    clock.advance(STEP_LIMIT_MS);
    expect(await outcome).toMatchObject({ family: 'network', cause: 'timeout' });
  });
});

describe('provision --replace', () => {
  const run = async (...options: string[]): Promise<{ code: number; printed: string[]; tried: number }> => {
    const profile = mkdtempSync(join(folder, 'profile-'));
    const file = join(profile, 'bundle.json');
    writeFileSync(file, JSON.stringify(d1.bundle));
    const store = createKeychainStore(new MemoryKeychain());
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    const output = { line: print, error: print, failed: (text: string): 1 => (print(text), 1) };
    const keychain = { open: () => Promise.resolve({ kind: 'store', store } as const), close: () => undefined };
    let tried = 0;
    const prove = (): Promise<Fault> => {
      tried += 1;
      return Promise.resolve({ family: 'network', cause: 'dns', detail: 'made up', correlationId: null });
    };
    const command = (args: string[]) =>
      parseCommandLine(['provision', file, ...args], true) as Extract<Command, { kind: 'provision' }>;
    expect(await runProvision(command([]), config(), keychain, profile, output, prove)).toBe(0);
    expect(tried).toBe(0);
    printed.length = 0;
    return { code: await runProvision(command(options), config(), keychain, profile, output, prove), printed, tried };
  };

  it('says what the trial came to and that nothing was replaced', async () => {
    const { code, printed, tried } = await run('--replace');
    expect([code, tried]).toEqual([1, 1]);
    expect(printed.join('\n')).toMatch(/Tried with D1: network: dns\. made up\nNothing was replaced/);
  });

  it('--untried asks nobody', async () => {
    expect(await run('--replace', '--untried')).toMatchObject({ code: 0, tried: 0 });
  });
});
