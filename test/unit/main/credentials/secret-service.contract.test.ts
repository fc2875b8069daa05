/**
 * The credential store against the real libsecret, D-Bus and gnome-keyring: through the real keytar, and through the library
 * that would take its place, so that a swap is known to be one adapter file.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { CredentialStore } from '../../../../main/credentials/credential-store.ts';
import { createKeychainClient, type KeychainClient } from '../../../../main/credentials/keychain-client.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { loadCredentials } from '../../../../main/credentials/load-credentials.ts';
import { keychainService } from '../../../../main/credentials/profile-id.ts';
import { provision, type ProvisionOptions } from '../../../../main/credentials/provision.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { direct } from './direct-credentials.ts';
import { forkChildProcessWorker, LIBRARY_VARIABLE } from './child-process-worker.ts';
import { makeBundle, NOW, pkcs8 } from './made-certificates.ts';
import { missingTools, startSecretService, type Prompter, type SecretService } from './private-secret-service.ts';

/** Roomy for a busy test machine: nearly all of it is the start of a Node process. */
const TEST_LIMIT_MS = 60_000;
/** Short, so that the prompt that nobody answers is not waited for long. */
const CALL_LIMIT_MS = 2_000;

const clients: KeychainClient[] = [];

/** A client of its own service name, so that tests sharing a keychain do not meet. */
function connect(env: NodeJS.ProcessEnv, options: { callLimitMs?: number } = {}) {
  let forks = 0;
  const client = createKeychainClient({
    service: keychainService(randomBytes(16).toString('hex')),
    fork: () => {
      forks += 1;
      return forkChildProcessWorker(env);
    },
    // By default no limit that could matter: what is tested is the answer.
    callLimitMs: options.callLimitMs ?? 30_000,
  });
  clients.push(client);
  return { client, store: createKeychainStore(client), forks: () => forks };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function reveal(store: CredentialStore): Promise<string | null> {
  const read = await store.read('ledger-key');
  if (read.kind === 'fault') throw new Error(`${read.fault.cause}: ${read.fault.detail}`);
  return read.kind === 'value' ? read.value.reveal() : null;
}

/** The warnings of a provisioning. */
async function provisioned(bundle: string, options: ProvisionOptions): Promise<readonly string[]> {
  const result = await provision(bundle, options);
  if (result.kind !== 'provisioned') throw new Error(JSON.stringify(result));
  return result.warnings;
}

function withService(library: string, options: { prompter: Prompter; keyring?: boolean }): () => SecretService {
  let service: SecretService | null = null;
  beforeAll(async () => {
    const missing = missingTools();
    if (missing !== null) throw new Error(missing);
    service = await startSecretService(options);
  }, TEST_LIMIT_MS);
  afterAll(() => service?.stop());
  return () => {
    if (service === null) throw new Error('The session was not started.');
    return { ...service, env: { ...service.env, [LIBRARY_VARIABLE]: library } };
  };
}

describe.skipIf(process.platform !== 'linux').each(['keytar', '@napi-rs/keyring'])(
  'the Secret Service (Linux only: other systems have other keychains), through %s',
  { timeout: TEST_LIMIT_MS },
  (library) => {
    describe('that is open', () => {
      const service = withService(library, { prompter: 'fails' });

      test('what was never stored is absent', async () => {
        const { store } = connect(service().env);
        expect(await store.read('ledger-key')).toEqual({ kind: 'absent' });
        expect(await store.remove('ledger-key')).toEqual({ kind: 'absent' });
      });

      test('stores, replaces and removes, and a new process reads it', async () => {
        const { store, client } = connect(service().env);
        for (const value of [
          'first',
          'second, longer than the first',
          'x'.repeat(4_096),
          'naïve 🔑\nnext line',
          '',
          'last',
        ]) {
          expect(await store.write('ledger-key', new Secret(value))).toEqual({ kind: 'written' });
          expect(await reveal(store)).toBe(value);
        }
        expect(await reveal(createKeychainStore(client))).toBe('last');
        expect(await store.remove('ledger-key')).toEqual({ kind: 'removed' });
        expect(await reveal(store)).toBeNull();
        for (const account of ['ledger-key.a.0', 'ledger-key.a.1', 'ledger-key.b.0', 'open-probe']) {
          expect(await client.remove(account)).toEqual({ kind: 'absent' });
        }
      });

      test('two profiles do not see each other', async () => {
        const one = connect(service().env);
        const other = connect(service().env);
        await one.store.write('ledger-key', new Secret('of one'));
        expect(await reveal(other.store)).toBeNull();
      });

      test('a whole provisioning, replaced once, is loaded by a new process', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'card-station-profile-'));
        try {
          const { store, client } = connect(service().env);
          const options = { store, profileFolder: folder, environment: 'staging', now: NOW } as const;
          expect(await provisioned(makeBundle().text, options)).toEqual([]);
          const bundle = makeBundle({ kid: 'key-2' });
          expect(await provisioned(bundle.text, { ...options, replace: true })).toEqual([]);
          const loaded = await loadCredentials(createKeychainStore(client), folder, NOW);
          expect(direct(loaded).kid).toBe('key-2');
          expect(direct(loaded).clientKeyPem.reveal()).toBe(pkcs8(bundle.clientKey));
        } finally {
          await rm(folder, { recursive: true });
        }
      });
    });

    describe('that is locked and cannot ask', () => {
      const service = withService(library, { prompter: 'fails' });

      test('is locked for every operation, never "absent", and keeps what it holds', async () => {
        const { store } = connect(service().env);
        await store.write('ledger-key', new Secret('kept'));
        service().lock();
        const locked = { kind: 'fault', fault: { family: 'keychain', cause: 'locked' } };
        expect(await store.read('ledger-key')).toMatchObject(locked);
        expect(await store.read('pin-hash')).toMatchObject(locked);
        expect(await store.write('ledger-key', new Secret('PLANTED-VALUE'))).toMatchObject(locked);
        expect(await store.write('pin-hash', new Secret('PLANTED-VALUE'))).toMatchObject(locked);
        expect(await store.remove('ledger-key')).toMatchObject(locked);
        await service().signInAgain();
        // The process may still look for the keychain that is gone; then the next call has a process that does not.
        const first = await store.read('ledger-key');
        if (first.kind === 'fault') expect(first.fault.cause).toBe('unavailable');
        expect(await reveal(store)).toBe('kept');
      });
    });

    describe('that is locked and waits for somebody to answer its prompt', () => {
      const service = withService(library, { prompter: 'stays-open' });

      test('is a fault in time, again after the restart, and works once it is unlocked', async () => {
        const { store, client, forks } = connect(service().env, { callLimitMs: CALL_LIMIT_MS });
        // The first process may take longer to start than a call may last.
        while ((await client.set('warm-up', new Secret('x'))).kind === 'fault');
        await client.remove('warm-up');
        expect(await store.write('ledger-key', new Secret('kept'))).toEqual({ kind: 'written' });
        service().lock();

        const before = forks();
        for (let call = 0; call < 2; call += 1) {
          const asked = performance.now();
          expect(await store.read('ledger-key')).toMatchObject({ fault: { family: 'keychain', cause: 'no-answer' } });
          const elapsed = performance.now() - asked;
          expect(elapsed).toBeGreaterThan(CALL_LIMIT_MS - 50);
          expect(elapsed).toBeLessThan(CALL_LIMIT_MS + 1_000);
        }
        expect(forks()).toBeGreaterThan(before);

        await service().signInAgain();
        await expect.poll(() => reveal(store).catch(() => 'no answer yet'), { timeout: 30_000 }).toBe('kept');
      });
    });

    describe('that is missing', () => {
      const service = withService(library, { prompter: 'fails', keyring: false });
      const unavailable = { kind: 'fault', fault: { family: 'keychain', cause: 'unavailable' } };

      test('on the bus: unavailable', async () => {
        const { store } = connect(service().env);
        expect(await store.read('ledger-key')).toMatchObject(unavailable);
        expect(await store.write('ledger-key', new Secret('v'))).toMatchObject(unavailable);
      });

      test('with the bus: unavailable, whether its address is wrong or there is none', async () => {
        for (const address of ['unix:path=/nowhere/bus', undefined]) {
          const { store } = connect({ ...service().env, DBUS_SESSION_BUS_ADDRESS: address });
          expect(await store.read('ledger-key')).toMatchObject(unavailable);
          expect(await store.write('ledger-key', new Secret('v'))).toMatchObject(unavailable);
        }
      });
    });
  },
);
