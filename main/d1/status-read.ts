/** One status read, with the renewal of a refused token and every check that makes an answer an answer. */
import type { Fault } from '../tracking/fault.ts';
import type { ReadOutcome } from '../tracking/poller.ts';
import { createAcceptedCards } from './accepted-cards.ts';
import { discard, readExcerpt } from './body.ts';
import { askAboutCard, readBody, type CallParts } from './card-call.ts';
import { certificatePageFault } from './faults.ts';
import { failed, faulty, givenUp } from './outcomes.ts';
import { factsOf, statusFault } from './response-fault.ts';
import { countsFrom, isStoredAnswer, MAX_DATE_LAG_MS } from './server-clock.ts';
import type { D1Response } from './transport.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface ReadOptions {
  /**
   * Staff wait for this read: it does not stand behind polls that are held up, and passes the sign-in's back-off after a failure of
   * the way once. It never passes a `Retry-After`, nor the back-off of a refused sign-in.
   */
  readonly urgent?: boolean;
}

export type ReadStatus = (cardId: string, signal: AbortSignal, options?: ReadOptions) => Promise<ReadOutcome>;

/** A stored copy's `Date` may also be D1's clock set back: its time is learnt anew at most this often, in ms. */
const RELEARN_AFTER_MS = 60_000;

export function createStatusRead(parts: CallParts): ReadStatus {
  const { settings, tokens, clock, context } = parts;
  const acceptedCards = createAcceptedCards(() => clock.now().mono);
  let relearntAt = -Infinity;

  async function read(cardId: string, signal: AbortSignal, { urgent = false }: ReadOptions = {}): Promise<ReadOutcome> {
    const attempt = (): ReturnType<typeof readOnce> => readOnce(cardId, signal, urgent);
    try {
      const first = await attempt();
      if (first.kind !== 'token-refused') return first;
      const last = tokens.renewalHelps() ? await attempt() : first;
      if (last.kind !== 'token-refused') return last;
      tokens.refused(last.accessToken, last.fault);
      return faulty(last.fault);
    } catch (error) {
      return failed(error, context, signal);
    }
  }

  type Attempt = ReadOutcome | { readonly kind: 'token-refused'; readonly accessToken: string; readonly fault: Fault };

  async function readOnce(cardId: string, signal: AbortSignal, urgent: boolean): Promise<Attempt> {
    const token = await unlessAborted(tokens.get(urgent), signal);
    if (token === null) return givenUp(null);
    if (token.kind === 'fault') return token;
    const { accessToken } = token;
    const lane = urgent ? 'spare' : 'shared';
    const response = await askAboutCard(parts, settings.statusPath, cardId, { accessToken, signal, lane });
    // D1's refusal of the relay is no matter of what the station signed in with.
    if (response.status !== 401 || response.at === 'relay-at-d1') return answerOf(response, cardId, accessToken);
    discard(response.body);
    tokens.drop(accessToken);
    const refusal: Fault = { family: 'sign-in', cause: 'unauthorised', ...factsOf(response) };
    return { kind: 'token-refused', accessToken, fault: refusal };
  }

  async function answerOf(response: D1Response, cardId: string, accessToken: string): Promise<ReadOutcome> {
    const { status, correlationId } = response;
    if (!isAnswer(response)) return faulty(await refusalOf(response, cardId));
    const lagMs = context.clock.lag(response.header('date'), response.receivedAt);
    const stored = storedCopy(response, lagMs);
    if (stored !== null) {
      discard(response.body);
      relearnServerTime(stored, accessToken);
      return faulty(stored);
    }
    const sentAt = countsFrom(response, lagMs);
    // The Date of an older copy says nothing of today's clocks.
    if (sentAt === response.sentAt) parts.skew.observe(response);
    tokens.accepted();
    acceptedCards.accepted(cardId);
    if (status === 404) {
      discard(response.body);
      return { kind: 'not-found', sentAt, correlationId };
    }
    const body = await readBody(response, settings);
    return body.kind === 'json' ? { kind: 'body', body: body.value, sentAt, correlationId } : body;
  }

  /** Why a 200 or 404 is no fresh answer of D1, or null when it is one. */
  function storedCopy(response: D1Response, lagMs: number): Fault | null {
    const age = response.header('age');
    const stored = (cause: 'stored-answer' | 'date-behind', detail: string): Fault => {
      return { family: 'malformed', cause, ...factsOf(response), detail };
    };
    if (isStoredAnswer(age)) return stored('stored-answer', `Age: ${String(age).slice(0, 40)}`);
    if (lagMs <= MAX_DATE_LAG_MS) return null;
    return stored('date-behind', `Date ${String(Math.round(lagMs / 1000))} s behind D1`);
  }

  function relearnServerTime(stored: Fault, accessToken: string): void {
    const mono = clock.now().mono;
    if (stored.cause !== 'date-behind' || mono - relearntAt < RELEARN_AFTER_MS) return;
    relearntAt = mono;
    tokens.drop(accessToken);
  }

  async function refusalOf(response: D1Response, cardId: string): Promise<Fault> {
    const { status } = response;
    if (status === 400 || status === 495 || status === 496) {
      const page = certificatePageFault(response, await readExcerpt(response.body), context);
      if (page !== null) return page;
    } else {
      discard(response.body);
    }
    if (status === 401) return { family: 'sign-in', cause: 'unauthorised', ...factsOf(response) };
    if (status === 403 && !acceptedCards.forbiddenAlone(cardId)) {
      return { family: 'sign-in', cause: 'forbidden', ...factsOf(response) };
    }
    return statusFault(response, settings, context.clock);
  }

  return read;
}

/** Only what D1 itself has said: neither the 404 of a relay nor its 200 tells anything of a card. */
export function isAnswer({ status, at }: Pick<D1Response, 'status' | 'at'>): boolean {
  return (status === 200 || status === 404) && at === undefined;
}
