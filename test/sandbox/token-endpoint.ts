import { compactVerify, decodeJwt, decodeProtectedHeader, type CryptoKey, type JWTPayload } from 'jose';

import { jsonReply, type Reply } from './reply.ts';

/** `exp` of the assertion may be at most this far ahead. D1 portal, Get OAuth 2.0 access token. */
const MAX_ASSERTION_LIFE_S = 15 * 60;
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The example of D1's reference; no page says which scope a read of the production status needs. */
const SCOPE = 'd1-api:account:full d1-api:consumer:read';

/** What D1 knows of the issuer who signs in. */
export interface Registration {
  /** The `iss` and `sub` that are expected: the issuerId. */
  readonly issuer: string;
  readonly kid: string;
  readonly key: CryptoKey;
  /** Checked only where the assertion carries an `aud`, which D1 lists as optional; null accepts any. */
  readonly audience: string | null;
}

export interface TokenRequest {
  readonly contentType: string;
  readonly body: string;
  /** The sandbox's time, ms since 1970. */
  readonly now: number;
}

class Refused extends Error {
  readonly code: 'INVALID_FIELD' | 'MISSING_FIELD';
  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Form or JSON, as D1 accepts; every other content type is refused. */
export function readTokenBody(contentType: string, body: string): Readonly<Record<string, unknown>> | null {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type !== 'application/json') return null;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Header and claims of an assertion, unchecked; null where it is not even a JWT. */
export function peekAssertion(assertion: unknown): { header: Record<string, unknown>; claims: JWTPayload } | null {
  if (typeof assertion !== 'string') return null;
  try {
    return { header: { ...decodeProtectedHeader(assertion) }, claims: decodeJwt(assertion) };
  } catch {
    return null;
  }
}

function field(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw new Refused('MISSING_FIELD', `${name} is missing`);
  if (typeof value !== 'string') throw new Refused('INVALID_FIELD', `${name} is not a string`);
  return value;
}

function checkClaims(claims: JWTPayload, known: Registration, now: number): void {
  if (claims.iss === undefined) throw new Refused('MISSING_FIELD', 'iss is missing');
  if (claims.iss !== known.issuer) throw new Refused('INVALID_FIELD', 'iss is not known');
  if (claims.sub === undefined) throw new Refused('MISSING_FIELD', 'sub is missing');
  if (claims.sub !== known.issuer) throw new Refused('INVALID_FIELD', 'sub is not the issuer');
  if (claims.exp === undefined) throw new Refused('MISSING_FIELD', 'exp is missing');
  if (!Number.isInteger(claims.exp)) throw new Refused('INVALID_FIELD', 'exp is not an integer');
  const left = claims.exp - now / 1000;
  if (left <= 0) throw new Refused('INVALID_FIELD', 'exp is in the past');
  if (left > MAX_ASSERTION_LIFE_S) throw new Refused('INVALID_FIELD', 'exp is more than 15 minutes ahead');
  if (claims.aud !== undefined && known.audience !== null && ![claims.aud].flat().includes(known.audience)) {
    throw new Refused('INVALID_FIELD', 'aud is not this service');
  }
}

async function checkAssertion(assertion: string, known: Registration, now: number): Promise<void> {
  const parts = peekAssertion(assertion);
  if (parts === null) throw new Refused('INVALID_FIELD', 'assertion is not a JWT');
  if (parts.header['alg'] !== 'ES256') throw new Refused('INVALID_FIELD', 'alg is not ES256');
  if (parts.header['kid'] === undefined) throw new Refused('MISSING_FIELD', 'kid is missing');
  if (parts.header['kid'] !== known.kid) throw new Refused('INVALID_FIELD', 'kid is not known');
  if (parts.header['typ'] !== undefined && parts.header['typ'] !== 'JWT') {
    throw new Refused('INVALID_FIELD', 'typ is not JWT');
  }
  try {
    await compactVerify(assertion, known.key, { algorithms: ['ES256'] });
  } catch {
    throw new Refused('INVALID_FIELD', 'the signature is wrong');
  }
  checkClaims(parts.claims, known, now);
}

/**
 * RFC 7523 sign-in. `issue` is called only for a good assertion and returns the new token with its life in seconds.
 * 400 with `errorCode` and `error` for everything else. D1 portal, OAuth 2.0 API.
 */
export async function answerTokenRequest(
  request: TokenRequest,
  known: Registration,
  issue: () => { token: string; lifeS: number },
): Promise<Reply> {
  try {
    const fields = readTokenBody(request.contentType, request.body);
    if (fields === null) throw new Refused('INVALID_FIELD', 'the body is neither a form nor a JSON object');
    const grantType = field(fields, 'grant_type');
    if (grantType !== GRANT_TYPE) throw new Refused('INVALID_FIELD', 'grant_type is not the JWT bearer grant');
    await checkAssertion(field(fields, 'assertion'), known, request.now);
  } catch (error) {
    if (error instanceof Refused) return jsonReply(400, { errorCode: error.code, error: error.message });
    throw error;
  }
  const { token, lifeS } = issue();
  return jsonReply(200, { access_token: token, token_type: 'Bearer', expires_in: lifeS, scope: SCOPE });
}
