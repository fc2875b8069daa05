/** What D1 really says of a card, noted where it is decided, and which of its answers were D1's own word. */
import type { RecordedRequest } from '../sandbox/record.ts';

export type Truth = 'done' | 'not-done';

interface Turn {
  readonly at: number;
  readonly truth: Truth;
}

interface Spoilt {
  readonly from: number;
  readonly cardId: string | null;
  to: number;
}

/** A read of a card that D1 answered whole and untouched; times in ms since 1970 by the machine's clock. */
export interface Told {
  readonly cardId: string;
  /** When the request reached D1. */
  readonly at: number;
  readonly truth: Truth;
}

export interface TruthLog {
  /** D1 says this of the card from now on. */
  turn(cardId: string, truth: Truth): void;
  /** From now until the returned function is called, answers (of one card, or all) are not what D1 means. */
  spoil(cardId: string | null): () => void;
  at(cardId: string, time: number): Truth;
  /** When the card last ceased to be done, at or before `time`; null when it is done, or never was. */
  ceasedAt(cardId: string, time: number): number | null;
  /** Of these requests, those in which D1 itself told the truth, whole. */
  told(requests: readonly RecordedRequest[]): readonly Told[];
}

export function createTruthLog(): TruthLog {
  const turns = new Map<string, Turn[]>();
  const spoilt: Spoilt[] = [];
  const until = (cardId: string, time: number): readonly Turn[] =>
    (turns.get(cardId) ?? []).filter(({ at }) => at <= time);
  const truthAt = (cardId: string, time: number): Truth => until(cardId, time).at(-1)?.truth ?? 'not-done';
  const isSpoilt = (cardId: string, time: number): boolean =>
    spoilt.some((span) => (span.cardId ?? cardId) === cardId && span.from <= time && time <= span.to);
  return {
    turn(cardId, truth) {
      // A read that came in the very millisecond in which D1 was told that the card is not done had been answered by then.
      const at = Date.now() + (truth === 'done' ? 0 : 1);
      turns.set(cardId, [...(turns.get(cardId) ?? []), { at, truth }]);
    },
    spoil(cardId) {
      const span: Spoilt = { from: Date.now(), cardId, to: Infinity };
      spoilt.push(span);
      return () => {
        span.to = Date.now();
      };
    },
    at: truthAt,
    ceasedAt(cardId, time) {
      const past = until(cardId, time);
      if (past.at(-1)?.truth !== 'not-done') return null;
      const lastDone = past.findLastIndex(({ truth }) => truth === 'done');
      return past[lastDone + 1]?.at ?? null;
    },
    told: (requests) =>
      requests.flatMap(({ kind, cardId, status, ending, realTime }) => {
        const whole = (ending === 'whole' || ending === 'chunked') && (status === 200 || status === 404);
        if (kind !== 'status' || cardId === null || !whole || isSpoilt(cardId, realTime)) return [];
        return [{ cardId, at: realTime, truth: truthAt(cardId, realTime) }];
      }),
  };
}
