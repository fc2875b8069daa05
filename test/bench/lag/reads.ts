/** Every read of a card that the sandbox answered, and when its last byte was given to the socket. */
import { wallNow } from '../page-watch.ts';
import type { Control } from '../../sandbox/control.ts';

/** In ms since 1970. */
export interface Read {
  readonly arrivedAt: number;
  readonly answeredAt: number;
}

export interface Reads {
  /** Of this card, in the order of their answers. */
  of(cardId: string): readonly Read[];
  stop(): void;
}

/** Longer than any run, in ms: who waits for a read has a limit of its own. */
const NO_LIMIT_MS = 3_600_000;

/** Collects until it is stopped. Throws in `of` when a read was not answered with 200: the pace after a fault is another one. */
export function collectReads(control: Control): Reads {
  const reads = new Map<string, Read[]>();
  const stopping = new AbortController();
  let bad: string | null = null;
  void (async () => {
    // Between two requests that end lies more than the moment in which this asks for the next one.
    while (!stopping.signal.aborted) {
      const { cardId, status, realTime } = await control.nextRequest(({ kind }) => kind === 'status', NO_LIMIT_MS);
      if (cardId === null) continue;
      if (status !== 200) bad = `a read of ${cardId} ended with status ${String(status)}`;
      reads.set(cardId, [...(reads.get(cardId) ?? []), { arrivedAt: realTime, answeredAt: wallNow() }]);
    }
  })().catch(() => undefined);
  return {
    of(cardId) {
      if (bad !== null) throw new Error(bad);
      return reads.get(cardId) ?? [];
    },
    stop() {
      stopping.abort();
    },
  };
}
