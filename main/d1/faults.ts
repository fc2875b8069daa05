/** Turns what happened on the way to D1 into a fault of the station's words. */
import type { Fault, FaultFacts } from '../tracking/fault.ts';
import { elapsed, type Stamp } from '../tracking/instant.ts';
import type { FaultCause, FaultPlace } from '../tracking/words.ts';
import { explainClosed, probeConnection, type ProbeResult } from './connection-probe.ts';
import { errorFacts, failureCause, type FailureCause } from './failure-cause.ts';
import type { ServerClock } from './server-clock.ts';
import type { CallFailed, D1Response, Transport } from './transport.ts';

/** What deciding needs beyond the error itself. */
export interface FaultContext {
  /** The station's own certificate; null where it shows none. */
  readonly identity: { readonly notAfter: number } | null;
  readonly transport: Pick<Transport, 'tls' | 'respondedAt'>;
  readonly clock: ServerClock;
  /** From this skew on a refusal is the clock's, in ms. */
  readonly skewLimitMs: number;
  readonly connectTimeoutMs: number;
  /** When this build was made, ms since 1970: no true clock is before it. */
  readonly buildDate: number;
  readonly now: () => Stamp;
}

/**
 * A response this recent says that our certificate is accepted, so a connection that merely closes is the line's doing, in
 * ms. Two rounds of the longest back-off: a certificate that is refused from now on is told after it.
 */
const ANSWERED_LATELY_MS = 60_000;

/**
 * The fault of a call that got no response. Decided in this order: our own certificate's dates, what the TLS alert
 * says, and, where the connection merely closed, what two fresh connections do and whether anything has answered us lately.
 */
export async function faultOfFailedCall(failure: CallFailed, context: FaultContext): Promise<Fault> {
  const { code, message } = errorFacts(failure.cause);
  const { correlationId, at } = failure;
  const detail = `${code} ${message}`.trim().slice(0, 300);
  const facts: FaultFacts = { detail, correlationId, ...(at === undefined ? {} : { at }) };
  let cause = failureCause(failure.cause, failure.stage);
  if (cause.family === 'closed') {
    const probe = (): ReturnType<typeof probeConnection> =>
      probeConnection(failure.origin, context.transport.tls, context.connectTimeoutMs);
    cause = await explainClosed(probe, () => answeredLately(context));
  }
  return withOwnDates(cause, facts, context);
}

/** The fault that a single probe of the connection found, or null when D1 kept the connection open. */
export function faultOfProbe(
  result: ProbeResult,
  origin: string,
  context: DatesContext,
  at?: FaultPlace,
): Fault | null {
  const facts: FaultFacts = { detail: new URL(origin).host, correlationId: null, ...(at === undefined ? {} : { at }) };
  switch (result.kind) {
    case 'open':
      return null;
    case 'closed-after-handshake':
      return withOwnDates({ family: 'certificate', cause: 'client-refused' }, facts, context);
    case 'failed':
      return withOwnDates(result.cause, facts, context);
  }
}

/** What tells a wrong certificate from a wrong clock. */
type DatesContext = Pick<FaultContext, 'identity' | 'clock' | 'skewLimitMs' | 'buildDate' | 'now'>;

function withOwnDates(cause: FailureCause, facts: FaultFacts, context: DatesContext): Fault {
  const wall = context.now().wall;
  switch (cause.family) {
    case 'network':
      // A proxy stands before everybody.
      return cause.cause === 'proxy' || cause.cause === 'proxy-sign-in'
        ? { family: 'network', cause: cause.cause, ...ownFacts(facts) }
        : { family: 'network', cause: cause.cause, ...facts };
    case 'closed':
      return { family: 'network', cause: 'reset', ...facts };
    case 'server-dates':
      return wall < context.buildDate || skewed(context)
        ? { family: 'clock', cause: 'certificate-dates', ...ownFacts(facts) }
        : { family: 'certificate', cause: 'server-not-trusted', ...facts };
    case 'certificate': {
      const aboutUs = cause.cause === 'client-refused' || cause.cause === 'client-missing';
      if (aboutUs && context.identity !== null && wall > context.identity.notAfter)
        return { family: 'certificate', cause: 'client-expired', ...ownFacts(facts) };
      return OWN_CERTIFICATE.has(cause.cause)
        ? { family: 'certificate', cause: cause.cause, ...ownFacts(facts) }
        : { family: 'certificate', cause: cause.cause, ...facts };
    }
  }
}

/** What is the station's own matter wherever it is met. */
const OWN_CERTIFICATE: ReadonlySet<FaultCause<'certificate'>> = new Set(['client-missing', 'key-mismatch']);

/** Without the place: it lies with the station, or on the way to everybody. */
function ownFacts({ detail, correlationId, httpStatus }: FaultFacts): FaultFacts {
  return { detail, correlationId, ...(httpStatus === undefined ? {} : { httpStatus }) };
}

function answeredLately({ transport, now }: FaultContext): boolean {
  const at = transport.respondedAt();
  return at !== null && elapsed(at, now()) < ANSWERED_LATELY_MS;
}

function skewed(context: DatesContext): boolean {
  const skew = context.clock.skew(context.now());
  return skew !== null && Math.abs(skew) > context.skewLimitMs;
}

/**
 * The fault that a certificate page is, or null when the response is no such page: a proxy before D1 that ends TLS itself
 * answers a missing, refused or expired client certificate with one, status 400. Our own certificate's dates come first.
 */
export function certificatePageFault(
  { status, correlationId, at }: Pick<D1Response, 'status' | 'correlationId' | 'at'>,
  excerpt: string,
  context: FaultContext,
): Fault | null {
  const cause = certificatePageCause(status, excerpt);
  if (cause === null) return null;
  const detail = `HTTP ${String(status)} with a certificate page`;
  const facts = { detail, correlationId, httpStatus: status, ...(at === undefined ? {} : { at }) };
  return withOwnDates({ family: 'certificate', cause }, facts, context);
}

function certificatePageCause(status: number, excerpt: string): FaultCause<'certificate'> | null {
  if (status !== 400 && status !== 495 && status !== 496) return null;
  if (status === 496 || /no required SSL certificate/i.test(excerpt)) return 'client-missing';
  if (status === 495 || /SSL certificate error/i.test(excerpt)) return 'client-refused';
  return null;
}
