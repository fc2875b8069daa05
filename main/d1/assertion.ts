import { randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';

import type { DirectIdentity } from './identity.ts';

/**
 * The signed JWT that buys an access token (RFC 7523): ES256, `kid`, `iss` = `sub` = issuerId, or aggregatorId where
 * there is one. `nowMs` is the station's wall clock; D1 refuses an `exp` more than 15 minutes ahead.
 * Source: D1 portal, Get OAuth 2.0 access token.
 */
export async function signAssertion(
  identity: Pick<DirectIdentity, 'issuerId' | 'aggregatorId' | 'kid' | 'audience' | 'signingKey'>,
  nowMs: number,
  lifetimeMs: number,
): Promise<string> {
  const subject = identity.aggregatorId ?? identity.issuerId;
  const issuedAt = Math.floor(nowMs / 1000);
  const jwt = new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: identity.kid, typ: 'JWT' })
    .setIssuer(subject)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.floor(lifetimeMs / 1000))
    .setJti(randomUUID());
  if (identity.audience !== null) jwt.setAudience(identity.audience);
  return jwt.sign(identity.signingKey);
}
