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

/** So many snapshots painted apart: two seconds of a main that is alive, at one snapshot a second. */
const PICTURES_WITHOUT = 3;

/** Whether this snapshot tells staff to give a card away: a verdict, or the check list and what follows it. */
export function tellsToGive({ cards, desk }: Pick<StationView, 'cards' | 'desk'>): boolean {
  return desk.kind !== 'free' || cards.some(({ verdict }) => verdict === 'hand-over');
}

export function createGreenWatch(): GreenWatch {
  /** The first snapshot after the last green one; null while the newest is green, or there is none. */
  let without: number | null = null;
  let pictures = 0;
  return {
    committed(view) {
      if (tellsToGive(view)) without = null;
      else without ??= view.sequence;
      if (without === null) pictures = 0;
    },
    painted(sequence) {
      if (without !== null && sequence >= without) pictures += 1;
    },
    isGone: () => pictures >= PICTURES_WITHOUT,
  };
}
