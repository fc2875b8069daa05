import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { SEED_CARD_ID, SEED_CARDS, SEED_NAMES, type SeedName } from '../../sandbox/seed-answers.ts';
import type { Operation } from '../../sandbox/timeline.ts';
import { json, read, token } from './client.ts';

let sandbox: Sandbox;
let bearer: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  bearer = await token(sandbox);
});
afterAll(() => sandbox.close());

/** SHA-256 of each answer as printed on D1's page: no formatter may touch the files. */
const PRINTED: Readonly<Record<SeedName, string>> = {
  CARD_PROD_REQUESTED: '13f9bbd05d2356e19b56d573ea19997da1847e38956198daf14ea3b8dc56c63d',
  CARD_PROD_READY: 'efa30f526ad714f97466265b744e7b5cc86d854598336a0cda110e4f81d8a30f',
  CARD_PROD_DONE: '297ce53aedf31e1157f299f72e15892710043a1fc040509a8ab268f9bdf17bc3',
  DATA_EXCEPTION: 'bd53c20531ca370f63fe71d739b4611cf4533893ca34e286c47bdc8e0efa08d0',
  CARD_PROD_EXCEPTION: '516eb375164d791d16ddba7d6f112e8949e4c1d731fbc89a390fb5ff4da190e5',
  CARD_PROD_CANCELED: '1e0848846b366c985fbe4a4f9b87f848c2a31b31ba19927d71570e17071c3e8d',
};

describe("the six answers of D1's page", () => {
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  it('begins with CARD_PROD_REQUESTED', async () => {
    expect(json(await read(sandbox, SEED_CARD_ID, bearer))).toMatchObject({
      operations: [{ status: 'PENDING', details: { status: 'CARD_PROD_REQUESTED' } }],
    });
  });

  it.each(SEED_NAMES)('serves %s byte for byte when selected', async (name) => {
    sandbox.control.selectSeed(name);
    const answer = await read(sandbox, SEED_CARD_ID, bearer);
    expect(answer.status).toBe(200);
    expect(sha256(answer.body)).toBe(PRINTED[name]);
  });

  it.each(Object.entries(SEED_CARDS))(
    '%s serves the same bytes with nothing but the cardId replaced',
    async (cardId, name) => {
      const answer = await read(sandbox, cardId, bearer);
      const text = answer.body.toString('utf8');
      expect((JSON.parse(text) as { operations: Operation[] }).operations[0]?.cardId).toBe(cardId);
      expect(sha256(Buffer.from(text.replace(cardId, SEED_CARD_ID)))).toBe(PRINTED[name]);
    },
  );
});
