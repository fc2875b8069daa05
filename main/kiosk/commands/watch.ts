/** `card-station watch CARD_ID`: hands a card to the station that runs. Exit code 0 means delivered. */
import { watchRequest } from '../../intake/watch-request.ts';
import type { Refusal } from '../../tracking/words.ts';
import type { Command } from '../command-line.ts';
import type { Delivery } from '../delivery.ts';
import type { Output } from './output.ts';

const SENTENCES: Readonly<Record<Refusal, string>> = {
  empty: 'The card id is empty.',
  'too-long': 'The card id is longer than 48 characters.',
  characters: 'A card id holds letters, digits, hyphens and underscores only.',
  'card-number': 'This looks like a card number. Card numbers are never accepted; use the card id of the order.',
  'track-data': 'This looks like magnetic-stripe data. It is never accepted; use the card id of the order.',
  'operation-id': 'An operation id holds 1 to 64 letters, digits, hyphens and underscores.',
  reference: 'A reference is one line of at most 40 printable characters.',
  'too-many-cards': 'The station watches as many cards as it may.',
};

/** `deliver` gives true when a running station took the message. */
export function runWatch(
  command: Extract<Command, { kind: 'watch' }>,
  allowNumericIds: boolean,
  deliver: (message: Delivery) => boolean,
  output: Output,
): 0 | 1 {
  const { cardId, operationId, reference } = command;
  const request = watchRequest({ cardId, operationId, reference }, allowNumericIds);
  if (request.kind === 'refused') return output.failed(SENTENCES[request.refusal]);
  const message: Delivery = { kind: 'watch', cardId: request.card.cardId };
  if (request.card.pinnedOperationId !== null) message.operationId = request.card.pinnedOperationId;
  if (request.card.reference !== null) message.reference = request.card.reference;
  if (!deliver(message)) return output.failed('No station is running with this profile.');
  output.line(`Delivered: ${request.card.cardId}`);
  return 0;
}
