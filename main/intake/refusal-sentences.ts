import type { Refusal } from '../tracking/words.ts';

/** Every refusal for whoever gave a command, a link or a file; none repeats what was refused. */
export const REFUSAL_SENTENCES: Readonly<Record<Refusal, string>> = {
  empty: 'The card id is empty.',
  'too-long': 'The card id is longer than 48 characters.',
  characters: 'A card id holds letters, digits, hyphens and underscores only.',
  'card-number': 'This looks like a card number. Card numbers are never accepted; use the card id of the order.',
  'track-data': 'This looks like magnetic-stripe data. It is never accepted; use the card id of the order.',
  'operation-id': 'An operation id holds 1 to 64 letters, digits, hyphens and underscores.',
  reference: 'A reference is one line of at most 40 printable characters.',
  'too-many-cards': 'The station watches as many cards as it may.',
  badge: 'This looks like a staff badge. A badge is never asked of D1.',
  slip: 'This is not the slip that the station is set up for.',
  link: 'The link cannot be read.',
};
