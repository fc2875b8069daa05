/** A past for a station: cards that its record knows to have been at the printer and then personalised. */
import type { AnswerRecord } from '../../../main/ledger/answer-row.ts';
import type { StoredCard } from '../../../main/ledger/card-row.ts';
import { openLedger } from '../../../main/ledger/open-ledger.ts';
import { STATES } from '../../sandbox/scenarios.ts';

/** From the start of one card to that of the next, in ms: a branch, and not a factory. */
const APART_MS = 120_000;

/** Writes finished cards that took so long, in ms, the last of them just now; the station must not run. Throws when it cannot. */
export function recordPastCards(profileFolder: string, takes: readonly number[]): void {
  const opened = openLedger(profileFolder);
  if (opened.kind === 'fault') throw new Error(`the record cannot be opened: ${opened.fault.detail}`);
  const now = Date.now();
  const cards = takes.map((takesMs, index) => {
    const doneAt = now - (takes.length - index) * APART_MS;
    const startedAt = Math.round(doneAt - takesMs);
    return { cardId: `bench-past-${index}`, operationId: `past-${index}`, startedAt, doneAt };
  });
  const fault = opened.ledger.save(cards.map(storedOf), cards.flatMap(answersOf));
  opened.ledger.close();
  if (fault !== null) throw new Error(`the cards cannot be recorded: ${fault.detail}`);
}

interface PastCard {
  readonly cardId: string;
  readonly operationId: string;
  readonly startedAt: number;
  readonly doneAt: number;
}

function storedOf({ cardId, operationId, startedAt, doneAt }: PastCard): StoredCard {
  return {
    cardId,
    reference: null,
    pinnedOperationId: null,
    addedAt: startedAt,
    touchedAt: doneAt,
    place: 'finished',
    placedAt: doneAt,
    phase: 'personalised',
    firstSeenOf: operationId,
    firstSeen: new Map([
      ['at-printer', startedAt],
      ['personalised', doneAt],
    ]),
    newOrder: false,
    history: { newestStartMs: startedAt, newestIds: [operationId], memories: new Map(), voidedAt: null },
  };
}

function answersOf({ cardId, operationId, startedAt, doneAt }: PastCard): AnswerRecord[] {
  const base = { operationId, startMs: startedAt, reason: null, errorCode: null, error: null };
  const { ready, done } = STATES;
  return [
    {
      cardId,
      operation: { ...base, phase: 'at-printer', status: ready.status, detail: ready.detail, endMs: null },
      sentAt: startedAt,
      correlationId: null,
    },
    {
      cardId,
      operation: { ...base, phase: 'personalised', status: done.status, detail: done.detail, endMs: doneAt },
      sentAt: doneAt,
      correlationId: null,
    },
  ];
}
