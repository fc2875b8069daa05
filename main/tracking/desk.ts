/** What staff are doing at the screen right now: a dialog, the check with D1 after a press, its outcome. Pure. */
import type { CardTrack } from './card-track.ts';
import type { Stamp } from './instant.ts';
import type { ActRefusal, Dialog } from './words.ts';

export type Desk =
  | { readonly kind: 'free' }
  /** A dialog about one card is open: it holds the stage. What staff fill in is about this order and this reference. */
  | {
      readonly kind: 'open';
      readonly dialog: Dialog;
      readonly cardId: string;
      readonly operationId: string | null;
      readonly reference: string | null;
      readonly at: Stamp;
    }
  /** "Hand over" was pressed; D1 is asked once more, or what it said is being recorded. */
  | {
      readonly kind: 'checking';
      readonly cardId: string;
      readonly operationId: string;
      readonly reference: string | null;
      readonly at: Stamp;
    }
  /** Recorded: the card goes to the customer now. */
  | { readonly kind: 'given'; readonly cardId: string; readonly reference: string | null; readonly at: Stamp }
  /** What staff asked for was not done, and why. */
  | { readonly kind: 'refused'; readonly cardId: string; readonly why: ActRefusal; readonly at: Stamp };

/** The card that the desk holds on stage; null when it holds none. */
export function heldCard(desk: Desk): string | null {
  switch (desk.kind) {
    case 'open':
    case 'checking':
      return desk.cardId;
    case 'free':
    case 'given':
    case 'refused':
      return null;
  }
}

/** The plastic at hand, or the slip, is another one. The first order that D1 names is none: there was nothing to look at. */
export function isOther(
  { operationId, reference }: Pick<Extract<Desk, { kind: 'open' }>, 'operationId' | 'reference'>,
  track: Pick<CardTrack, 'operation' | 'reference'>,
): boolean {
  return track.reference !== reference || (operationId !== null && track.operation?.operationId !== operationId);
}

/** Whether the desk only shows what came of something; the next thing that staff do may take its place. */
export function isOutcome(desk: Desk): boolean {
  return desk.kind === 'given' || desk.kind === 'refused';
}
