import { exportPKCS8, generateKeyPair, type CryptoKey } from 'jose';

import { createAuthority, type Authority, type CertificateRequest, type KeyedCertificate } from './certificates.ts';

/** Made up; D1's `issuerId` has exactly 10 characters. */
export const ISSUER_ID = 'ISSUER0001';
/** An issuer that exists too, but whose cards our token may not read. */
export const OTHER_ISSUER_ID = 'ISSUER0002';
export const KEY_ID = 'sandbox-key-1';

/** The provisioning bundle of the station in `direct` mode; keys are PKCS#8 PEM. */
export interface Bundle {
  readonly mode: 'direct';
  readonly issuerId: string;
  readonly aggregatorId: string | null;
  readonly kid: string;
  readonly audience: string | null;
  readonly signingKey: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** The sandbox's identity: its own CA, the key that D1 would know of the issuer, and the issuer's bundle. */
export interface Identity {
  readonly authority: Authority;
  /** Checks assertions; the private half is in the bundle only. */
  readonly verificationKey: CryptoKey;
  readonly bundle: Bundle;
}

/** Makes further bundles for tests, each wrong in one respect (or not at all). */
export interface BundleMint {
  /** A second, valid client certificate: what a renewal brings. */
  renewed(): Promise<Bundle>;
  /** A client certificate of a CA that the sandbox does not know. */
  untrusted(): Promise<Bundle>;
  expired(): Promise<Bundle>;
  notYetValid(): Promise<Bundle>;
  /** A valid client certificate that ends in this many days. */
  expiringIn(days: number): Promise<Bundle>;
  /** The TLS key is not the certificate's. */
  keyMismatch(): Promise<Bundle>;
  /** A signing key that D1 does not hold: every sign-in is refused. */
  unknownSigningKey(): Promise<Bundle>;
  unknownKid(): Bundle;
  /** The PEM of a CA that signed nothing here, to stand in for a wrong `d1.caFile`. */
  otherCaPem(): Promise<string>;
}

const DAY_MS = 86_400_000;

/** The common name holds the issuer and the environment (`PPR` = PreProd). D1 portal, Set up TLS mutual authentication. */
const CLIENT: CertificateRequest = { commonName: `TLSMA-ECC/${ISSUER_ID}/PPR`, use: 'client' };

async function newSigningKey(): Promise<{ publicKey: CryptoKey; pem: string }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { publicKey, pem: await exportPKCS8(privateKey) };
}

export async function createIdentity(audience: string | null): Promise<Identity> {
  const authority = await createAuthority('Card Station sandbox CA');
  const signing = await newSigningKey();
  const client = await authority.issue(CLIENT);
  return {
    authority,
    verificationKey: signing.publicKey,
    bundle: {
      mode: 'direct',
      issuerId: ISSUER_ID,
      aggregatorId: null,
      kid: KEY_ID,
      audience,
      signingKey: signing.pem,
      clientCertificate: client.certificatePem,
      clientKey: client.keyPem,
    },
  };
}

export function createBundleMint({ authority, bundle }: Identity): BundleMint {
  const withClient = (client: KeyedCertificate): Bundle => ({
    ...bundle,
    clientCertificate: client.certificatePem,
    clientKey: client.keyPem,
  });
  const dated = async (fromDays: number, toDays: number): Promise<Bundle> =>
    withClient(
      await authority.issue({
        ...CLIENT,
        notBefore: new Date(Date.now() + fromDays * DAY_MS),
        notAfter: new Date(Date.now() + toDays * DAY_MS),
      }),
    );
  const stranger = (): Promise<Authority> => createAuthority('Some other CA');
  return {
    renewed: async () => withClient(await authority.issue(CLIENT)),
    untrusted: async () => withClient(await (await stranger()).issue(CLIENT)),
    expired: () => dated(-30, -1),
    notYetValid: () => dated(1, 30),
    expiringIn: (days) => dated(-30, days),
    keyMismatch: async () => ({ ...bundle, clientKey: (await authority.issue(CLIENT)).keyPem }),
    unknownSigningKey: async () => ({ ...bundle, signingKey: (await newSigningKey()).pem }),
    unknownKid: () => ({ ...bundle, kid: 'no-such-key' }),
    otherCaPem: async () => (await stranger()).certificatePem,
  };
}
