/**
 * Whether a snapshot tells staff anything that the one before did not: what D1 has only said again is drawn with the next one
 * that time brings, not by itself. Pure.
 */
import { isDeepStrictEqual } from 'node:util';

import type { CardView, StationView } from './contract.ts';

/** A green that is to end within this time, in ms, is carried on at once: it must not go out while D1 stands by it. */
const RENEWED_BEFORE_MS = 2_000;

/** `told` is on the screen, or on its way there; `next` is what would be told now. */
export function tellsNews(told: StationView, next: StationView): boolean {
  return needsRenewal(told, next) || !isDeepStrictEqual(ageless(told), ageless(next));
}

function needsRenewal(told: StationView, next: StationView): boolean {
  const elapsedMs = next.at - told.at;
  return told.cards.some(({ greenForMs }) => greenForMs !== null && greenForMs - elapsedMs < RENEWED_BEFORE_MS);
}

/** All but what moves on with every second by itself; that there is an age stays. */
function ageless(view: StationView): object {
  const { connection, desk, undo } = view;
  return {
    ...view,
    sequence: 0,
    at: 0,
    silentAfterMs: 0,
    connection: { ...connection, lastContactAgeMs: connection.lastContactAgeMs === null ? null : 0 },
    cards: view.cards.map(agelessCard),
    desk: desk.kind === 'given' ? { ...desk, leftMs: 0 } : desk,
    undo: undo === null ? null : { ...undo, leftMs: 0 },
  };
}

function agelessCard(card: CardView): object {
  return { ...card, answerAt: null, answerAgeMs: card.answerAgeMs === null ? null : 0, greenForMs: null };
}
