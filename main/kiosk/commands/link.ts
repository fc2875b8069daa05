/** A link that the system hands to a second start of the program. Exit code 0: the station has the card; 2: it is no use here. */
import { REFUSAL_SENTENCES } from '../../intake/refusal-sentences.ts';
import { watchRequest } from '../../intake/watch-request.ts';
import type { Command } from '../command-line.ts';
import { undelivered, type Delivered } from '../delivered.ts';
import type { Delivery } from '../delivery.ts';
import type { Output } from './output.ts';

export interface LinkRules {
  /** `intake.links`. */
  readonly links: boolean;
  readonly allowNumericIds: boolean;
}

/**
 * Nobody sees what a program prints that a browser has started: the station that runs is told of a refusal as well, without
 * what was refused.
 */
export async function runLink(
  command: Extract<Command, { kind: 'link' }>,
  rules: LinkRules,
  deliver: (message: Delivery) => Promise<Delivered>,
  output: Output,
): Promise<0 | 1 | 2> {
  if (!rules.links) {
    output.failed('Links are switched off on this station (intake.links).');
    return 2;
  }
  const { link } = command;
  if (link.kind === 'refused') {
    await deliver({ kind: 'refused', refusal: 'link' });
    output.failed(link.why);
    return 2;
  }
  const request = watchRequest(link.request, rules.allowNumericIds);
  if (request.kind === 'refused') {
    await deliver({ kind: 'refused', refusal: request.refusal });
    return output.failed(REFUSAL_SENTENCES[request.refusal]);
  }
  const { cardId, pinnedOperationId, reference } = request.card;
  const message: Delivery = { kind: 'watch', source: 'link', cardId };
  if (pinnedOperationId !== null) message.operationId = pinnedOperationId;
  if (reference !== null) message.reference = reference;
  const why = undelivered(await deliver(message));
  if (why !== null) return output.failed(why);
  output.line(`Delivered: ${cardId}`);
  return 0;
}
