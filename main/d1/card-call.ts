/** The one form in which a card is asked about, whatever is asked of it, and in which the answer's body is read. */
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import { readJson } from './body.ts';
import type { FaultContext } from './faults.ts';
import { faulty } from './outcomes.ts';
import { factsOf } from './response-fault.ts';
import { cardUrl, type D1Settings } from './settings.ts';
import type { SkewWatch } from './skew-watch.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { CallFailed, type D1Response, type Lane, type Transport } from './transport.ts';

/** What every call about a card is made of. */
export interface CallParts {
  readonly settings: D1Settings;
  readonly issuerId: string;
  /** False where the client certificate alone says who asks. */
  readonly sendsToken: boolean;
  readonly transport: Transport;
  readonly tokens: TokenKeeper;
  readonly context: FaultContext;
  readonly skew: SkewWatch;
  readonly clock: Clock;
}

/**
 * Sends a GET about one card with an address of its own, so that no store of answers on the way can have met it.
 * Rejects with `CallFailed` when no response came.
 */
export function askAboutCard(
  { settings, issuerId, sendsToken, transport }: CallParts,
  path: string,
  cardId: string,
  how: { readonly accessToken: string; readonly signal: AbortSignal; readonly lane: Lane },
): Promise<D1Response> {
  return transport.send({
    method: 'GET',
    url: cardUrl(settings.bankingUrl, path, issuerId, cardId),
    uniqueParameter: settings.uniqueParameter,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      ...(sendsToken ? { authorization: `Bearer ${how.accessToken}` } : {}),
      'cache-control': 'no-cache',
    },
    signal: how.signal,
    lane: how.lane,
  });
}

type Body = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'fault'; readonly fault: Fault };

/** The body of a 200 as JSON, or the fault that it is. Rejects with `CallFailed` when the connection ends in between. */
export async function readBody(
  response: D1Response,
  settings: Pick<D1Settings, 'bankingUrl' | 'maxAnswerBytes'>,
): Promise<Body> {
  const headers = {
    contentType: response.header('content-type'),
    contentEncoding: response.header('content-encoding'),
  };
  const body = await readJson(response.body, headers, settings.maxAnswerBytes).catch((error: unknown) => {
    throw new CallFailed(new URL(settings.bankingUrl).origin, response.correlationId, 'body', error);
  });
  if (body.kind === 'json') return body;
  const detail = body.kind === 'too-large' ? `over ${String(settings.maxAnswerBytes)} bytes` : body.detail;
  return faulty({ family: 'malformed', cause: body.kind, ...factsOf(response), detail });
}
