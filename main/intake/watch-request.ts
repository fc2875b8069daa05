/** The one validator: whatever way a card arrives, it passes here before anything else sees it. */
import type { NewCard } from '../tracking/new-track.ts';
import type { Refusal } from '../tracking/words.ts';
import { holdsCardNumber, holdsTrackData } from './card-number.ts';
import { isPrintable } from './printable.ts';

export interface RawRequest {
  readonly cardId: string;
  readonly operationId?: string | undefined;
  readonly reference?: string | undefined;
}

export type WatchRequest =
  { readonly kind: 'accepted'; readonly card: NewCard } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Source: D1 portal, identifier rules (cardId 1-48, operationId 1-64). */
const CARD_ID = /^[A-Za-z0-9_-]{1,48}$/;
const MAX_CARD_ID_LENGTH = 48;
const OPERATION_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** A reference is one line that fits a label. */
const MAX_REFERENCE_LENGTH = 40;

/**
 * Checks a request to watch a card. White space around the card id is the scanner's and is dropped.
 * `allowNumericIds` lets ids through that look like a card number: for issuers whose ids are such numbers.
 */
export function watchRequest(raw: RawRequest, allowNumericIds: boolean): WatchRequest {
  const cardId = raw.cardId.trim();
  const said = raw.reference?.trim() ?? '';
  const reference = inOneForm(said);
  // As it was said and as it will be shown: groups of digits that stand far apart come together.
  const texts = [cardId, raw.operationId ?? '', said, reference];
  if (texts.some(holdsTrackData)) return refused('track-data');
  const suspicious = allowNumericIds ? texts.slice(2) : texts;
  if (suspicious.some(holdsCardNumber)) return refused('card-number');
  if (cardId === '') return refused('empty');
  if (cardId.length > MAX_CARD_ID_LENGTH) return refused('too-long');
  if (!CARD_ID.test(cardId)) return refused('characters');
  if (raw.operationId !== undefined && !OPERATION_ID.test(raw.operationId)) return refused('operation-id');
  if (![said, reference].every(isReference)) return refused('reference');
  return {
    kind: 'accepted',
    card: { cardId, pinnedOperationId: raw.operationId ?? null, reference: reference === '' ? null : reference },
  };
}

function isReference(text: string): boolean {
  return text.length <= MAX_REFERENCE_LENGTH && isPrintable(text);
}

/**
 * What looks the same on the screen is the same text: spaces of every kind and number, a letter with its mark in one or in two.
 * What is too long for a reference stays: the marks of a text that is made for it would take seconds to be put into order.
 */
export function inOneForm(reference: string): string {
  const text = reference.trim();
  return text.length > MAX_REFERENCE_LENGTH ? text : text.normalize('NFC').replace(/\p{Zs}+/gu, ' ');
}

function refused(refusal: Refusal): WatchRequest {
  return { kind: 'refused', refusal };
}
