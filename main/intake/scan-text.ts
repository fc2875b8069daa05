/** What a scan is: a staff badge, a slip with a card, or nothing that may be looked at further. */
import type { Refusal } from '../tracking/words.ts';
import { wholePattern, type Pattern } from './bounded-pattern.ts';
import { holdsCardNumber, holdsTrackData } from './card-number.ts';
import type { RawRequest } from './watch-request.ts';

/** The page sends no more, so that a text of this length may have been cut, in UTF-16 units. */
const MAX_SCAN_LENGTH = 512;

/** The longest that a record of who did something takes, in UTF-16 units. */
const MAX_BADGE_LENGTH = 64;

/** What scanners put around a code: control characters such as STX and CR, and white space. */
const FRAME = /^[\p{Cc}\s]+|[\p{Cc}\s]+$/gu;
/** The AIM identifier of the kind of code (ISO/IEC 15424), such as `]C1`: set on some scanners, never part of a card id. */
const AIM_IDENTIFIER = /^\][A-Za-z][0-9A-Za-z]/;

/** How a text came: a person's typing may be a plain card id even where slips have a form of their own. */
export type ScanHow = 'scanned' | 'typed';

export type ScanText =
  | { readonly kind: 'badge'; readonly badge: string }
  | { readonly kind: 'card'; readonly request: RawRequest }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface ScanRules {
  readonly allowNumericIds: boolean;
  /** `staff.badgePattern`; null when badges are not used. */
  readonly badge: Pattern | null;
  /** `intake.scanPattern`; null when a slip carries the card id alone. */
  readonly slip: Pattern | null;
}

/** Makes the rules from the configuration, in which both patterns are checked. */
export function scanRules(settings: {
  readonly allowNumericIds: boolean;
  readonly badgePattern: string | undefined;
  readonly scanPattern: string | undefined;
}): ScanRules {
  const patternOf = (source: string | undefined): Pattern | null =>
    source === undefined ? null : wholePattern(source);
  return {
    allowNumericIds: settings.allowNumericIds,
    badge: patternOf(settings.badgePattern),
    slip: patternOf(settings.scanPattern),
  };
}

/**
 * Classifies a raw scan. Card numbers and stripe data are refused before anything else looks at the text, and so is a
 * badge that is one: a badge number is recorded, and a card number never. The badge comes next, then the slip.
 * A pattern that takes too long lets nothing through: what it might have caught must not go on to D1.
 */
export function readScan(raw: string, how: ScanHow, rules: ScanRules): ScanText {
  if (raw.length >= MAX_SCAN_LENGTH) return refused(forbidden(raw) ?? 'too-long');
  const secret = forbidden(raw);
  if (secret === 'track-data') return refused(secret);
  if (secret !== null && !rules.allowNumericIds) return refused(secret);
  const text = withoutFrame(raw);
  switch (rules.badge?.(text).kind) {
    case 'match':
      if (secret !== null) return refused(secret);
      return text.length <= MAX_BADGE_LENGTH ? { kind: 'badge', badge: text } : refused('too-long');
    case 'too-slow':
      return refused('badge');
    case 'none':
    case undefined:
      return readSlip(text, how, rules.slip);
  }
}

function readSlip(text: string, how: ScanHow, slip: Pattern | null): ScanText {
  if (slip === null || text === '') return { kind: 'card', request: { cardId: text } };
  const found = slip(text);
  switch (found.kind) {
    case 'match':
      return {
        kind: 'card',
        request: {
          cardId: found.groups.get('cardId') ?? '',
          operationId: found.groups.get('operationId'),
          reference: found.groups.get('reference'),
        },
      };
    case 'none':
      return how === 'typed' ? { kind: 'card', request: { cardId: text } } : refused('slip');
    case 'too-slow':
      return refused('slip');
  }
}

function withoutFrame(raw: string): string {
  return raw.replace(FRAME, '').replace(AIM_IDENTIFIER, '').replace(FRAME, '');
}

function forbidden(text: string): 'track-data' | 'card-number' | null {
  if (holdsTrackData(text)) return 'track-data';
  return holdsCardNumber(text) ? 'card-number' : null;
}

function refused(refusal: Refusal): ScanText {
  return { kind: 'refused', refusal };
}
