/** Of which cards D1 lately accepted a read: tells one forbidden card from a forbidden station. Pure but for its memory. */

/** A card that was accepted this recently can speak for the station: longer than the slowest pace, in ms. */
const SPEAKS_FOR_MS = 120_000;
/** More than a station ever watches at once; the card that was accepted longest ago is forgotten first. */
const MAX_CARDS = 200;

export interface AcceptedCards {
  /** D1 answered a read of this card. */
  accepted(cardId: string): void;
  /**
   * D1 forbade a read of this card. Whether that is a matter of this card alone: another card was accepted lately, has
   * not itself been forbidden since, and was accepted after this one was for the last time. An older acceptance says no
   * more than this card's own: that the station was welcome until then. Cards that have left the screen are such.
   */
  forbiddenAlone(cardId: string): boolean;
}

interface Accepted {
  /** Monotonic ms of the newest accepted read. */
  readonly at: number;
  /** Counts the accepted reads of the station: the clock may stand still between two of them. */
  readonly order: number;
  readonly forbiddenSince: boolean;
}

/** `now` gives monotonic ms. */
export function createAcceptedCards(now: () => number): AcceptedCards {
  /** Accepted longest ago first. */
  const cards = new Map<string, Accepted>();
  let count = 0;
  return {
    accepted(cardId) {
      count += 1;
      cards.delete(cardId);
      cards.set(cardId, { at: now(), order: count, forbiddenSince: false });
      const [oldest] = cards.keys();
      if (cards.size > MAX_CARDS && oldest !== undefined) cards.delete(oldest);
    },
    forbiddenAlone(cardId) {
      const own = cards.get(cardId);
      if (own !== undefined) cards.set(cardId, { ...own, forbiddenSince: true });
      const after = own?.order ?? 0;
      return [...cards.values()].some(
        ({ at, order, forbiddenSince }) => !forbiddenSince && order > after && now() - at < SPEAKS_FOR_MS,
      );
    },
  };
}
