import type { Cards } from './cards.ts';
import { jsonReply, replyWith, type Reply } from './reply.ts';
import type { Tokens } from './tokens.ts';

/** D1 portal, Order card API: `cardId` of the physical issuance API. */
const CARD_ID = /^[A-Za-z0-9_-]{1,48}$/;
const ISSUER_ID_LENGTH = 10;

/**
 * What D1 says of a card without an order: its pages do not tell, so both are played. `not-found` is 404,
 * `empty` is 200 with an empty array.
 */
export type AbsentAnswer = 'not-found' | 'empty';

export interface ReadRequest {
  readonly issuerId: string;
  readonly cardId: string;
  /** The `Authorization` header, null where it is missing. */
  readonly authorization: string | null;
}

export interface ReadContext {
  readonly tokens: Tokens;
  readonly cards: Cards;
  /** The issuer whose cards a token may read. */
  readonly issuerId: string;
  /** An issuer that exists, but is not the token's. */
  readonly otherIssuerId: string;
  readonly absent: AbsentAnswer;
}

/**
 * The checks that come before any card: the bearer token, then the ids. Null when all is well.
 * The 401 body is D1's; it publishes none for 403 and 404, where `error` alone is our assumption.
 */
function refuse(request: ReadRequest, context: ReadContext): Reply | null {
  const token = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  if (token === undefined || !context.tokens.isGood(token)) {
    return jsonReply(401, { error: 'Unauthorized', errorCode: 'AUTHORIZER_UNAUTHORIZED' });
  }
  if (request.issuerId.length !== ISSUER_ID_LENGTH) {
    return jsonReply(400, { errorCode: 'FIELD_INVALID_FORMAT', error: 'issuerId' });
  }
  if (request.issuerId === context.otherIssuerId) return jsonReply(403, { error: 'Forbidden' });
  if (request.issuerId !== context.issuerId) return jsonReply(404, { error: 'Issuer not found' });
  if (!CARD_ID.test(request.cardId)) return jsonReply(400, { errorCode: 'FIELD_INVALID_FORMAT', error: 'cardId' });
  return null;
}

/** `GET …/physicalCards/{cardId}/productionStatus`. D1 portal, Get card order status. */
export function answerProductionStatus(request: ReadRequest, context: ReadContext): Reply {
  const refused = refuse(request, context);
  if (refused !== null) return refused;
  const answer = context.cards.answer(request.cardId);
  if (answer?.kind === 'raw') return replyWith(answer.status, answer.contentType, answer.body);
  if (answer?.kind === 'operations') return jsonReply(200, { operations: answer.operations });
  return context.absent === 'empty'
    ? jsonReply(200, { operations: [] })
    : jsonReply(404, { error: 'Card order not found' });
}

/** `GET …/cards/{cardId}`. D1 portal, Get card details; the property names are not published. */
export function answerCardDetails(request: ReadRequest, context: ReadContext): Reply {
  const refused = refuse(request, context);
  if (refused !== null) return refused;
  const details = context.cards.details(request.cardId);
  return details === null ? jsonReply(404, { error: 'Card not found' }) : jsonReply(200, details);
}
