/** Of which cards D1 lately accepted a read: tells one forbidden card from a forbidden station. Pure but for its memory. */

/** A card that was accepted this recently speaks for the station: longer than the slowest pace, in ms. */
const SPEAKS_FOR_MS = 120_000;
/** More than a station ever watches at once; the card that was accepted longest ago is forgotten first. */
const MAX_CARDS = 200;

export interface AcceptedCards {
  /** D1 answered a read of this card. */
  accepted(cardId: string): void;
  /**
   * D1 forbade a read of this card. Whether that is a matter of this card alone: another card was accepted lately and has
   * not itself been forbidden since.
   */
  forbiddenAlone(cardId: string): boolean;
}

/** `now` gives monotonic ms. */
export function createAcceptedCards(now: () => number): AcceptedCards {
  /** Monotonic ms of the newest accepted read of each card, oldest first. */
  const times = new Map<string, number>();
  return {
    accepted(cardId) {
      times.delete(cardId);
      times.set(cardId, now());
      const [oldest] = times.keys();
      if (times.size > MAX_CARDS && oldest !== undefined) times.delete(oldest);
    },
    forbiddenAlone(cardId) {
      // From now on this card speaks for nobody, until it is accepted again.
      times.delete(cardId);
      const newest = Math.max(...times.values(), -Infinity);
      return now() - newest < SPEAKS_FOR_MS;
    },
  };
}
