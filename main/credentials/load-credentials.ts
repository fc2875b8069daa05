import type { KeyObject } from 'node:crypto';

import type { Fault } from '../tracking/fault.ts';
import type { ByMode } from './by-mode.ts';
import { CERTIFICATE_FILE, findCertificate, hasCertificateFile } from './certificate-file.ts';
import { EXPIRY_WARNING_DAYS, validity, type ClientCertificate } from './client-certificate.ts';
import type { CredentialName, CredentialStore } from './credential-store.ts';
import { parseIdentity, type Identity } from './identity.ts';
import { certificateFault, keychainFault } from './keychain-fault.ts';
import { clientKeyProblem, fromStoredKey, signingKeyProblem } from './private-key.ts';
import { Secret } from './secret.ts';

interface OwnCertificate {
  /** Leaf first, then its intermediates. */
  readonly clientCertificatePem: string;
  /** PKCS#8 PEM, the form that a TLS connection takes. */
  readonly clientKeyPem: Secret;
  /** The end of the client certificate, ms since 1970. */
  readonly notAfter: number;
}

/** What a station needs to speak to D1, or to the bank's relay. */
export type Credentials = ByMode<OwnCertificate>;

export type CredentialsResult =
  | { readonly kind: 'ready'; readonly credentials: Credentials; readonly warnings: readonly Fault[] }
  | { readonly kind: 'not-provisioned' }
  | { readonly kind: 'fault'; readonly fault: Fault };

type Step<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Reads the station's credentials and checks that they still belong together and are valid at `now` (ms since 1970).
 * Faults: `keychain` (any cause), `certificate` (client-missing, client-expired, key-mismatch), `clock`
 * (certificate-dates). The one warning is `certificate`/`client-expiring` with `daysLeft`.
 */
export async function loadCredentials(
  store: CredentialStore,
  profileFolder: string,
  now: number,
): Promise<CredentialsResult> {
  const stored = await store.read('identity');
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') {
    // A certificate without credentials: this profile was provisioned, and the keychain has lost them.
    return (await hasCertificateFile(profileFolder)) ? lost('identity') : { kind: 'not-provisioned' };
  }
  const identity = parseIdentity(stored.value.reveal());
  if (identity === null)
    return fault(keychainFault('unreadable', 'The entry "identity" is not what this version stores.'));
  return loadIdentity(store, profileFolder, identity, now);
}

/** The same for the keys and the certificate that `identity` names, whether they count already or not. */
export async function loadIdentity(
  store: CredentialStore,
  profileFolder: string,
  identity: Identity,
  now: number,
): Promise<Exclude<CredentialsResult, { readonly kind: 'not-provisioned' }>> {
  const { issuerId } = identity;
  if (identity.mode === 'relay-oauth') {
    const secret = await store.read(`client-secret-${identity.keySet}`);
    if (secret.kind === 'fault') return secret;
    if (secret.kind === 'absent') return lost(`client-secret-${identity.keySet}`);
    const { mode, clientId } = identity;
    return { kind: 'ready', warnings: [], credentials: { mode, issuerId, clientId, clientSecret: secret.value } };
  }
  const signingKey =
    identity.mode === 'direct' ? await readKey(store, `signing-key-${identity.keySet}`, signingKeyProblem) : null;
  if (signingKey?.kind === 'fault') return signingKey;
  const clientKey = await readKey(store, `client-key-${identity.keySet}`, clientKeyProblem);
  if (clientKey.kind === 'fault') return clientKey;
  const certificate = await readCertificate(profileFolder, identity.certificateFingerprint, clientKey.value);
  if (certificate.kind === 'fault') return certificate;

  const dates = checkDates(certificate.value, now);
  if (dates.kind === 'fault') return dates;
  const own: OwnCertificate = {
    clientCertificatePem: certificate.value.pem,
    clientKeyPem: new Secret(clientKey.value.export({ format: 'pem', type: 'pkcs8' }).toString()),
    notAfter: dates.value.notAfter,
  };
  const { warnings } = dates.value;
  if (identity.mode === 'relay-mtls' || signingKey === null)
    return { kind: 'ready', warnings, credentials: { mode: 'relay-mtls', issuerId, ...own } };
  const { mode, aggregatorId, kid, audience } = identity;
  const credentials = { mode, issuerId, aggregatorId, kid, audience, signingKey: signingKey.value, ...own };
  return { kind: 'ready', warnings, credentials };
}

async function readKey(
  store: CredentialStore,
  name: CredentialName,
  problemOf: (key: KeyObject) => string | null,
): Promise<Step<KeyObject>> {
  const stored = await store.read(name);
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return lost(name);
  const key = fromStoredKey(stored.value.reveal());
  if (key === null || problemOf(key) !== null) {
    return fault(keychainFault('unreadable', `The entry "${name}" does not hold a key that can be used.`));
  }
  return { kind: 'ok', value: key };
}

async function readCertificate(
  profileFolder: string,
  fingerprint: string,
  clientKey: KeyObject,
): Promise<Step<ClientCertificate>> {
  const search = await findCertificate(profileFolder, fingerprint);
  switch (search.kind) {
    case 'missing':
      return fault(
        certificateFault('client-missing', `The file ${CERTIFICATE_FILE} is missing from the profile folder.`),
      );
    case 'unreadable':
      return fault(
        certificateFault('client-missing', `The file ${CERTIFICATE_FILE} cannot be read (${search.reason}).`),
      );
    case 'other':
      return fault(
        certificateFault('key-mismatch', `${CERTIFICATE_FILE} is not the certificate that was provisioned.`),
      );
    case 'found':
      if (search.certificate.leaf.checkPrivateKey(clientKey)) return { kind: 'ok', value: search.certificate };
      return fault(certificateFault('key-mismatch', `The stored TLS key does not belong to ${CERTIFICATE_FILE}.`));
  }
}

function checkDates(
  { leaf }: ClientCertificate,
  now: number,
): Step<{ readonly notAfter: number; readonly warnings: readonly Fault[] }> {
  const dates = validity(leaf, now);
  switch (dates.kind) {
    case 'expired':
      return fault(certificateFault('client-expired', `The client certificate ended on ${leaf.validTo}.`));
    case 'no-dates':
      return fault(certificateFault('client-missing', 'The dates of the client certificate cannot be read.'));
    case 'not-yet-valid': {
      // It was valid when it was provisioned, so it is the clock that went back.
      const detail = `This computer's clock is before ${leaf.validFrom}, the begin of the client certificate.`;
      return fault({ family: 'clock', cause: 'certificate-dates', detail, correlationId: null });
    }
    case 'valid': {
      const { notAfter, daysLeft } = dates;
      if (daysLeft >= EXPIRY_WARNING_DAYS) return { kind: 'ok', value: { notAfter, warnings: [] } };
      const detail = `The client certificate ends on ${leaf.validTo}.`;
      return { kind: 'ok', value: { notAfter, warnings: [certificateFault('client-expiring', detail, { daysLeft })] } };
    }
  }
}

function lost(name: CredentialName) {
  return fault(
    keychainFault('empty', `This station was provisioned, but the keychain has no entry "${name}" any more.`),
  );
}

function fault(found: Fault): { readonly kind: 'fault'; readonly fault: Fault } {
  return { kind: 'fault', fault: found };
}
