/**
 * Whether green can still be on the glass. What is in the document is not on the glass yet, and what has left the document may
 * stand there still: it is gone once several pictures without it have been drawn, one after the other, and main spoke between
 * them. Only then may the veil stop watching.
 */
import type { StationView } from '../../main/ipc/contract.ts';

export interface GreenWatch {
  /** React has put this snapshot into the document. */
  committed(view: StationView): void;
  /** Every snapshot up to this number has been painted. */
  painted(sequence: number): void;
  /** No green is on the glass, nor in the document. */
  isGone(): boolean;
}

/** So many snapshots painted apart, */
const PICTURES_WITHOUT = 3;
/** and made by main over so long, in ms: by its own clock, since snapshots can come twenty a second. */
const SPOKEN_FOR_MS = 2_000;

/** Whether this snapshot tells staff to give a card away: a verdict, or the check list and what follows it. */
export function tellsToGive({ cards, desk }: Pick<StationView, 'cards' | 'desk'>): boolean {
  return desk.kind !== 'free' || cards.some(({ verdict }) => verdict === 'hand-over');
}

export function createGreenWatch(): GreenWatch {
  /** The first and the newest snapshot after the last green one; null while the newest is green, or there is none. */
  let without: { readonly first: StationView; readonly newest: StationView } | null = null;
  let pictures = 0;
  return {
    committed(view) {
      if (tellsToGive(view)) pictures = 0;
      without = tellsToGive(view) ? null : { first: without?.first ?? view, newest: view };
    },
    painted(sequence) {
      if (without !== null && sequence >= without.first.sequence) pictures += 1;
    },
    isGone: () =>
      without !== null && pictures >= PICTURES_WITHOUT && without.newest.at - without.first.at >= SPOKEN_FOR_MS,
  };
}
