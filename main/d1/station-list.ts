/** The list of cards that the bank ordered for this station, from its relay. Nothing of it is D1's word. */
import type { ListOutcome } from '../tracking/listed-cards.ts';
import { isFromRelay } from './answered-at.ts';
import { discard, readJson } from './body.ts';
import type { CallParts } from './card-call.ts';
import { faultOfFailedCall } from './faults.ts';
import { statusFault } from './response-fault.ts';
import { CallFailed, type D1Response } from './transport.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Asks for the list of the station of this name (`station.persoStation`); never rejects. */
export type ReadStationList = (persoStation: string, signal: AbortSignal) => Promise<ListOutcome>;

/** Sixty cards with the longest of everything come to 12 KiB; more than this is not read, in bytes. */
const MAX_LIST_BYTES = 64 * 1024;

export function createStationList({ settings, sendsToken, transport, tokens, context }: CallParts): ReadStationList {
  /** The last look was refused like a token that is not taken. */
  let refusedBefore = false;

  async function call(persoStation: string, signal: AbortSignal): Promise<ListOutcome> {
    const token = await unlessAborted(tokens.get(), signal);
    if (token === null || token.kind === 'fault') return { kind: 'not-now' };
    const response = await transport.send({
      method: 'GET',
      url: `${settings.bankingUrl}/stations/${encodeURIComponent(persoStation)}/cards`,
      uniqueParameter: settings.uniqueParameter,
      headers: {
        accept: 'application/json',
        ...(sendsToken ? { authorization: `Bearer ${token.accessToken}` } : {}),
        'cache-control': 'no-cache',
      },
      signal,
      lane: 'shared',
    });
    const refused = response.status === 401;
    // Perhaps no card is there whose read would find it out. Once: a list that is refused with every token buys none for each look.
    if (refused && !refusedBefore) tokens.drop(token.accessToken);
    refusedBefore = refused;
    return response.status === 200 ? listIn(response, settings.bankingUrl) : refusal(response);
  }

  function refusal(response: D1Response): ListOutcome {
    discard(response.body);
    const { detail, correlationId, retryAfterMs } = statusFault(response, settings, context.clock);
    return { kind: 'unreachable', detail, correlationId, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  return async (persoStation, signal) => {
    try {
      return await call(persoStation, signal);
    } catch (error) {
      if (signal.aborted) return { kind: 'not-now' };
      if (!(error instanceof CallFailed))
        return { kind: 'unusable', detail: 'unexpected failure', correlationId: null };
      const { family, cause, detail, correlationId } = await faultOfFailedCall(error, context);
      return { kind: 'unreachable', detail: `${family}: ${cause}. ${detail}`, correlationId };
    }
  };
}

/** Rejects with `CallFailed` when the connection ends in between. */
async function listIn(response: D1Response, bankingUrl: string): Promise<ListOutcome> {
  const { correlationId, header, body } = response;
  const unusable = (detail: string): ListOutcome => ({ kind: 'unusable', detail, correlationId });
  if (!isFromRelay(header)) {
    discard(body);
    return unusable('HTTP 200 without the mark of a relay (x-answer-from)');
  }
  const headers = { contentType: header('content-type'), contentEncoding: header('content-encoding') };
  const read = await readJson(body, headers, MAX_LIST_BYTES).catch((error: unknown) => {
    throw new CallFailed(new URL(bankingUrl).origin, correlationId, 'body', error, 'relay');
  });
  switch (read.kind) {
    case 'json':
      return { kind: 'body', body: read.value };
    case 'too-large':
      return unusable(`over ${String(MAX_LIST_BYTES)} bytes`);
    case 'content-type':
    case 'not-json':
      return unusable(read.detail);
  }
}
