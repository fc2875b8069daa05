/** Cards in the record of a station that is not running: it starts with them, as it would after a night. */
import { openLedger } from '../../main/ledger/open-ledger.ts';

/** Throws when the record cannot be written. */
export function seedLedger(profileFolder: string, cardIds: readonly string[]): void {
  const opened = openLedger(profileFolder);
  if (opened.kind === 'fault') throw new Error(`the record cannot be opened: ${opened.fault.detail}`);
  const now = Date.now();
  const cards = cardIds.map((cardId, index) => ({
    cardId,
    reference: `Ticket ${String(index)}`,
    pinnedOperationId: null,
    addedAt: now + index,
    touchedAt: now + index,
    place: 'watched' as const,
    placedAt: now + index,
    phase: 'at-printer' as const,
    firstSeenOf: null,
    firstSeen: new Map(),
    newOrder: false,
    history: { newestStartMs: null, newestIds: [], memories: new Map(), voidedAt: null },
  }));
  const fault = opened.ledger.save(cards, []);
  opened.ledger.close();
  if (fault !== null) throw new Error(`the cards cannot be recorded: ${fault.detail}`);
}
