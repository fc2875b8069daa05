/** One read of a card's details: a help for staff, so whatever goes wrong with it is nobody else's trouble. */
import { readDetails as detailsIn, saysNothing, type CardDetails } from '../tracking/card-details.ts';
import type { Fault } from '../tracking/fault.ts';
import { discard } from './body.ts';
import { askAboutCard, readBody, type CallParts } from './card-call.ts';
import { failed, faulty, givenUp } from './outcomes.ts';
import { factsOf, statusFault } from './response-fault.ts';
import type { CardDetailsSettings } from './settings.ts';
import { isAnswer } from './status-read.ts';
import type { D1Response } from './transport.ts';
import { unlessAborted } from './unless-aborted.ts';

export type DetailsOutcome =
  | { readonly kind: 'details'; readonly details: CardDetails }
  /** D1 knows no such card, says nothing of use, or the call is switched off. */
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly fault: Fault };

export type ReadDetails = (cardId: string, signal: AbortSignal) => Promise<DetailsOutcome>;

/**
 * D1 portal, Get card details. A refused token is not renewed here: D1 may refuse this call alone, and the status reads
 * find out soon enough. Never rejects.
 */
export function createDetailsRead(parts: CallParts): ReadDetails {
  const { settings, tokens, context } = parts;

  async function call(wanted: CardDetailsSettings, cardId: string, signal: AbortSignal): Promise<DetailsOutcome> {
    const token = await unlessAborted(tokens.get(), signal);
    if (token === null) return givenUp(null);
    if (token.kind === 'fault') return token;
    const { accessToken } = token;
    const response = await askAboutCard(parts, wanted.path, cardId, { accessToken, signal, lane: 'shared' });
    if (isAnswer(response) && response.status === 200) return answerOf(response, wanted, cardId);
    discard(response.body);
    return isAnswer(response) ? { kind: 'none' } : faulty(refusalOf(response));
  }

  async function answerOf(response: D1Response, wanted: CardDetailsSettings, cardId: string): Promise<DetailsOutcome> {
    const body = await readBody(response, settings);
    if (body.kind === 'fault') return body;
    if (namesAnother(body.value, cardId)) {
      const detail = 'the details of another card';
      return faulty({ family: 'malformed', cause: 'shape', ...factsOf(response), detail });
    }
    const details = detailsIn(body.value, wanted.names);
    return saysNothing(details) ? { kind: 'none' } : { kind: 'details', details };
  }

  function refusalOf(response: D1Response): Fault {
    if (response.status === 401) return { family: 'sign-in', cause: 'unauthorised', ...factsOf(response) };
    if (response.status === 403) return { family: 'sign-in', cause: 'forbidden', ...factsOf(response) };
    return statusFault(response, settings, context.clock);
  }

  return async (cardId, signal) => {
    if (settings.cardDetails === undefined) return { kind: 'none' };
    try {
      return await call(settings.cardDetails, cardId, signal);
    } catch (error) {
      return failed(error, context, signal);
    }
  };
}

/** D1's details may name their card; digits of another card would be worse than none. */
function namesAnother(body: unknown, cardId: string): boolean {
  if (typeof body !== 'object' || body === null || !('cardId' in body)) return false;
  return typeof body.cardId === 'string' && body.cardId !== cardId;
}
