import type { KeyObject } from 'node:crypto';

/** Who the station is to D1: one issuer's (or aggregator's) identity, for one environment. Lives in main's memory only. */
export interface D1Identity {
  /** Exactly 10 characters; names the issuer in every path. */
  readonly issuerId: string;
  /** When set, it and not the issuer signs in. */
  readonly aggregatorId: string | null;
  /** Selects the public key that D1 holds. */
  readonly kid: string;
  readonly audience: string | null;
  /** EC P-256 private key of the assertion. */
  readonly signingKey: KeyObject;
  readonly clientCertificatePem: string;
  /** PKCS#8 PEM of the certificate's key, behind a wrapper that never prints it. */
  readonly clientKeyPem: { reveal(): string };
  /** End of the client certificate, ms since 1970. */
  readonly notAfter: number;
}
