/** `card-station watch CARD_ID`: hands a card to the station that runs. Exit code 0: the station says that it has it. */
import { REFUSAL_SENTENCES } from '../../intake/refusal-sentences.ts';
import { watchRequest } from '../../intake/watch-request.ts';
import type { Command } from '../command-line.ts';
import { undelivered, type Delivered } from '../delivered.ts';
import type { Delivery } from '../delivery.ts';
import type { Output } from './output.ts';

export async function runWatch(
  command: Extract<Command, { kind: 'watch' }>,
  allowNumericIds: boolean,
  deliver: (message: Delivery) => Promise<Delivered>,
  output: Output,
): Promise<0 | 1> {
  const { cardId, operationId, reference } = command;
  const request = watchRequest({ cardId, operationId, reference }, allowNumericIds);
  if (request.kind === 'refused') return output.failed(REFUSAL_SENTENCES[request.refusal]);
  const message: Delivery = { kind: 'watch', cardId: request.card.cardId };
  if (request.card.pinnedOperationId !== null) message.operationId = request.card.pinnedOperationId;
  if (request.card.reference !== null) message.reference = request.card.reference;
  const why = undelivered(await deliver(message));
  if (why !== null) return output.failed(why);
  output.line(`Delivered: ${request.card.cardId}`);
  return 0;
}
