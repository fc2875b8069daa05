/** What may be said of the stored credentials: which they are, and never what they are. */
import type { Fault } from '../tracking/fault.ts';
import { findCertificate } from './certificate-file.ts';
import { commonName, DAY_MS } from './client-certificate.ts';
import type { CredentialStore } from './credential-store.ts';
import { parseIdentity, type Identity } from './identity.ts';
import { keychainFault, oneLine } from './keychain-fault.ts';

export interface CertificateSummary {
  /** The subject's CN, without the issuer id where that stands in it. */
  readonly subject: string;
  readonly serial: string;
  /** ms since 1970. */
  readonly notAfter: number;
  /** Whole days; negative when it is over. */
  readonly daysLeft: number;
}

export type CredentialsSummary =
  | {
      readonly kind: 'present';
      readonly kid: string;
      /** Null when its file is missing, cannot be read, or is another one; `none` where the mode has none. */
      readonly certificate: CertificateSummary | 'none' | null;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** So many characters at either end of the issuer id tell two of them apart over the phone. */
const SHOWN = 2;

/** Reads the one entry that names the others, and the certificate's file; no key is touched. */
export async function summariseCredentials(
  store: CredentialStore,
  profileFolder: string,
  now: number,
): Promise<CredentialsSummary> {
  const stored = await store.read('identity');
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return { kind: 'absent' };
  const identity = parseIdentity(stored.value.reveal());
  if (identity === null) {
    const detail = 'The entry "identity" is not what this version stores.';
    return { kind: 'fault', fault: keychainFault('unreadable', detail) };
  }
  return {
    kind: 'present',
    kid: oneLine(nameOf(identity)),
    certificate: await certificateOf(identity, profileFolder, now),
  };
}

/** What the station signs in with, by name: its key, its client id, or, where it is the certificate alone, the mode. */
function nameOf(identity: Identity): string {
  switch (identity.mode) {
    case 'direct':
      return identity.kid;
    case 'relay-mtls':
      return identity.mode;
    case 'relay-oauth':
      return identity.clientId;
  }
}

async function certificateOf(
  identity: Identity,
  profileFolder: string,
  now: number,
): Promise<CertificateSummary | 'none' | null> {
  if (identity.mode === 'relay-oauth') return 'none';
  const search = await findCertificate(profileFolder, identity.certificateFingerprint);
  if (search.kind !== 'found') return null;
  const { leaf } = search.certificate;
  const notAfter = Date.parse(leaf.validTo);
  if (Number.isNaN(notAfter)) return null;
  return {
    subject: oneLine(masked(commonName(leaf).replace(/^CN=/gm, ''), identity)),
    serial: oneLine(leaf.serialNumber),
    notAfter,
    daysLeft: Math.floor((notAfter - now) / DAY_MS),
  };
}

/** Thales writes the issuer id into the CN. */
function masked(name: string, identity: Identity): string {
  const aggregatorId = identity.mode === 'direct' ? identity.aggregatorId : null;
  return [identity.issuerId, aggregatorId].reduce<string>((text, id) => {
    if (id === null || id === '') return text;
    return text.replaceAll(id, id.length > 2 * SHOWN ? `${id.slice(0, SHOWN)}…${id.slice(-SHOWN)}` : '…');
  }, name);
}
