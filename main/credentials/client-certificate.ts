import { X509Certificate } from 'node:crypto';

import type { Environment } from '../tracking/words.ts';
import { pemBlocks } from './pem.ts';

/** From this many days before its end on, the certificate is complained of: renewing it takes the bank weeks. */
export const EXPIRY_WARNING_DAYS = 30;
export const DAY_MS = 24 * 60 * 60 * 1_000;
/** A leaf with its intermediates; more is somebody's whole trust store. */
const MAX_CHAIN = 10;
/** The extended key usage of a TLS client (RFC 5280, id-kp-clientAuth). */
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export interface ClientCertificate {
  readonly leaf: X509Certificate;
  /** Leaf first, then its intermediates: the form in which TLS wants them. */
  readonly chain: readonly [X509Certificate, ...X509Certificate[]];
  /** The chain as PEM, with nothing else in it. */
  readonly pem: string;
}

export type CertificateResult =
  | { readonly kind: 'certificate'; readonly certificate: ClientCertificate }
  /** `message` follows the field's name in a sentence. */
  | { readonly kind: 'problem'; readonly message: string };

/** Reads a certificate, or a chain with the leaf first, from PEM. */
export function readClientCertificate(pem: string): CertificateResult {
  const blocks = pemBlocks(pem);
  if (blocks.some(({ label }) => label.endsWith('PRIVATE KEY'))) {
    return problem('holds a private key too; a key belongs in its own field only.');
  }
  const texts = blocks.filter(({ label }) => label === 'CERTIFICATE' || label === 'X509 CERTIFICATE');
  if (texts.length === 0) return problem('is not a certificate in PEM form (-----BEGIN CERTIFICATE-----).');
  if (texts.length > MAX_CHAIN) return problem(`holds more than ${MAX_CHAIN} certificates.`);
  try {
    const [leaf, ...others] = texts.map(({ text }) => new X509Certificate(text));
    if (leaf === undefined) return problem('is empty.');
    const chain = [leaf, ...others] as const;
    return { kind: 'certificate', certificate: { leaf, chain: [...chain], pem: chain.map(String).join('') } };
  } catch {
    return problem('is damaged: a certificate in it cannot be read.');
  }
}

export type Validity =
  | { readonly kind: 'valid'; readonly notAfter: number; readonly daysLeft: number }
  | { readonly kind: 'not-yet-valid'; readonly notBefore: number; readonly notAfter: number }
  | { readonly kind: 'expired'; readonly notAfter: number }
  | { readonly kind: 'no-dates' };

/** Where `now` lies in the certificate's life. All instants in ms since 1970; `daysLeft` are whole days. */
export function validity(certificate: X509Certificate, now: number): Validity {
  const notBefore = Date.parse(certificate.validFrom);
  const notAfter = Date.parse(certificate.validTo);
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return { kind: 'no-dates' };
  if (now < notBefore) return { kind: 'not-yet-valid', notBefore, notAfter };
  if (now > notAfter) return { kind: 'expired', notAfter };
  return { kind: 'valid', notAfter, daysLeft: Math.floor((notAfter - now) / DAY_MS) };
}

/**
 * The token that Thales puts into the subject's CN (D1: mutual TLS, subject CN format). `develop` and `sandbox` have
 * none that is published.
 */
const ENVIRONMENT_TOKEN: Readonly<Record<Environment, 'PRD' | 'PPR' | null>> = {
  production: 'PRD',
  staging: 'PPR',
  develop: null,
  sandbox: null,
};

export interface SubjectFindings {
  /** Each follows the field's name in a sentence. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Compares the subject's CN with the environment (null: with none) and the issuer that the station is set up for. */
export function checkSubject(
  certificate: X509Certificate,
  environment: Environment | null,
  issuerId: string | null,
): SubjectFindings {
  const cn = commonName(certificate);
  const problems: string[] = [];
  const warnings: string[] = [];
  if (issuerId !== null && !cn.includes(issuerId)) warnings.push('does not have the issuerId in its CN.');
  if (environment === null) return { problems, warnings };
  const found = environmentsIn(cn, issuerId);
  const expected = ENVIRONMENT_TOKEN[environment];
  if (expected === null) {
    if (found.includes('PRD'))
      warnings.push(`is a production certificate (PRD in its CN), but the station is set to ${environment}.`);
  } else if (found.length === 0) {
    warnings.push(`does not name its environment: ${expected} is expected in its CN for ${environment}.`);
  } else if (!found.includes(expected)) {
    problems.push(
      `is for another environment: its CN has ${found.join(' and ')}, and ${environment} needs ${expected}.`,
    );
  } else if (found.length > 1) {
    warnings.push('names two environments in its CN: PRD and PPR.');
  }
  return { problems, warnings };
}

/**
 * The tokens of environments in a CN. Its complete pattern is not published: a token counts when it stands alone, outside the
 * issuerId.
 */
export function environmentsIn(cn: string, issuerId: string | null): readonly ('PRD' | 'PPR')[] {
  const rest = issuerId === null ? cn : cn.replaceAll(issuerId, ' ');
  return (['PRD', 'PPR'] as const).filter((token) => new RegExp(`(?<![A-Za-z0-9])${token}(?![A-Za-z0-9])`).test(rest));
}

/** True when the certificate says what it may be used for, and a TLS client is not among it. */
export function excludesClients(certificate: X509Certificate): boolean {
  // Node gives `undefined` where there is no such extension, against its own types.
  const usages: readonly string[] | undefined = certificate.keyUsage;
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- see above
  return usages !== undefined && usages.length > 0 && !usages.includes(CLIENT_AUTH);
}

/** The lines `CN=…` of the subject; empty when there are none. */
export function commonName(certificate: X509Certificate): string {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Node gives undefined for an empty subject
  const lines = (certificate.subject ?? '').split('\n');
  return lines.filter((line) => line.startsWith('CN=')).join('\n');
}

function problem(message: string): CertificateResult {
  return { kind: 'problem', message };
}
