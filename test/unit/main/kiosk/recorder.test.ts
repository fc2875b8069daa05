/** What of D1's answers goes into the record. */
import { join } from 'node:path';

import { onTestFinished, expect, it } from 'vitest';

import { loadSqlite } from '../../../../main/ledger/load-sqlite.ts';
import { body, PROD_EXCEPTION, produce, READY } from '../tracking/builders.ts';
import { staffedStation } from './staffed-station.ts';

const CARD = 'card-0001';

it('is bounded, though D1 says something else of a card each time it is asked; what came last still counts', async () => {
  let count = 0;
  let pair = READY;
  const station = await staffedStation((cardId, clock) => {
    count += 1;
    const said = produce(pair, { cardId, details: { status: pair[1], reason: `${String(count)} ${'x'.repeat(400)}` } });
    return { kind: 'body', body: body(said), sentAt: clock.now(), correlationId: 'corr' };
  });
  onTestFinished(() => station.end());
  station.cards.watch({ cardId: CARD });
  await station.pass(1_200_000);
  expect(count).toBeGreaterThan(250);
  const database = new (loadSqlite().DatabaseSync)(join(station.folder, 'ledger.sqlite'), { readOnly: true });
  const { rows } = database.prepare('SELECT count(*) AS rows FROM answers').get() as { rows: number };
  database.close();
  expect(rows).toBe(200);
  pair = PROD_EXCEPTION;
  await station.pass(20_000);
  expect(station.keeper.pastOf(CARD)?.memories.get('op-a')?.failure?.phase).toBe('production-failed');
});
