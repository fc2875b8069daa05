/** What a ledger keeps of a card, and the card that comes of it: wall-clock instants only, and no answer. */
import type { CardTrack } from '../../../../main/tracking/card-track.ts';
import { pastOf, type RememberedCard } from '../../../../main/tracking/new-track.ts';
import type { RecordedAction } from '../../../../main/tracking/staff-action.ts';
import { marksOf } from '../../../../main/tracking/staff-marks.ts';

/** The card as it comes back: monotonic time of the earlier run means nothing, marks follow from the actions alone. */
export function keptCard(track: CardTrack, actions: readonly RecordedAction[] = []): RememberedCard {
  const { cardId, pinnedOperationId, reference, addedAt, touchedAt, firstSeen, firstSeenOf, newOrder } = track;
  const memories = [...track.memories].map(([operationId, { failure, ...memory }]) => {
    const known = failure === null ? null : { ...failure, askedAtMono: -Infinity };
    return [operationId, { ...memory, failure: known }] as const;
  });
  return {
    card: { cardId, pinnedOperationId, reference },
    addedAt: addedAt.wall,
    touchedAt: touchedAt.wall,
    past: { ...pastOf(track), memories: new Map(memories), voidedAt: null, marks: marksOf(actions) },
    firstSeenOf,
    firstSeen: new Map([...firstSeen].map(([phase, { wall }]) => [phase, wall])),
    newOrder,
  };
}
