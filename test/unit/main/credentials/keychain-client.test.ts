import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createKeychainClient, type WorkerHandle } from '../../../../main/credentials/keychain-client.ts';
import type { KeychainRequest } from '../../../../main/credentials/keychain-request.ts';
import { Secret } from '../../../../main/credentials/secret.ts';

/** A keychain process under the test's hand. */
class FakeWorker implements WorkerHandle {
  readonly received: KeychainRequest[] = [];
  killed = false;
  #onMessage: (message: unknown) => void = () => undefined;
  #onExit: (code: number | null) => void = () => undefined;

  send(request: KeychainRequest) {
    this.received.push(request);
  }

  onMessage(listener: (message: unknown) => void) {
    this.#onMessage = listener;
  }

  onExit(listener: (code: number | null) => void) {
    this.#onExit = listener;
  }

  kill() {
    this.killed = true;
  }

  ready() {
    this.#onMessage({ ready: true });
  }

  answer(value: string | boolean | null) {
    this.#onMessage({ id: this.received.at(-1)?.id, ok: true, value });
  }

  say(message: unknown) {
    this.#onMessage(message);
  }

  exit(code: number) {
    this.#onExit(code);
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const client = createKeychainClient({
    service: 'card-station/test',
    callLimitMs: 5_000,
    startLimitMs: 30_000,
    fork: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    if (found === undefined) throw new Error(`Process ${index} was not started.`);
    return found;
  };
  return { client, workers, worker };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets promises that are due run, without any time passing. */
const settle = () => vi.advanceTimersByTimeAsync(0);

test('starts no process before the first request and sends nothing before the process is ready', async () => {
  const { client, workers, worker } = setUp();
  expect(workers).toHaveLength(0);
  const read = client.get('identity');
  await settle();
  expect(worker(0).received).toEqual([]);
  worker(0).ready();
  expect(worker(0).received).toEqual([{ id: 1, op: 'get', service: 'card-station/test', account: 'identity' }]);
  worker(0).answer('PLANTED-VALUE');
  const result = await read;
  expect(result.kind === 'value' && result.value.reveal()).toBe('PLANTED-VALUE');
  expect(inspect(result, { depth: null, showHidden: true })).not.toContain('PLANTED');
});

test('asks one thing at a time', async () => {
  const { client, worker } = setUp();
  const set = client.set('identity', new Secret('v'));
  const remove = client.remove('identity');
  await settle();
  worker(0).ready();
  await settle();
  expect(worker(0).received.map(({ op }) => op)).toEqual(['set']);
  worker(0).answer(null);
  expect(await set).toEqual({ kind: 'written' });
  await settle();
  worker(0).answer(false);
  expect(await remove).toEqual({ kind: 'absent' });
});

describe('a call that gets no answer', () => {
  test('is a fault after 5 s; the process is replaced and its late answer goes nowhere', async () => {
    const { client, workers, worker } = setUp();
    const first = client.get('identity');
    const second = client.get('identity');
    await settle();
    worker(0).ready();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(worker(0).killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'no-answer' } });
    expect(worker(0).killed).toBe(true);
    await settle();
    expect(workers).toHaveLength(2);
    worker(1).ready();
    worker(0).say({ id: 2, ok: true, value: 'too late' });
    worker(0).exit(143);
    worker(1).answer('fresh');
    const result = await second;
    expect(result.kind === 'value' && result.value.reveal()).toBe('fresh');
  });

  test('because the process is still starting leaves it alone, so that a slow machine gets there', async () => {
    const { client, workers, worker } = setUp();
    const first = client.get('identity');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await first).toMatchObject({ fault: { cause: 'no-answer' } });
    expect(worker(0).killed).toBe(false);
    worker(0).ready();
    const second = client.get('identity');
    await settle();
    expect(workers).toHaveLength(1);
    // The request that was given up is not sent late.
    expect(worker(0).received).toHaveLength(1);
    worker(0).answer(null);
    expect(await second).toEqual({ kind: 'absent' });
  });

  test('a process that never becomes ready is replaced after 30 s', async () => {
    const { client, workers, worker } = setUp();
    for (let call = 0; call < 6; call += 1) {
      const read = client.get('identity');
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await read).toMatchObject({ kind: 'fault' });
    }
    expect(worker(0).killed).toBe(true);
    void client.get('identity');
    await settle();
    expect(workers).toHaveLength(2);
  });
});

describe('a process that nobody asks any more', () => {
  async function answered(client: ReturnType<typeof setUp>['client'], of: () => FakeWorker): Promise<void> {
    const read = client.get('identity');
    await settle();
    of().ready();
    await settle();
    of().answer(null);
    expect(await read).toEqual({ kind: 'absent' });
  }

  test('is ended after twenty seconds, without a fault, and the next call has a new one', async () => {
    const { client, workers, worker } = setUp();
    await answered(client, () => worker(0));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(worker(0).killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(worker(0).killed).toBe(true);
    await answered(client, () => worker(1));
    expect(workers).toHaveLength(2);
  });

  test('stays while it is asked now and then, and is not ended under a call', async () => {
    const { client, workers, worker } = setUp();
    await answered(client, () => worker(0));
    for (let call = 0; call < 5; call += 1) {
      await vi.advanceTimersByTimeAsync(18_000);
      const read = client.get('identity');
      await vi.advanceTimersByTimeAsync(4_000);
      expect(worker(0).killed).toBe(false);
      worker(0).answer(null);
      expect(await read).toEqual({ kind: 'absent' });
    }
    expect(workers).toHaveLength(1);
  });

  test('is so from the last of those that waited', async () => {
    const { client, worker } = setUp();
    const reads = [client.get('identity'), client.get('identity')];
    await settle();
    worker(0).ready();
    worker(0).answer(null);
    await vi.advanceTimersByTimeAsync(4_000);
    worker(0).answer(null);
    expect(await Promise.all(reads)).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(worker(0).killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(worker(0).killed).toBe(true);
  });

  test('is left alone while it is still starting', async () => {
    const { client, worker } = setUp();
    const read = client.get('identity');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await read).toMatchObject({ fault: { cause: 'no-answer' } });
    await vi.advanceTimersByTimeAsync(24_000);
    expect(worker(0).killed).toBe(false);
  });

  test('leaves nothing behind when the client was closed before', async () => {
    const { client, workers, worker } = setUp();
    await answered(client, () => worker(0));
    client.close();
    expect(worker(0).killed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect(workers).toHaveLength(1);
  });
});

test('a process that dies is a fault, and the next call has a new one', async () => {
  const { client, workers, worker } = setUp();
  const first = client.get('identity');
  await settle();
  worker(0).ready();
  worker(0).exit(139);
  expect(await first).toMatchObject({ fault: { cause: 'unavailable', detail: expect.stringContaining('139') } });
  void client.get('identity');
  await settle();
  expect(workers).toHaveLength(2);
});

test('a process that finds no keychain is replaced, since it would not find one that comes later', async () => {
  const { client, workers, worker } = setUp();
  const first = client.get('identity');
  await settle();
  worker(0).ready();
  worker(0).say({ id: 1, ok: false, error: { cause: 'unavailable', detail: 'The name :1.1 was not provided' } });
  expect(await first).toMatchObject({ fault: { cause: 'unavailable' } });
  expect(worker(0).killed).toBe(true);
  void client.get('identity');
  await settle();
  expect(workers).toHaveLength(2);
});

test('a process that cannot be started is a fault, not an exception', async () => {
  const client = createKeychainClient({
    service: 's',
    fork: () => {
      throw new Error('no such file');
    },
  });
  expect(await client.get('identity')).toMatchObject({ fault: { cause: 'unavailable' } });
});

test('messages that are none of the protocol, or of another call, are ignored', async () => {
  const { client, worker } = setUp();
  const read = client.get('identity');
  await settle();
  worker(0).ready();
  for (const message of [null, 'x', { id: 1 }, { id: 1, ok: 'yes' }, { id: 77, ok: true, value: 'of another' }])
    worker(0).say(message);
  worker(0).say({
    id: 1,
    ok: false,
    error: { cause: 'locked', detail: 'Cannot create an item in a locked collection' },
  });
  expect(await read).toMatchObject({ fault: { family: 'keychain', cause: 'locked', correlationId: null } });
});

test('close ends the process, the call under way and every later one', async () => {
  const { client, worker } = setUp();
  const read = client.get('identity');
  await settle();
  client.close();
  expect(worker(0).killed).toBe(true);
  expect(await read).toMatchObject({ fault: { cause: 'unavailable' } });
  expect(await client.get('identity')).toMatchObject({ fault: { cause: 'unavailable' } });
});
