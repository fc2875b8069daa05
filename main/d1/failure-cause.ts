/** Why a call ended without a response, told from the error itself: pure, no retry, no I/O. */
import type { FaultCause } from '../tracking/words.ts';
import type { CallStage } from './transport.ts';

export type FailureCause =
  | { readonly family: 'network'; readonly cause: FaultCause<'network'> }
  | { readonly family: 'certificate'; readonly cause: FaultCause<'certificate'> }
  /** The connection closed with no word why: a refused client certificate looks like this, and so does a network. */
  | { readonly family: 'closed' }
  /** The server's certificate is not valid at this time: the certificate or our clock is wrong. */
  | { readonly family: 'server-dates' };

export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
}

/** How deep errors may stand for other errors before we stop looking. */
const MAX_CAUSES = 6;

/** The innermost error that carries a code, in one line. */
export function errorFacts(error: unknown): ErrorFacts {
  let facts: ErrorFacts = { code: '', message: 'unknown error' };
  let current: unknown = error;
  for (let depth = 0; current instanceof Error && depth < MAX_CAUSES; depth += 1) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (code !== '' || facts.code === '') facts = { code: code || facts.code, message: current.message };
    // Node tries every address of a host at once and joins the errors; they are of one kind.
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return { code: facts.code, message: facts.message.replace(/\s+/g, ' ').slice(0, 250) };
}

/** TLS alerts by which a server refuses the client's certificate, in OpenSSL's and BoringSSL's names. */
const CLIENT_REFUSED =
  /ALERT[_ ](BAD[_ ]CERTIFICATE|UNSUPPORTED[_ ]CERTIFICATE|CERTIFICATE[_ ](REVOKED|EXPIRED|UNKNOWN)|UNKNOWN[_ ]CA|ACCESS[_ ]DENIED)/i;
const CLIENT_MISSING = /ALERT[_ ]CERTIFICATE[_ ]REQUIRED/i;
const KEY_MISMATCH = /KEY_VALUES_MISMATCH|key values mismatch/i;
const NOT_TRUSTED =
  /^(UNABLE_TO_|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED|CERT_REJECTED|CERT_REVOKED|CERT_CHAIN_TOO_LONG|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

export function failureCause(error: unknown, stage: CallStage): FailureCause {
  const { code, message } = errorFacts(error);
  const text = `${code} ${message}`;
  if (CLIENT_MISSING.test(text)) return { family: 'certificate', cause: 'client-missing' };
  if (CLIENT_REFUSED.test(text)) return { family: 'certificate', cause: 'client-refused' };
  if (KEY_MISMATCH.test(text)) return { family: 'certificate', cause: 'key-mismatch' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { family: 'certificate', cause: 'wrong-host' };
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return { family: 'server-dates' };
  if (NOT_TRUSTED.test(code)) return { family: 'certificate', cause: 'server-not-trusted' };
  if (/Proxy response \(407\)/.test(message)) return { family: 'network', cause: 'proxy-sign-in' };
  if (/Proxy response/.test(message)) return { family: 'network', cause: 'proxy' };
  return networkCause(error, code, stage);
}

function networkCause(error: unknown, code: string, stage: CallStage): FailureCause {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return { family: 'network', cause: stage === 'proxy' ? 'proxy' : 'dns' };
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { family: 'network', cause: stage === 'proxy' ? 'proxy' : 'refused' };
    case 'ERR_PROXY_KIND':
      return { family: 'network', cause: 'proxy' };
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { family: 'network', cause: 'timeout' };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return stage === 'direct' ? { family: 'closed' } : { family: 'network', cause: 'reset' };
    default:
      return { family: 'network', cause: isTimeout(error) ? 'timeout' : 'reset' };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}
