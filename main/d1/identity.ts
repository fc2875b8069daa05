import type { KeyObject } from 'node:crypto';

/** Behind a wrapper that never prints it. */
interface Hidden {
  reveal(): string;
}

/** The certificate that the station shows in TLS. */
export interface OwnCertificate {
  readonly clientCertificatePem: string;
  /** PKCS#8 PEM of the certificate's key. */
  readonly clientKeyPem: Hidden;
  /** End of the client certificate, ms since 1970. */
  readonly notAfter: number;
}

/** Who the station is to D1: one issuer's (or aggregator's) identity, for one environment. */
export interface DirectIdentity extends OwnCertificate {
  readonly mode: 'direct';
  /** Exactly 10 characters; names the issuer in every path. */
  readonly issuerId: string;
  /** When set, it and not the issuer signs in. */
  readonly aggregatorId: string | null;
  /** Selects the public key that D1 holds. */
  readonly kid: string;
  readonly audience: string | null;
  /** EC P-256 private key of the assertion. */
  readonly signingKey: KeyObject;
}

/** Who the station is to the bank's relay, by its certificate. It holds nothing that D1 would take. */
export interface RelayMtlsIdentity extends OwnCertificate {
  readonly mode: 'relay-mtls';
  readonly issuerId: string;
}

/** Who the station is to the bank's identity server, which gives it a token for the relay. */
export interface RelayOauthIdentity {
  readonly mode: 'relay-oauth';
  readonly issuerId: string;
  readonly clientId: string;
  readonly clientSecret: Hidden;
}

/** Lives in main's memory only. */
export type D1Identity = DirectIdentity | RelayMtlsIdentity | RelayOauthIdentity;

/** Null where the station shows none. */
export function ownCertificate(identity: D1Identity): OwnCertificate | null {
  return identity.mode === 'relay-oauth' ? null : identity;
}
