import { z } from 'zod';

import type { Fault } from '../tracking/fault.ts';
import { signAssertion } from './assertion.ts';
import { readExcerpt, readJson } from './body.ts';
import { certificatePageFault, faultOfFailedCall, type FaultContext } from './faults.ts';
import type { DirectIdentity } from './identity.ts';
import { factsOf, statusFault } from './response-fault.ts';
import type { D1Settings } from './settings.ts';
import type { SkewWatch } from './skew-watch.ts';
import type { GrantOutcome } from './token-keeper.ts';
import { CallFailed, type D1Response, type Transport } from './transport.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Longest error text or token response that is read, in bytes. */
const MAX_TOKEN_BYTES = 64 * 1024;

const TokenBody = z.looseObject({
  access_token: z.string().min(1),
  // A number of seconds; some servers write it as text. Anything else counts as not given.
  expires_in: z
    .union([
      z.number().nonnegative(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .optional()
    .catch(undefined),
});

/** What deciding about a sign-in needs, and who learns D1's time from it. */
export interface SignInContext extends FaultContext {
  readonly skew: SkewWatch;
}

/**
 * Buys one access token: `POST {authUrl}/oauth2/token` with a signed assertion, as a form or as JSON.
 * Source: D1 portal, Get OAuth 2.0 access token.
 */
export async function requestToken(
  settings: D1Settings,
  identity: DirectIdentity,
  transport: Transport,
  context: SignInContext,
): Promise<GrantOutcome> {
  const assertion = await signAssertion(identity, context.now().wall, settings.assertionLifetimeMs);
  const form = settings.tokenEncoding === 'form';
  const fields = { grant_type: GRANT_TYPE, assertion };
  try {
    const response = await transport.send({
      method: 'POST',
      url: `${settings.authUrl}/oauth2/token`,
      headers: {
        accept: 'application/json',
        'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      },
      body: form ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
      lane: 'spare',
    });
    context.clock.learn(response.header('date'), response.receivedAt);
    context.skew.observe(response);
    if (response.status !== 200) return await refused(response, settings, context);
    return await granted(response, settings.authUrl);
  } catch (error) {
    if (error instanceof CallFailed) return { kind: 'fault', fault: await faultOfFailedCall(error, context) };
    throw error;
  }
}

/** What an answer of a token endpoint at this address holds. */
export async function granted(response: D1Response, url: string): Promise<GrantOutcome> {
  const { correlationId, at } = response;
  const place = at === undefined ? {} : { at };
  const headers = {
    contentType: response.header('content-type'),
    contentEncoding: response.header('content-encoding'),
  };
  const body = await readJson(response.body, headers, MAX_TOKEN_BYTES).catch((error: unknown) => {
    throw new CallFailed(new URL(url).origin, correlationId, 'body', error, at);
  });
  const fault = (detail: string): GrantOutcome => ({
    kind: 'fault',
    fault: { family: 'sign-in', cause: 'token-refused', detail, correlationId, httpStatus: 200, ...place },
  });
  if (body.kind !== 'json') {
    // A portal or proxy answered in D1's place: no matter of the credentials.
    const detail = `the sign-in answer: ${'detail' in body ? body.detail : body.kind}`;
    const facts = { detail, correlationId, httpStatus: 200, ...place };
    return { kind: 'fault', fault: { family: 'malformed', cause: body.kind, ...facts } };
  }
  const parsed = TokenBody.safeParse(body.value);
  if (!parsed.success) return fault('the sign-in answer holds no access_token');
  const seconds = parsed.data.expires_in;
  return {
    kind: 'granted',
    token: {
      accessToken: parsed.data.access_token,
      lifetimeMs: seconds === undefined ? null : seconds * 1000,
      sentAt: response.sentAt,
    },
  };
}

/** Why a sign-in was refused: by the credentials, by a proxy before them, or by the clock. */
export async function refused(
  response: D1Response,
  settings: D1Settings,
  context: FaultContext,
): Promise<GrantOutcome> {
  const { status, correlationId } = response;
  const excerpt = await readExcerpt(response.body);
  const page = certificatePageFault(response, excerpt, context);
  if (page !== null) return { kind: 'fault', fault: page };
  const skewMs = context.clock.skew(context.now());
  if (status === 400 || status === 401 || status === 403) {
    const plain = factsOf(response);
    const detail = `${plain.detail} ${errorCodeIn(excerpt)}`.trim();
    const facts = { ...plain, detail };
    // An assertion signed by a wrong clock is refused like a wrong key; the server's own time tells them apart. What
    // a relay or an identity server is shown has no time in it.
    const fault: Fault =
      response.at === undefined && skewMs !== null && Math.abs(skewMs) > context.skewLimitMs
        ? { family: 'clock', cause: 'skew', skewMs, detail, correlationId, httpStatus: status }
        : { family: 'sign-in', cause: 'token-refused', ...facts };
    return { kind: 'fault', fault };
  }
  return { kind: 'fault', fault: statusFault(response, settings, context.clock) };
}

/** The `errorCode` or OAuth `error` of a refusal, and nothing else of it: a body may echo what we sent. */
function errorCodeIn(excerpt: string): string {
  const match = /"(?:errorCode|error)"\s*:\s*"([A-Za-z0-9_-]{1,64})"/.exec(excerpt);
  return match?.[1] ?? '';
}
