import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatHead, splitValue } from '../../../../main/credentials/chunks.ts';
import type { CredentialStore } from '../../../../main/credentials/credential-store.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { MemoryKeychain } from './memory-keychain.ts';

const NAME = 'ledger-key';

async function reveal(store: CredentialStore): Promise<string | null> {
  const read = await store.read(NAME);
  if (read.kind === 'fault') throw new Error(`The read failed: ${read.fault.cause}.`);
  return read.kind === 'value' ? read.value.reveal() : null;
}

const value = fc.oneof(
  fc.constantFrom('', 'x', 'x'.repeat(1_200), 'x'.repeat(1_201)),
  fc.integer({ min: 0, max: 9_000 }).map((length) => 'abcdefghij'.repeat(900).slice(0, length)),
  fc.string({ unit: 'grapheme', maxLength: 1_000 }),
);
const crash = fc.record({
  afterChanges: fc.integer({ min: 0, max: 30 }),
  lastOne: fc.constantFrom('lost' as const, 'made' as const),
});

describe('a crash after any change', () => {
  test('leaves the old value or the new one, whole, and the next write leaves no rests', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, crash), { minLength: 1, maxLength: 4 }),
        value,
        async (writes, last) => {
          const keychain = new MemoryKeychain();
          let current: string | null = null;
          for (const [written, where] of writes) {
            keychain.changes = 0;
            keychain.crash = where;
            const outcome = await createKeychainStore(keychain).write(NAME, new Secret(written));
            keychain.crash = null;
            const now: string | null = await reveal(createKeychainStore(keychain));
            if (outcome.kind === 'written') expect(now).toBe(written);
            else expect([current, written]).toContain(now);
            current = now;
          }
          const store = createKeychainStore(keychain);
          expect(await store.write(NAME, new Secret(last))).toEqual({ kind: 'written' });
          expect(await reveal(store)).toBe(last);
          const split = splitValue(last, 'a');
          expect(keychain.accounts.size).toBe(1 + (split.kind === 'split' ? split.parts.length : Number.NaN));
        },
      ),
    );
  });

  test('while removing leaves the value or nothing, never a damaged one', async () => {
    await fc.assert(
      fc.asyncProperty(value, crash, async (written, where) => {
        const keychain = new MemoryKeychain();
        await createKeychainStore(keychain).write(NAME, new Secret(written));
        keychain.changes = 0;
        keychain.crash = where;
        await createKeychainStore(keychain).remove(NAME);
        keychain.crash = null;
        expect([written, null]).toContain(await reveal(createKeychainStore(keychain)));
        await createKeychainStore(keychain).remove(NAME);
        expect(keychain.accounts.size).toBe(0);
      }),
    );
  });
});

test('one store writes the same name again and again without leaving anything behind', async () => {
  const keychain = new MemoryKeychain();
  const store = createKeychainStore(keychain);
  for (const length of [5_000, 10, 0, 2_500, 1]) {
    await store.write(NAME, new Secret('y'.repeat(length)));
    expect(await reveal(store)).toBe('y'.repeat(length));
    expect(keychain.accounts.size).toBe(1 + Math.ceil(length / 1_200));
  }
  expect(await store.remove(NAME)).toEqual({ kind: 'removed' });
  expect(await store.remove(NAME)).toEqual({ kind: 'absent' });
  expect(keychain.accounts.size).toBe(0);
});

test('writes of one name at the same time do not mix', async () => {
  const keychain = new MemoryKeychain();
  const store = createKeychainStore(keychain);
  await Promise.all(['1', '2', '3'].map((digit) => store.write(NAME, new Secret(digit.repeat(3_000)))));
  expect(await reveal(store)).toBe('3'.repeat(3_000));
});

test('a read that another process overtakes starts over and gives the new value', async () => {
  const keychain = new MemoryKeychain();
  await createKeychainStore(keychain).write(NAME, new Secret('old'.repeat(1_000)));
  const elsewhere = new MemoryKeychain(keychain.accounts);
  await createKeychainStore(elsewhere).write(NAME, new Secret('new'.repeat(1_000)));
  keychain.beforeGet = (account) => {
    if (account !== `${NAME}.a.1`) return;
    keychain.accounts.clear();
    for (const [name, text] of elsewhere.accounts) keychain.accounts.set(name, text);
  };
  expect(await reveal(createKeychainStore(keychain))).toBe('new'.repeat(1_000));
});

describe('what is there but cannot be read', () => {
  const whole = splitValue('z'.repeat(2_000), 'a');
  const head = whole.kind === 'split' ? formatHead(whole.head) : '';
  test.each([
    ['a head that is none', [[NAME, 'something else']]],
    [
      'a missing part',
      [
        [NAME, head],
        [`${NAME}.a.0`, 'z'.repeat(1_200)],
      ],
    ],
    [
      'a changed part',
      [
        [NAME, head],
        [`${NAME}.a.0`, 'z'.repeat(1_200)],
        [`${NAME}.a.1`, 'y'.repeat(800)],
      ],
    ],
  ])('%s: is a fault, is not overwritten, and can be removed', async (_, entries) => {
    const before = new Map(entries as [string, string][]);
    const keychain = new MemoryKeychain(before);
    const store = createKeychainStore(keychain);
    expect(await store.read(NAME)).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'unreadable' } });
    expect(await store.write(NAME, new Secret('fresh'))).toMatchObject({ fault: { cause: 'unreadable' } });
    expect(keychain.accounts).toEqual(before);
    expect(await store.remove(NAME)).toEqual({ kind: 'removed' });
    expect(keychain.accounts.size).toBe(0);
  });
});

test('a value over the limit is refused before anything is stored', async () => {
  const keychain = new MemoryKeychain();
  const outcome = await createKeychainStore(keychain).write(NAME, new Secret('x'.repeat(20_000)));
  expect(outcome).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'too-large' } });
  expect(keychain.changes).toBe(0);
});

test('a keychain that does not answer is a fault of every operation', async () => {
  const keychain = new MemoryKeychain();
  keychain.crash = { afterChanges: -1, lastOne: 'lost' };
  const store = createKeychainStore(keychain);
  const fault = { kind: 'fault', fault: { family: 'keychain', cause: 'no-answer' } };
  expect(await store.read(NAME)).toMatchObject(fault);
  expect(await store.write(NAME, new Secret('x'))).toMatchObject(fault);
  expect(await store.remove(NAME)).toMatchObject(fault);
});
