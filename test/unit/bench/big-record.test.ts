import { expect, it } from 'vitest';

import { verifyLedger } from '../../../main/ledger/verify.ts';
import {
  ANSWERS_A_CARD,
  bigCardId,
  bigOperationId,
  makeBigRecord,
  OPEN_CARDS,
  shareOut,
} from '../../bench/record/big-record.ts';
import { NOON, Profile } from '../main/ledger/ledger-under-test.ts';

it('a made record is what the ledger itself would have written: whole, signed, and every card readable', async () => {
  const profile = new Profile();
  const record = shareOut(2_000, NOON - 86_400_000, NOON);
  await makeBigRecord(profile.folder, profile.store(), record);
  expect(record.cards * (1 + ANSWERS_A_CARD) + record.actions).toBeGreaterThanOrEqual(2_000);
  expect(await verifyLedger(profile.folder, profile.store())).toMatchObject({
    kind: 'verified',
    diagnosis: { kind: 'whole' },
    rows: record.actions,
    problemCount: 0,
  });
  const { ledger, unlocked } = await profile.unlocked();
  expect(unlocked).toEqual({ standing: 'accepted', headFault: null });
  const { cards, faults } = ledger.restore();
  expect(faults).toEqual([]);
  expect(cards).toHaveLength(OPEN_CARDS);
  for (const index of [0, 1, 77, record.cards - 1]) {
    const found = ledger.find(bigCardId(index));
    expect(found.kind === 'card' && found.card.firstSeenOf).toBe(bigOperationId(index));
    const memory = found.kind === 'card' ? found.card.history.memories.get(bigOperationId(index)) : undefined;
    expect(memory?.done?.endMs).toBeGreaterThan(0);
  }
  const acted = ledger.actionsOf(bigCardId(0));
  expect(acted.kind === 'actions' && acted.actions.length).toBe(1);
  profile.tamper((database) => {
    const count = (table: string): unknown => database.prepare(`SELECT count(*) AS rows FROM ${table}`).get();
    expect(count('answers')).toEqual({ rows: record.cards * ANSWERS_A_CARD });
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  });
});
