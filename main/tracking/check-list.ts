/** What staff compare before a card goes to the customer. It follows what is known of the card. Pure. */
import type { CardDetails } from './card-details.ts';
import type { CardTrack } from './card-track.ts';
import type { StaffRules } from './staff-rules.ts';
import type { ActRefusal, Proof } from './words.ts';

/** The check list as staff filled it in. */
export interface Checks {
  /** The four digits that staff read from the plastic; null where none are asked for. */
  readonly lastFour: string | null;
  /** The reference, or the end of the card id, was read back and fits. */
  readonly readBack: boolean;
  readonly print: boolean;
  /** The further points of the bank that were ticked, by position. */
  readonly items: readonly number[];
}

/** What shows that the plastic is this card: its digits where D1 gave them, else the reference, else the card id. */
export function proofOf(track: Pick<CardTrack, 'reference'>, details: CardDetails | null): Proof {
  if (details !== null && details.lastFour !== null) return 'last-four';
  return track.reference === null ? 'card-id' : 'reference';
}

/** What is missing or wrong on the list; null when every point is met. */
export function checksProblem(
  checks: Checks,
  track: Pick<CardTrack, 'reference'>,
  details: CardDetails | null,
  rules: StaffRules,
): Extract<ActRefusal, 'check-list' | 'last-four'> | null {
  switch (proofOf(track, details)) {
    case 'last-four':
      if (checks.lastFour !== details?.lastFour) return 'last-four';
      break;
    case 'reference':
    case 'card-id':
      if (!checks.readBack) return 'check-list';
  }
  if (rules.checkPrint && !checks.print) return 'check-list';
  return rules.checkItems.every((_item, position) => checks.items.includes(position)) ? null : 'check-list';
}
