import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { hashPin, isPin, parsePinHash, type PinHash } from '../../../../main/credentials/pin-hash.ts';
import { Secret } from '../../../../main/credentials/secret.ts';

const PIN = new Secret('482913');

async function hashed(): Promise<{ readonly text: string; readonly hash: PinHash }> {
  const stored = await hashPin(PIN);
  const hash = parsePinHash(stored);
  if (hash === null) throw new Error('not a hash');
  return { text: stored.reveal(), hash };
}

describe('the hash of a PIN', () => {
  it('knows its PIN and no other', async () => {
    const { hash } = await hashed();
    expect(await isPin(PIN, hash)).toBe(true);
    for (const other of ['482914', '48291', '4829130', '', ' 482913'])
      expect([other, await isPin(new Secret(other), hash)]).toEqual([other, false]);
  });

  it('has a salt of its own each time, carries its parameters, and holds nothing of the PIN', async () => {
    const [one, other] = [await hashed(), await hashed()];
    expect(one.text).not.toBe(other.text);
    expect(one.hash.salt.equals(other.hash.salt)).toBe(false);
    expect(one.hash).toMatchObject({ kdf: 'scrypt', n: 32_768, r: 8, p: 1 });
    expect(one.hash.salt).toHaveLength(16);
    expect(one.text).not.toContain('482913');
    expect(inspect(await hashPin(PIN))).toBe('[secret]');
  });

  it('is computed beside the main thread', async () => {
    const work = hashPin(PIN).then(() => 'hashed');
    // The main thread goes round meanwhile.
    const turn = new Promise((resolve) => setImmediate(() => resolve('turned')));
    expect(await Promise.race([work, turn])).toBe('turned');
    await work;
  });

  it.each<[string, (fields: Record<string, unknown>) => Record<string, unknown>]>([
    ['a cheaper one', (fields) => ({ ...fields, n: 16_384 })],
    ['a dearer one than is allowed', (fields) => ({ ...fields, n: 2 ** 18 })],
    ['a cost that is no power of two', (fields) => ({ ...fields, n: 40_000 })],
    ['another block size', (fields) => ({ ...fields, r: 16 })],
    ['more lanes', (fields) => ({ ...fields, p: 4 })],
    ['a short salt', (fields) => ({ ...fields, salt: 'AAAA' })],
    ['a short hash', (fields) => ({ ...fields, hash: 'AAAA' })],
    ['a long hash', (fields) => ({ ...fields, hash: 'A'.repeat(1_000) })],
    ['a later format', (fields) => ({ ...fields, format: 2 })],
    ['another function', (fields) => ({ ...fields, kdf: 'pbkdf2' })],
    ['one field more', (fields) => ({ ...fields, extra: 1 })],
    ['one field less', (fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'n'))],
  ])('is not read from %s', async (_words, change) => {
    const fields = JSON.parse((await hashed()).text) as Record<string, unknown>;
    expect(parsePinHash(new Secret(JSON.stringify(change(fields))))).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '"text"'])('is not read from %j', (text) => {
    expect(parsePinHash(new Secret(text))).toBeNull();
  });

  it('may have become dearer within its bounds', async () => {
    const fields = JSON.parse((await hashed()).text) as Record<string, unknown>;
    const dear = parsePinHash(new Secret(JSON.stringify({ ...fields, n: 2 ** 17 })));
    if (dear === null) throw new Error('not read');
    expect(await isPin(PIN, dear)).toBe(false);
  });
});
