/** When the record is looked at again: nothing that asks for it is lost. */
import { expect, it, onTestFinished } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { createLedgerKeeper } from '../../../../main/kiosk/ledger-keeper.ts';
import type { Ledger, Unlocked } from '../../../../main/ledger/ledger.ts';
import { createStationStore } from '../../../../main/tracking/station-store.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { FakeClock, settled } from '../tracking/fake-clock.ts';

const BEGUN: Unlocked = {
  standing: 'unaccepted',
  why: { family: 'ledger', cause: 'lost', detail: 'made', correlationId: null },
  headFault: null,
};

it('a record that is accepted while it is being checked is looked at once more, and found accepted', async () => {
  const ends: ((unlocked: Unlocked) => void)[] = [];
  const ledger: Partial<Ledger> = {
    restore: () => ({ cards: [], faults: [] }),
    unlock: () => new Promise((resolve) => ends.push(resolve)),
    unproven: () => [],
    close: () => undefined,
  };
  const keystore = createKeychainStore(new MemoryKeychain());
  const store = createStationStore();
  const keeper = createLedgerKeeper({
    profileFolder: '',
    keychain: { open: () => Promise.resolve({ kind: 'store', store: keystore }), close: () => undefined },
    store,
    clock: new FakeClock(),
    retentionMonths: 24,
    log: { write: () => undefined },
    onRemembered: () => undefined,
    openRecord: () => ({ kind: 'open', ledger: ledger as Ledger, faults: [] }),
  });
  onTestFinished(() => keeper.close());
  keeper.unlock();
  await settled();
  // Every row takes its time; whoever accepts the record meanwhile says so once.
  keeper.unlock();
  keeper.unlock();
  ends[0]?.(BEGUN);
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.({ standing: 'accepted', headFault: null });
  await settled();
  expect(store.getState().ledger).toBe('accepted');
  expect(ends).toHaveLength(2);
});
