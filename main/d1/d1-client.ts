/** The D1 client: one status read, with sign-in, renewal and every check that makes an answer an answer. */
import type { Fault, FaultFacts } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import type { ReadOutcome } from '../tracking/poller.ts';
import { discard, readExcerpt, readJson } from './body.ts';
import { certificatePageCause, faultOfFailedCall, type FaultContext } from './faults.ts';
import type { D1Identity } from './identity.ts';
import { statusFault } from './response-fault.ts';
import { createServerClock, isStoredAnswer, MAX_DATE_LAG_MS } from './server-clock.ts';
import { statusUrl, type D1Settings } from './settings.ts';
import { requestToken } from './sign-in.ts';
import { TokenKeeper, type GrantOutcome } from './token-keeper.ts';
import { CallFailed, createTransport, type D1Response, type ResolveProxy } from './transport.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface D1ClientOptions {
  readonly settings: D1Settings;
  readonly identity: D1Identity;
  readonly clock: Clock;
  readonly random: () => number;
  readonly resolveProxy: ResolveProxy;
  readonly buildDate: number;
  readonly networkCeilingMs: number;
  readonly onSignIn: (outcome: GrantOutcome) => void;
}

export interface D1Client {
  /** Reads one card's production status; never rejects. */
  read(cardId: string, signal: AbortSignal): Promise<ReadOutcome>;
  /** Signs in when there is no token yet; at start and after resume. */
  signIn(): void;
  close(): Promise<void>;
}

/** A stored copy's `Date` may also be D1's clock set back: its time is learnt anew at most this often, in ms. */
const RELEARN_AFTER_MS = 60_000;
/** An accepted read this recent says that D1 forbids a card and not the station: longer than the slowest pace, in ms. */
const OTHERS_WORK_MS = 120_000;

export function createD1Client(options: D1ClientOptions): D1Client {
  const { settings, identity, clock } = options;
  const now = (): ReturnType<Clock['now']> => clock.now();
  const transport = createTransport(settings, identity, options.resolveProxy, now);
  const serverClock = createServerClock();
  const context: FaultContext = {
    identity,
    transport,
    clock: serverClock,
    connectTimeoutMs: settings.connectTimeoutMs,
    buildDate: options.buildDate,
    now,
  };
  const tokens = new TokenKeeper({
    requestToken: () => requestToken(settings, identity, transport, context).catch(unexpected),
    clock,
    random: options.random,
    firstMs: settings.signInFirstMs,
    ceilingMs: settings.signInCeilingMs,
    networkCeilingMs: options.networkCeilingMs,
    onSignIn: options.onSignIn,
  });
  /** Monotonic ms of the newest read that D1 accepted: tells one forbidden card from a forbidden station. */
  let acceptedAt: number | null = null;
  let relearntAt = -Infinity;

  async function read(cardId: string, signal: AbortSignal): Promise<ReadOutcome> {
    try {
      return await readOnce(cardId, signal, 'first');
    } catch (error) {
      if (error instanceof CallFailed) {
        if (signal.aborted) return fault(aborted(error.correlationId));
        return fault(await faultOfFailedCall(error, context));
      }
      return unexpected(error);
    }
  }

  async function readOnce(cardId: string, signal: AbortSignal, attempt: 'first' | 'renewed'): Promise<ReadOutcome> {
    const token = await unlessAborted(tokens.get(), signal);
    if (token === null) return fault(aborted(null));
    if (token.kind === 'fault') return token;
    const response = await transport.send({
      method: 'GET',
      url: statusUrl(settings, identity.issuerId, cardId),
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
        authorization: `Bearer ${token.accessToken}`,
        'cache-control': 'no-cache',
      },
      signal,
    });
    if (response.status !== 401) return answerOf(response, token.accessToken);
    discard(response.body);
    tokens.drop(token.accessToken);
    if (attempt === 'first') return readOnce(cardId, signal, 'renewed');
    const refusal: Fault = { family: 'sign-in', cause: 'unauthorised', ...factsOf(response) };
    tokens.refused(refusal);
    return fault(refusal);
  }

  async function answerOf(response: D1Response, accessToken: string): Promise<ReadOutcome> {
    const { status, sentAt, correlationId } = response;
    if (status !== 200 && status !== 404) return fault(await refusalOf(response));
    const stored = storedCopy(response);
    if (stored !== null) {
      discard(response.body);
      relearnServerTime(stored, accessToken);
      return fault(stored);
    }
    tokens.accepted();
    acceptedAt = clock.now().mono;
    if (status === 404) {
      discard(response.body);
      return { kind: 'not-found', sentAt, correlationId };
    }
    const headers = {
      contentType: response.header('content-type'),
      contentEncoding: response.header('content-encoding'),
    };
    const body = await readBody(response, headers);
    switch (body.kind) {
      case 'json':
        return { kind: 'body', body: body.value, sentAt, correlationId };
      case 'too-large':
        return fault({
          family: 'malformed',
          cause: 'too-large',
          ...factsOf(response),
          detail: `over ${String(settings.maxAnswerBytes)} bytes`,
        });
      case 'content-type':
      case 'not-json':
        return fault({ family: 'malformed', cause: body.kind, ...factsOf(response), detail: body.detail });
    }
  }

  async function readBody(response: D1Response, headers: Parameters<typeof readJson>[1]): ReturnType<typeof readJson> {
    try {
      return await readJson(response.body, headers, settings.maxAnswerBytes);
    } catch (error) {
      throw new CallFailed(new URL(settings.bankingUrl).origin, response.correlationId, 'body', error);
    }
  }

  /** Why a 200 or 404 is no fresh answer of D1, or null when it is one. */
  function storedCopy(response: D1Response): Fault | null {
    const age = response.header('age');
    if (isStoredAnswer(age)) {
      return {
        family: 'malformed',
        cause: 'stored-answer',
        ...factsOf(response),
        detail: `Age: ${String(age).slice(0, 40)}`,
      };
    }
    const lagMs = serverClock.lag(response.header('date'), response.receivedAt);
    if (lagMs <= MAX_DATE_LAG_MS) return null;
    return {
      family: 'malformed',
      cause: 'date-behind',
      ...factsOf(response),
      detail: `Date ${String(Math.round(lagMs / 1000))} s behind D1`,
    };
  }

  function relearnServerTime(stored: Fault, accessToken: string): void {
    const mono = clock.now().mono;
    if (stored.cause !== 'date-behind' || mono - relearntAt < RELEARN_AFTER_MS) return;
    relearntAt = mono;
    tokens.drop(accessToken);
  }

  async function refusalOf(response: D1Response): Promise<Fault> {
    const { status } = response;
    if (status === 400 || status === 495 || status === 496) {
      const cause = certificatePageCause(status, await readExcerpt(response.body));
      if (cause !== null)
        return {
          family: 'certificate',
          cause,
          ...factsOf(response),
          detail: `HTTP ${String(status)} with a certificate page`,
        };
    } else {
      discard(response.body);
    }
    const othersWork = acceptedAt !== null && clock.now().mono - acceptedAt < OTHERS_WORK_MS;
    if (status === 403 && !othersWork) return { family: 'sign-in', cause: 'forbidden', ...factsOf(response) };
    return statusFault(response, settings, clock.now().wall);
  }

  return {
    read,
    signIn: () => tokens.retryNow(),
    async close() {
      tokens.stop();
      await transport.close();
    },
  };
}

function factsOf(response: D1Response): FaultFacts {
  return {
    detail: `HTTP ${String(response.status)}`,
    correlationId: response.correlationId,
    httpStatus: response.status,
  };
}

function fault(of: Fault): { readonly kind: 'fault'; readonly fault: Fault } {
  return { kind: 'fault', fault: of };
}

function aborted(correlationId: string | null): Fault {
  return { family: 'network', cause: 'reset', detail: 'given up by the station', correlationId };
}

/** A defect of ours must not stop the polling; its name, never its text, goes to support. */
function unexpected(error: unknown): { readonly kind: 'fault'; readonly fault: Fault } {
  const name = error instanceof Error ? error.name : typeof error;
  return fault({ family: 'network', cause: 'reset', detail: `unexpected ${name} in the station`, correlationId: null });
}
