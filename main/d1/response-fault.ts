import type { Fault, FaultFacts } from '../tracking/fault.ts';
import { retryAfter } from './retry-after.ts';
import type { D1Settings } from './settings.ts';
import type { D1Response } from './transport.ts';

/** The fault of a response that is neither an answer nor a matter of sign-in. `wallMs` dates a `Retry-After`. */
export function statusFault(
  response: Pick<D1Response, 'status' | 'header' | 'correlationId'>,
  settings: Pick<D1Settings, 'retryAfterCapMs'>,
  wallMs: number,
): Fault {
  const { status, correlationId } = response;
  const retryAfterMs = retryAfter(response.header('retry-after'), wallMs, settings.retryAfterCapMs);
  const facts: FaultFacts = {
    detail: `HTTP ${String(status)}`,
    correlationId,
    httpStatus: status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  if (status === 407) return { family: 'network', cause: 'proxy-sign-in', ...facts };
  if (status === 408) return { family: 'network', cause: 'timeout', ...facts };
  if (status === 429) return { family: 'network', cause: 'too-many-requests', ...facts };
  if (status >= 500) return { family: 'network', cause: 'server-error', ...facts };
  if (status === 204) return { family: 'malformed', cause: 'no-content', ...facts };
  if (status === 304) return { family: 'malformed', cause: 'not-modified', ...facts };
  if (status >= 300 && status < 400) return { family: 'malformed', cause: 'redirect', ...facts };
  return { family: 'malformed', cause: 'unexpected-status', ...facts };
}
