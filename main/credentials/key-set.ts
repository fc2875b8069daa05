/** What of a bundle is kept in which entry of the keychain, by its mode, and whether all of it came back. */
import type { Fault } from '../tracking/fault.ts';
import type { CheckedBundle } from './check-bundle.ts';
import { commonName } from './client-certificate.ts';
import type { CredentialName, CredentialStore } from './credential-store.ts';
import type { Identity, KeySet } from './identity.ts';
import { keychainFault, oneLine } from './keychain-fault.ts';
import type { CredentialsResult } from './load-credentials.ts';
import { isSameKey, readPrivateKey, toStoredKey } from './private-key.ts';
import { Secret } from './secret.ts';

export interface ProvisionSummary {
  readonly issuerId: string;
  /** How the station names what it signs in with: its key, its certificate, or its client id. */
  readonly kid: string;
  /** Null where it has none. */
  readonly certificate: { readonly subject: string; /** Its end, ms since 1970. */ readonly notAfter: number } | null;
}

type Entry = readonly [CredentialName, Secret];

function entriesOf(bundle: CheckedBundle, keySet: KeySet): readonly Entry[] {
  if (bundle.mode === 'relay-oauth') return [[`client-secret-${keySet}`, bundle.clientSecret]];
  const clientKey: Entry = [`client-key-${keySet}`, new Secret(toStoredKey(bundle.clientKey))];
  if (bundle.mode === 'relay-mtls') return [clientKey];
  return [[`signing-key-${keySet}`, new Secret(toStoredKey(bundle.signingKey))], clientKey];
}

/** Puts the secrets into the set that does not count yet. The fault that stopped it, or null. */
export async function storeKeys(store: CredentialStore, keySet: KeySet, bundle: CheckedBundle): Promise<Fault | null> {
  for (const [name, value] of entriesOf(bundle, keySet)) {
    // The set that does not count may hold the rest of an interrupted provisioning, readable or not.
    const removed = await store.remove(name);
    if (removed.kind === 'fault') return removed.fault;
    const written = await store.write(name, value);
    if (written.kind === 'fault') return written.fault;
  }
  return null;
}

/** Whatever the mode was that they were stored in; false when one could not be removed. */
export async function removeKeys(store: CredentialStore, keySet: KeySet): Promise<boolean> {
  let all = true;
  for (const name of [`signing-key-${keySet}`, `client-key-${keySet}`, `client-secret-${keySet}`] as const) {
    all = (await store.remove(name)).kind !== 'fault' && all;
  }
  return all;
}

export function identityOf(bundle: CheckedBundle, keySet: KeySet): Identity {
  const { issuerId } = bundle;
  const any = { format: 1, keySet, issuerId } as const;
  if (bundle.mode === 'relay-oauth') return { ...any, mode: bundle.mode, clientId: bundle.clientId };
  const certificateFingerprint = bundle.clientCertificate.leaf.fingerprint256;
  if (bundle.mode === 'relay-mtls') return { ...any, mode: bundle.mode, certificateFingerprint };
  const { mode, aggregatorId, kid, audience } = bundle;
  return { ...any, mode, aggregatorId, kid, audience, certificateFingerprint };
}

/** The fault when what comes back is not what was given, or null. */
export function difference(loaded: CredentialsResult, bundle: CheckedBundle): Fault | null {
  if (loaded.kind === 'fault') return loaded.fault;
  if (loaded.kind === 'ready' && isSame(loaded.credentials, bundle)) return null;
  return keychainFault('unreadable', 'The keychain gave back something else than was stored.');
}

function isSame(
  credentials: Extract<CredentialsResult, { readonly kind: 'ready' }>['credentials'],
  bundle: CheckedBundle,
): boolean {
  if (credentials.issuerId !== bundle.issuerId) return false;
  if (credentials.mode === 'relay-oauth' || bundle.mode === 'relay-oauth') {
    return (
      credentials.mode === 'relay-oauth' &&
      bundle.mode === 'relay-oauth' &&
      credentials.clientId === bundle.clientId &&
      credentials.clientSecret.reveal() === bundle.clientSecret.reveal()
    );
  }
  const clientKey = readPrivateKey(credentials.clientKeyPem.reveal());
  const sameCertificate =
    credentials.clientCertificatePem === bundle.clientCertificate.pem &&
    clientKey.kind === 'key' &&
    isSameKey(clientKey.key, bundle.clientKey);
  if (!sameCertificate || credentials.mode === 'relay-mtls' || bundle.mode === 'relay-mtls')
    return sameCertificate && credentials.mode === bundle.mode;
  return (
    credentials.aggregatorId === bundle.aggregatorId &&
    credentials.kid === bundle.kid &&
    credentials.audience === bundle.audience &&
    isSameKey(credentials.signingKey, bundle.signingKey)
  );
}

export function summarise(bundle: CheckedBundle): ProvisionSummary {
  const { issuerId } = bundle;
  if (bundle.mode === 'relay-oauth') return { issuerId, kid: bundle.clientId, certificate: null };
  const { clientCertificate, notAfter } = bundle;
  const subject = oneLine(clientCertificate.leaf.subject.replaceAll('\n', ', '));
  const own = bundle.mode === 'direct' ? bundle.kid : commonName(clientCertificate.leaf).replace(/^CN=/gm, '');
  return { issuerId, kid: oneLine(own), certificate: { subject, notAfter } };
}
