import { expect, test } from 'vitest';

import type { KeychainMessage } from '../../../../main/credentials/keychain-protocol.ts';
import type { KeychainRequest } from '../../../../main/credentials/keychain-request.ts';
import { serveKeychain, type Keytar } from '../../../../main/credentials/serve-keychain.ts';

/** libsecret as it is met: a locked keychain gives null for what it holds and refuses to store. */
class FakeKeytar implements Keytar {
  readonly accounts = new Map<string, string>();
  locked = false;
  busy = 0;
  mostAtOnce = 0;

  async getPassword(_: string, account: string) {
    return this.#call(() => (this.locked ? null : (this.accounts.get(account) ?? null)));
  }

  async setPassword(_: string, account: string, password: string) {
    await this.#call(() => {
      if (this.locked) throw new Error('Cannot create an item in a locked collection');
      this.accounts.set(account, password);
    });
  }

  async deletePassword(_: string, account: string) {
    return this.#call(() => !this.locked && this.accounts.delete(account));
  }

  async #call<T>(action: () => T): Promise<T> {
    this.busy += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.busy);
    await new Promise((resolve) => setImmediate(resolve));
    this.busy -= 1;
    return action();
  }
}

function serve(load: () => Promise<Keytar>, doubtAbsence = true) {
  const sent: KeychainMessage[] = [];
  const waiting = new Map<number, (message: KeychainMessage) => void>();
  let deliver: (message: unknown) => void = () => undefined;
  serveKeychain(
    {
      post: (message) => {
        sent.push(message);
        if ('id' in message) waiting.get(message.id)?.(message);
      },
      listen: (listener) => (deliver = listener),
    },
    { load, doubtAbsence },
  );
  const ask = (request: KeychainRequest) =>
    new Promise<KeychainMessage>((resolve) => {
      waiting.set(request.id, resolve);
      deliver(request);
    });
  return { sent, ask, deliver: (message: unknown) => deliver(message) };
}

const at = { service: 'card-station/test', account: 'identity' } as const;

test('says that it is ready without loading the library', () => {
  const { sent } = serve(() => Promise.reject(new Error('must not be loaded')));
  expect(sent).toEqual([{ ready: true }]);
});

test('stores, reads and removes', async () => {
  const keytar = new FakeKeytar();
  const { ask } = serve(async () => keytar);
  expect(await ask({ id: 1, op: 'get', ...at })).toEqual({ id: 1, ok: true, value: null });
  expect(await ask({ id: 2, op: 'set', ...at, value: 'v' })).toEqual({ id: 2, ok: true, value: null });
  expect(await ask({ id: 3, op: 'get', ...at })).toEqual({ id: 3, ok: true, value: 'v' });
  expect(await ask({ id: 4, op: 'remove', ...at })).toEqual({ id: 4, ok: true, value: true });
  expect(await ask({ id: 5, op: 'remove', ...at })).toEqual({ id: 5, ok: true, value: false });
  expect(keytar.accounts.size).toBe(0);
});

test('makes one call at a time and answers in order', async () => {
  const keytar = new FakeKeytar();
  const { ask, sent } = serve(async () => keytar);
  await Promise.all([1, 2, 3, 4].map((id) => ask({ id, op: 'set', ...at, value: String(id) })));
  expect(keytar.mostAtOnce).toBe(1);
  expect(sent.slice(1).map((message) => 'id' in message && message.id)).toEqual([1, 2, 3, 4]);
});

test('a locked keychain that says "no such entry" is not believed', async () => {
  const keytar = new FakeKeytar();
  keytar.accounts.set('identity', 'v');
  keytar.locked = true;
  const { ask } = serve(async () => keytar);
  expect(await ask({ id: 1, op: 'get', ...at })).toMatchObject({ ok: false, error: { cause: 'locked' } });
});

test('a keychain that is opened between the question and the proof gives what it holds', async () => {
  const keytar = new FakeKeytar();
  keytar.accounts.set('identity', 'v');
  keytar.locked = true;
  const getPassword = keytar.getPassword.bind(keytar);
  keytar.getPassword = async (service, account) => {
    const answer = await getPassword(service, account);
    keytar.locked = false;
    return answer;
  };
  const { ask } = serve(async () => keytar);
  expect(await ask({ id: 1, op: 'get', ...at })).toEqual({ id: 1, ok: true, value: 'v' });
});

test('where absence is certain nothing is written to prove it', async () => {
  const keytar = new FakeKeytar();
  keytar.setPassword = () => Promise.reject(new Error('must not be called'));
  const { ask } = serve(async () => keytar, false);
  expect(await ask({ id: 1, op: 'get', ...at })).toEqual({ id: 1, ok: true, value: null });
});

test('a failure that repeats the value is reported without it', async () => {
  const keytar = new FakeKeytar();
  keytar.setPassword = (_, __, password) => Promise.reject(new Error(`could not store ${password}`));
  const { ask } = serve(async () => keytar);
  const answer = await ask({ id: 1, op: 'set', ...at, value: 'PLANTED-VALUE' });
  expect(answer).toMatchObject({ ok: false });
  expect(JSON.stringify(answer)).not.toContain('PLANTED');
});

test('a library that cannot be loaded is reported, and tried again at the next request', async () => {
  const keytar = new FakeKeytar();
  let attempts = 0;
  const { ask } = serve(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('Failed to load keytar native addon, checked ["../build/Release"]');
    return keytar;
  });
  expect(await ask({ id: 1, op: 'get', ...at })).toMatchObject({ ok: false, error: { cause: 'unavailable' } });
  expect(await ask({ id: 2, op: 'get', ...at })).toMatchObject({ ok: true });
});

test('what is not a request is ignored', async () => {
  const { ask, deliver, sent } = serve(async () => new FakeKeytar());
  const get = { id: 1, op: 'get', ...at };
  for (const message of [
    null,
    'get',
    [],
    { id: 1 },
    { id: 1, op: 'list', ...at },
    { id: 1, op: 'toString', ...at },
    { id: 1, op: 'set', ...at },
    { ...get, op: 'set', value: 7 },
    { ...get, value: 'one field too many' },
    { ...get, id: '1' },
    { ...get, id: 1.5 },
    { ...get, account: null },
    { id: 1, op: 'get', service: 'card-station', value: 'a' },
  ])
    deliver(message);
  await ask({ id: 9, op: 'get', ...at });
  expect(sent).toHaveLength(2);
});
