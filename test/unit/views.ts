import type { CardView, FaultView, StationView } from '../../main/ipc/contract.ts';

/** A card at the printer, as main would send it, with what a test cares about on top. */
export function cardView(over: Partial<CardView> = {}): CardView {
  return {
    cardId: 'card-1',
    reference: null,
    operationId: 'op-1',
    phase: 'at-printer',
    verdict: 'wait',
    doubt: null,
    patience: 'normal',
    raw: null,
    reason: null,
    errorCode: null,
    error: null,
    reasonText: null,
    newOrder: false,
    addedAt: 1_000_000,
    phaseSince: 1_000_000,
    answerAt: 1_000_000,
    answerAgeMs: 500,
    greenForMs: null,
    endedAt: null,
    mark: null,
    acknowledged: false,
    details: null,
    proof: 'card-id',
    acts: ['remove'],
    ...over,
  };
}

/** A card that may be handed over for `greenForMs`. */
export function greenCard(greenForMs: number | null, over: Partial<CardView> = {}): CardView {
  return cardView({ phase: 'personalised', verdict: 'hand-over', greenForMs, endedAt: 1_000_000, ...over });
}

export function faultView(over: Partial<FaultView> = {}): FaultView {
  return {
    family: 'network',
    cause: 'refused',
    owner: 'network',
    detail: '',
    correlationId: null,
    since: 1_000_000,
    daysLeft: null,
    skewMs: null,
    ...over,
  };
}

export function stationView(over: Partial<StationView> = {}): StationView {
  return {
    sequence: 1,
    at: 1_000_000,
    silentAfterMs: 3_000,
    stationName: 'Main Street, desk 2',
    persoStation: 'KIOSK-PS-101',
    version: '0.1.0',
    testBuild: false,
    environment: 'production',
    language: 'en',
    theme: 'dark',
    sound: { volume: 60, muted: false, quietUntil: null },
    dimAfterMs: 600_000,
    keyboardLayout: 'as-typed',
    screen: { kind: 'board' },
    connection: { state: 'ok', lastContactAgeMs: 100, since: 900_000 },
    faults: [],
    stage: over.cards?.[0]?.cardId ?? null,
    cards: [],
    maxCards: 60,
    notice: null,
    desk: { kind: 'free' },
    undo: null,
    shelf: [],
    staff: { identity: 'none', secondForHandOver: false, secondForReject: false, checkPrint: true, checkItems: [] },
    ledger: 'accepted',
    administrator: { kind: 'locked' },
    ...over,
  };
}
