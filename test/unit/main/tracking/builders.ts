/** Small builders for the tests of tracking: D1 answers as raw JSON values, moments, and a card that is fed answers. */
import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import { newTrack } from '../../../../main/tracking/new-track.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import type { Limits, Pace } from '../../../../main/tracking/limits.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { judge, type Judgement } from '../../../../main/tracking/verdict.ts';

export const CARD = '271b-6e47-8ec3-7f3f';
export const OTHER_CARD = '271b-6e47-8ec3-7f3e';

/** The start values that the station is built to. */
export const LIMITS: Limits = {
  freshnessMs: 60_000,
  notAskedMs: 10_000,
  notFoundGraceMs: 120_000,
  slowAfterMs: 360_000,
  stuckAfterMs: 900_000,
};
export const PACE: Pace = {
  requestedMs: 3_000,
  atPrinterMs: 2_000,
  inProgressMs: 2_500,
  slowMs: 5_000,
  stuckMs: 15_000,
  notFoundFirstMs: 3_000,
  notFoundLastMs: 15_000,
  greenMs: 15_000,
  failureMs: 60_000,
  unclearMs: 4_000,
  jitter: 0.2,
};

/** An interval so short that it stretches no wait. */
export const SHORT_INTERVAL_MS = 2_000;

/** A moment `ms` after the tests' zero; the wall clock may be ahead or behind by `wallAheadMs`. */
export function at(ms: number, wallAheadMs = 0): Stamp {
  return { mono: 50_000 + ms, wall: Date.UTC(2025, 0, 21, 9, 30) + ms + wallAheadMs };
}

/** One operation as D1 sends it; every field may be overridden, `undefined` leaves it out. */
export type Entry = Record<string, unknown>;

export type Pair = readonly [status: string, detail: string];
export const REQUESTED: Pair = ['PENDING', 'CARD_PROD_REQUESTED'];
export const READY: Pair = ['PENDING', 'CARD_PROD_READY'];
export const ONGOING: Pair = ['PENDING', 'CARD_PROD_ONGOING'];
export const DONE: Pair = ['SUCCESSFUL', 'CARD_PROD_DONE'];
export const DATA_EXCEPTION: Pair = ['FAILED', 'DATA_EXCEPTION'];
export const PROD_EXCEPTION: Pair = ['FAILED', 'CARD_PROD_EXCEPTION'];
export const CANCELED: Pair = ['FAILED', 'CARD_PROD_CANCELED'];
export const FAILED_ODDLY: Pair = ['FAILED', 'PRINTER_ON_FIRE'];
export const CONTRADICTION: Pair = ['PENDING', 'CARD_PROD_DONE'];

export const START = '2025-01-17T06:28:02.492Z';
export const NEWER_START = '2025-01-17T06:28:02.493Z';
export const NEWEST_START = '2025-01-17T06:28:02.494Z';
export const END = '2025-01-21T09:28:12.492Z';
export const LATER_END = '2025-01-21T09:28:12.493Z';

export function produce([status, detail]: Pair, overrides: Entry = {}): Entry {
  const entry: Entry = {
    operationId: 'op-a',
    operation: 'PRODUCE',
    status,
    startTime: START,
    cardId: CARD,
    details: { status: detail },
    ...overrides,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

export function body(...operations: readonly unknown[]): unknown {
  return { operations };
}

export function card(pinnedOperationId: string | null = null, addedAt = at(0)): CardTrack {
  return newTrack({ cardId: CARD, pinnedOperationId, reference: null }, addedAt);
}

/** The card after one answer, asked for at `sentAt`; an answer that cannot be read is a mistake of the test. */
export function answer(track: CardTrack, entries: readonly unknown[], sentAt: Stamp, arrivedAt = sentAt): CardTrack {
  const reading = readAnswer(body(...entries), track);
  if (reading.kind === 'malformed') throw new Error(reading.detail);
  return reduceTrack(track, { kind: 'answered', reading, sentAt, at: arrivedAt });
}

/** The card after several answers, a second apart and in order. */
export function answers(track: CardTrack, all: readonly (readonly unknown[])[], firstMs = 1_000): CardTrack {
  return all.reduce((next, entries, index) => answer(next, entries, at(firstMs + index * 1_000)), track);
}

export function judged(track: CardTrack, now: Stamp, intervalMs = SHORT_INTERVAL_MS): Judgement {
  return judge(track, now, LIMITS, intervalMs);
}
