/** Cards from the list that the bank's relay keeps for this station: asked for again and again, each card taken once. */
import { z } from 'zod';

import type { ListOutcome } from '../tracking/listed-cards.ts';
import type { Clock } from '../tracking/instant.ts';
import type { CardDesk } from './card-desk.ts';
import type { IntakeFault } from './folder-intake.ts';

/** As many as a station can watch. */
const MAX_LISTED = 60;

/** What the validator checks is only a text here: it says better what is wrong, and one bad card does not spoil the list. */
const List = z.looseObject({
  cards: z
    .array(z.strictObject({ cardId: z.string(), operationId: z.string().optional(), reference: z.string().optional() }))
    .max(MAX_LISTED),
});
type Listed = z.infer<typeof List>['cards'][number];

export interface StationListOptions {
  /** Asks the relay; never rejects. */
  readonly read: (signal: AbortSignal) => Promise<ListOutcome>;
  readonly desk: Pick<CardDesk, 'take'>;
  /** Whether the station watches this card, or has it in its record: then it is not taken from a list again. */
  readonly isKnown: (cardId: string) => boolean;
  readonly pollSeconds: number;
  readonly clock: Clock;
  /** Called when the fault becomes another one, with null when there is none any more. */
  readonly onFault: (fault: IntakeFault | null) => void;
}

export interface StationList {
  start(): void;
  stop(): void;
}

export function createStationList(options: StationListOptions): StationList {
  const { read, desk, isKnown, clock } = options;
  let abort = new AbortController();
  let cancel = (): void => undefined;
  let told: IntakeFault | null = null;
  /** What has been taken or refused, for as long as it is listed; the refusal, or null. */
  let offered = new Map<string, string | null>();

  function tell(fault: IntakeFault | null): void {
    if (told?.cause === fault?.cause && told?.detail === fault?.detail) return;
    told = fault;
    options.onFault(fault);
  }

  /** Why the card was refused; null when it was not, undefined when there was no room and it is to be offered again. */
  function offer(card: Listed): string | null | undefined {
    if (isKnown(card.cardId.trim())) return null;
    const taken = desk.take(card);
    if (taken.kind !== 'refused') return null;
    return taken.refusal === 'too-many-cards' ? undefined : taken.refusal;
  }

  function take(cards: readonly Listed[]): IntakeFault | null {
    const before = offered;
    offered = new Map();
    for (const card of cards) {
      const key = JSON.stringify([card.cardId, card.operationId ?? null]);
      const outcome = before.has(key) ? before.get(key) : offered.has(key) ? offered.get(key) : offer(card);
      if (outcome !== undefined) offered.set(key, outcome);
    }
    // What was refused is not repeated: it may be a card number.
    const refusals = [...offered.values()].filter((refusal) => refusal !== null);
    const [first] = refusals;
    if (first === undefined) return null;
    return fault('list-unusable', `${String(refusals.length)} of the listed cards refused: ${first}`, null);
  }

  function faultOf(outcome: ListOutcome): IntakeFault | null {
    switch (outcome.kind) {
      case 'not-now':
        return told;
      case 'unreachable':
        return fault('list-unreachable', outcome.detail, outcome.correlationId);
      case 'unusable':
        return fault('list-unusable', outcome.detail, outcome.correlationId);
      case 'body': {
        const list = List.safeParse(outcome.body);
        if (list.success) return take(list.data.cards);
        // A path in the list, never its content.
        const path = list.error.issues[0]?.path.join('.') ?? '';
        return fault('list-unusable', `the list is not of the agreed form, at "${path.slice(0, 80)}"`, null);
      }
    }
  }

  /** The ms until the next look: as configured, or as long as the relay asked to be left alone. */
  function pauseAfter(outcome: ListOutcome): number {
    const heldMs = outcome.kind === 'unreachable' ? (outcome.retryAfterMs ?? 0) : 0;
    return Math.max(options.pollSeconds * 1_000, heldMs);
  }

  async function once(): Promise<void> {
    // A new one for each look: a signal keeps something of every call that it was given to, for as long as it lives.
    abort = new AbortController();
    const { signal } = abort;
    const outcome = await read(signal);
    if (signal.aborted) return;
    tell(faultOf(outcome));
    cancel = clock.after(pauseAfter(outcome), () => void once());
  }

  return {
    start: () => void once(),
    stop() {
      abort.abort();
      cancel();
    },
  };
}

function fault(cause: IntakeFault['cause'], detail: string, correlationId: string | null): IntakeFault {
  return { family: 'intake', cause, detail, correlationId };
}
