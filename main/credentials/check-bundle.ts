import type { KeyObject } from 'node:crypto';

import type { D1Mode, Environment } from '../tracking/words.ts';
import { readBundle, type BundleField, type BundleProblem, type BundleReading } from './bundle.ts';
import type { ByMode } from './by-mode.ts';
import {
  checkSubject,
  excludesClients,
  EXPIRY_WARNING_DAYS,
  readClientCertificate,
  validity,
  type ClientCertificate,
} from './client-certificate.ts';
import { clientKeyProblem, isSameKey, readPrivateKey, signingKeyProblem } from './private-key.ts';

interface CheckedCertificate {
  readonly clientKey: KeyObject;
  readonly clientCertificate: ClientCertificate;
  /** The end of the client certificate, ms since 1970. */
  readonly notAfter: number;
}

/** A bundle that may be stored. */
export type CheckedBundle = ByMode<CheckedCertificate>;

export type BundleCheck =
  | { readonly kind: 'checked'; readonly bundle: CheckedBundle; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly BundleProblem[] };

/** Findings so far; every problem is looked for, so that one attempt is enough to learn of all. */
interface Findings {
  readonly problems: BundleProblem[];
  readonly warnings: string[];
}

/**
 * Checks the text of a bundle for a station of this environment at the instant `now` (ms since 1970); `sealed` says that
 * it came under a passphrase. Without an environment it is checked by itself, as whoever seals it does; without a mode
 * any will do.
 * No sentence repeats anything of a key.
 */
export function checkBundle(
  { text, sealed }: { readonly text: string; readonly sealed: boolean },
  environment: Environment | null,
  now: number,
  mode: D1Mode | null = 'direct',
): BundleCheck {
  const reading = readBundle(text, mode);
  const { fields, problems } = reading;
  const findings: Findings = { problems: [...problems], warnings: [] };
  if (environment === 'production' && !sealed) {
    findings.problems.push({
      field: 'bundle',
      message: 'A plain bundle is not accepted for production; it must be sealed (card-station seal-bundle).',
    });
  }
  const signingKey = checkKey(findings, 'signingKey', fields.signingKey?.reveal(), signingKeyProblem);
  const clientKey = checkKey(findings, 'clientKey', fields.clientKey?.reveal(), clientKeyProblem);
  const certificate = checkCertificate(findings, reading, environment, now);
  if (certificate !== null && clientKey !== null) checkMatch(findings, certificate.certificate, clientKey);
  if (signingKey !== null && clientKey !== null && isSameKey(signingKey, clientKey)) {
    findings.warnings.push('signingKey and clientKey are the same key; each should have its own.');
  }

  const bundle = complete(reading, signingKey, clientKey, certificate);
  if (bundle === null || findings.problems.length > 0) return { kind: 'refused', problems: findings.problems };
  return { kind: 'checked', warnings: findings.warnings, bundle };
}

/** The bundle when everything that its mode needs is there, else null. */
function complete(
  { mode, fields }: BundleReading,
  signingKey: KeyObject | null,
  clientKey: KeyObject | null,
  certificate: { readonly certificate: ClientCertificate; readonly notAfter: number } | null,
): CheckedBundle | null {
  const { issuerId, kid, clientId, clientSecret, aggregatorId = null, audience = null } = fields;
  if (mode === null || issuerId === undefined) return null;
  if (mode === 'relay-oauth') {
    if (clientId === undefined || clientSecret === undefined) return null;
    return { mode, issuerId, clientId, clientSecret };
  }
  if (clientKey === null || certificate === null) return null;
  const own = { clientKey, clientCertificate: certificate.certificate, notAfter: certificate.notAfter };
  if (mode === 'relay-mtls') return { mode, issuerId, ...own };
  return kid === undefined || signingKey === null
    ? null
    : { mode, issuerId, aggregatorId, kid, audience, signingKey, ...own };
}

function checkKey(
  findings: Findings,
  field: BundleField,
  pem: string | undefined,
  problemOf: (key: KeyObject) => string | null,
): KeyObject | null {
  if (pem === undefined) return null;
  const read = readPrivateKey(pem);
  const message = read.kind === 'key' ? problemOf(read.key) : read.message;
  if (message !== null) findings.problems.push({ field, message: `${field} ${message}` });
  return read.kind === 'key' ? read.key : null;
}

const CERTIFICATE = 'clientCertificate';

function checkCertificate(
  findings: Findings,
  { mode, fields }: BundleReading,
  environment: Environment | null,
  now: number,
): { readonly certificate: ClientCertificate; readonly notAfter: number } | null {
  if (fields.clientCertificate === undefined) return null;
  const refuse = (message: string): void => {
    findings.problems.push({ field: CERTIFICATE, message: `${CERTIFICATE} ${message}` });
  };
  const read = readClientCertificate(fields.clientCertificate.reveal());
  if (read.kind === 'problem') {
    refuse(read.message);
    return null;
  }
  const { certificate } = read;
  // With an aggregator, whose id stands in the CN is not published.
  const issuerId = fields.aggregatorId === undefined ? (fields.issuerId ?? null) : null;
  // The subject is D1's own form; a relay's certificates are named as the bank likes.
  const subject =
    mode === 'direct' ? checkSubject(certificate.leaf, environment, issuerId) : { problems: [], warnings: [] };
  for (const message of subject.problems) refuse(message);
  for (const message of subject.warnings) findings.warnings.push(`${CERTIFICATE} ${message}`);
  if (excludesClients(certificate.leaf)) {
    findings.warnings.push(
      `${CERTIFICATE} is not meant for TLS clients (extended key usage); ${mode === 'direct' ? 'D1' : 'the relay'} may refuse it.`,
    );
  }
  const dates = validity(certificate.leaf, now);
  switch (dates.kind) {
    case 'valid':
      if (dates.daysLeft < EXPIRY_WARNING_DAYS) {
        findings.warnings.push(`${CERTIFICATE} ends in ${dates.daysLeft} days, on ${day(dates.notAfter)}.`);
      }
      return { certificate, notAfter: dates.notAfter };
    case 'not-yet-valid':
      refuse(`is not valid before ${day(dates.notBefore)}; check this computer's clock if that is past.`);
      return { certificate, notAfter: dates.notAfter };
    case 'expired':
      refuse(`ended on ${day(dates.notAfter)}.`);
      return { certificate, notAfter: dates.notAfter };
    case 'no-dates':
      refuse('has dates that cannot be read.');
      return null;
  }
}

function checkMatch(findings: Findings, certificate: ClientCertificate, clientKey: KeyObject): void {
  if (certificate.leaf.checkPrivateKey(clientKey)) return;
  const later = certificate.chain.slice(1).some((other) => other.checkPrivateKey(clientKey));
  findings.problems.push(
    later
      ? {
          field: CERTIFICATE,
          message: `${CERTIFICATE} must begin with the station's own certificate; it comes later in the chain.`,
        }
      : { field: 'clientKey', message: `clientKey does not belong to ${CERTIFICATE}.` },
  );
}

/** The day in UTC, which is how certificates count. */
function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
