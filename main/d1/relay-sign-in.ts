/**
 * The sign-in behind a relay of the bank. The relay holds the D1 credentials; the station asks it whether it is welcome and
 * whether the relay itself has come through to D1. With `relay-oauth` a token of the bank's identity server comes first.
 */
import { randomUUID } from 'node:crypto';

import { isFromRelay } from './answered-at.ts';
import { discard } from './body.ts';
import { faultOfFailedCall } from './faults.ts';
import type { RelayMtlsIdentity, RelayOauthIdentity } from './identity.ts';
import { faulty } from './outcomes.ts';
import { factsOf } from './response-fault.ts';
import type { D1Settings } from './settings.ts';
import { granted, refused, type SignInContext } from './sign-in.ts';
import type { GrantOutcome } from './token-keeper.ts';
import { CallFailed, type Transport } from './transport.ts';

const NO_CONTENT = 204;

/** One admission; its `accessToken` is the identity server's, or, with `relay-mtls`, a name for it that is never sent. */
export async function requestAdmission(
  settings: D1Settings,
  identity: RelayMtlsIdentity | RelayOauthIdentity,
  transport: Transport,
  context: SignInContext,
): Promise<GrantOutcome> {
  try {
    const token = identity.mode === 'relay-oauth' ? await buyToken(settings, identity, transport, context) : null;
    if (token?.kind === 'fault') return token;
    const ready = await askRelay(settings, token?.token.accessToken ?? null, transport, context);
    return ready.kind === 'fault' || token === null ? ready : token;
  } catch (error) {
    if (error instanceof CallFailed) return faulty(await faultOfFailedCall(error, context));
    throw error;
  }
}

/** Client credentials (RFC 6749, 4.4) in a form, the client named by HTTP Basic (2.3.1). */
async function buyToken(
  settings: D1Settings,
  { clientId, clientSecret }: RelayOauthIdentity,
  transport: Transport,
  context: SignInContext,
): Promise<GrantOutcome> {
  const { tokenUrl = '', tokenScope } = settings;
  const fields = { grant_type: 'client_credentials', ...(tokenScope === undefined ? {} : { scope: tokenScope }) };
  const client = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret.reveal())}`;
  const response = await transport.send({
    method: 'POST',
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(client).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
    lane: 'spare',
    to: 'identity-server',
  });
  return response.status === 200 ? granted(response, tokenUrl) : refused(response, settings, context);
}

/** `POST {bankingUrl}/ready`. A POST, so that no store on the way can answer it: the station learns the time from it. */
async function askRelay(
  settings: D1Settings,
  accessToken: string | null,
  transport: Transport,
  context: SignInContext,
): Promise<GrantOutcome> {
  const response = await transport.send({
    method: 'POST',
    url: `${settings.bankingUrl}/ready`,
    headers: {
      accept: 'application/json',
      ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    lane: 'spare',
  });
  if (response.status !== NO_CONTENT) return refused(response, settings, context);
  discard(response.body);
  if (!isFromRelay(response.header)) {
    const detail = 'HTTP 204 without the mark of a relay (x-answer-from)';
    return faulty({ family: 'malformed', cause: 'unexpected-status', ...factsOf(response), detail });
  }
  context.clock.learn(response.header('date'), response.receivedAt);
  context.skew.observe(response);
  return {
    kind: 'granted',
    token: { accessToken: `relay ${randomUUID()}`, lifetimeMs: null, sentAt: response.sentAt },
  };
}
