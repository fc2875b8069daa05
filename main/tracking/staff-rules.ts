/** Who did it, and who stood by: what the bank asks of staff before an action is recorded. Pure. */
import type { ActRefusal, StaffIdentity } from './words.ts';

export interface StaffRules {
  readonly identity: StaffIdentity;
  /** Whether a text is a whole badge, by the same rule that a scan is read by; null where no format is set. */
  readonly badge: ((text: string) => boolean) | null;
  readonly secondForHandOver: boolean;
  readonly secondForReject: boolean;
  /** The points of the check list that need no knowledge of the card. */
  readonly checkPrint: boolean;
  readonly checkItems: readonly string[];
  /** How long an action can be undone, in ms. */
  readonly undoMs: number;
}

/** Who acts, as it came from the screen. */
export interface Persons {
  readonly by: string | null;
  readonly second: string | null;
}

/** Two to four letters of any script. */
const INITIALS = /^\p{L}{2,4}$/u;
const ANY_BADGE = /^[A-Za-z0-9-]{3,32}$/;
/** A badge where the bank has set no format. */
const isAnyBadge = (text: string): boolean => ANY_BADGE.test(text);
/** Where staff are not named, a second person is only said to be there. */
export const PRESENT = 'present';

export type PersonsResult =
  | { readonly kind: 'ok'; readonly persons: Persons }
  | { readonly kind: 'refused'; readonly why: Extract<ActRefusal, 'identity' | 'second-person' | 'same-person'> };

/** The persons as they are recorded, or what is missing. `secondNeeded` is what this action asks for. */
export function checkPersons(raw: Persons, rules: StaffRules, secondNeeded: boolean): PersonsResult {
  const by = named(raw.by, rules);
  const second = rules.identity === 'none' ? (raw.second === PRESENT ? PRESENT : null) : named(raw.second, rules);
  if (rules.identity !== 'none' && by === null) return { kind: 'refused', why: 'identity' };
  if (secondNeeded && second === null) return { kind: 'refused', why: 'second-person' };
  if (second !== null && second.toUpperCase() === by?.toUpperCase()) return { kind: 'refused', why: 'same-person' };
  return { kind: 'ok', persons: { by, second } };
}

function named(raw: string | null, rules: StaffRules): string | null {
  const text = raw?.trim() ?? '';
  switch (rules.identity) {
    case 'none':
      return null;
    case 'initials':
      return INITIALS.test(text) ? text.toUpperCase() : null;
    case 'badge':
      return (rules.badge ?? isAnyBadge)(text) ? text : null;
  }
}
