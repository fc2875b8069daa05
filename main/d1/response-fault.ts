import type { Fault, FaultFacts } from '../tracking/fault.ts';
import { httpDate } from './http-date.ts';
import { retryAfter } from './retry-after.ts';
import type { ServerClock } from './server-clock.ts';
import type { D1Settings } from './settings.ts';
import type { D1Response } from './transport.ts';

/** What support needs of a response, whatever it meant. */
export function factsOf(response: Pick<D1Response, 'status' | 'correlationId' | 'at' | 'problem'>): FaultFacts {
  const { status, correlationId, at, problem } = response;
  return {
    detail: [`HTTP ${String(status)}`, problem].filter((part) => part !== undefined).join(' '),
    correlationId,
    httpStatus: status,
    ...(at === undefined ? {} : { at }),
  };
}

/**
 * The fault of a response that is neither an answer nor a matter of sign-in. A `Retry-After` with a date is measured
 * by the response's own `Date`, else by D1's time as it was learnt, and by the station's clock where neither is known.
 */
export function statusFault(
  response: Pick<D1Response, 'status' | 'header' | 'correlationId' | 'receivedAt' | 'at' | 'problem'>,
  settings: Pick<D1Settings, 'retryAfterCapMs'>,
  clock: Pick<ServerClock, 'now'>,
): Fault {
  const { status, receivedAt } = response;
  const serverNow = httpDate(response.header('date')) ?? clock.now(receivedAt) ?? receivedAt.wall;
  const header = response.header('retry-after');
  const retryAfterMs = retryAfter(header, serverNow, settings.retryAfterCapMs);
  const facts: FaultFacts = {
    ...factsOf(response),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(httpDate(header) === null ? {} : { sameForAll: true }),
  };
  if (response.problem === 'd1-sign-in') return { family: 'sign-in', cause: 'token-refused', ...facts };
  if (status === 407) return { family: 'network', cause: 'proxy-sign-in', ...facts };
  if (status === 408) return { family: 'network', cause: 'timeout', ...facts };
  if (status === 429) return { family: 'network', cause: 'too-many-requests', ...facts };
  if (status >= 500) return { family: 'network', cause: 'server-error', ...facts };
  if (status === 204) return { family: 'malformed', cause: 'no-content', ...facts };
  if (status === 304) return { family: 'malformed', cause: 'not-modified', ...facts };
  if (status >= 300 && status < 400) return { family: 'malformed', cause: 'redirect', ...facts };
  return { family: 'malformed', cause: 'unexpected-status', ...facts };
}
