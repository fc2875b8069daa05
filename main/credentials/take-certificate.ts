/** Puts the certificate that a station's own key has waited for into use, by the one way in which credentials come into use. */
import { readClientCertificate } from './client-certificate.ts';
import { keyPem } from './d1-keys.ts';
import { parseIdentity } from './identity.ts';
import { provisionText, type ProvisionOptions, type ProvisionResult } from './provision.ts';
import { dropWaitingKey, readWaitingKey } from './waiting-key.ts';

export interface TakeOptions extends Omit<ProvisionOptions, 'mode' | 'replace' | 'passphrase'> {
  /** Null: the issuer that the station is set up for already. */
  readonly issuerId: string | null;
}

/**
 * `pem` is the certificate, with its intermediates after it. It is placed beside what is in use, tried, and counts with the one
 * entry `identity`. Until then, and whatever goes wrong, what is in use stays, and the key goes on waiting.
 */
export async function takeCertificate(pem: string, options: TakeOptions): Promise<ProvisionResult> {
  const { store } = options;
  const read = readClientCertificate(pem);
  if (read.kind === 'problem') return refused(`The certificate ${read.message}`);
  const stored = await store.read('identity');
  if (stored.kind === 'fault') return stored;
  const identity = stored.kind === 'value' ? parseIdentity(stored.value.reveal()) : null;
  const { leaf, chain } = read.certificate;
  const inUse = identity === null || identity.mode === 'relay-oauth' ? null : identity.certificateFingerprint;
  if (leaf.fingerprint256 === inUse) return refused('This certificate is in use already.');

  const waiting = await readWaitingKey(store);
  if (waiting.kind === 'fault') return waiting;
  if (waiting.kind === 'none') {
    return refused(
      'No key of this station waits for a certificate; make the request first (card-station request-certificate).',
    );
  }
  // Where a later one of the chain fits, the check of the bundle has the sentence for it.
  if (!chain.some((one) => one.checkPrivateKey(waiting.key))) {
    return refused(
      'This certificate does not belong to the key that waits in the keychain of this station: it was made for another request.',
    );
  }
  const issuerId = options.issuerId ?? identity?.issuerId ?? null;
  if (issuerId === null) {
    return refused('Say which issuer this station is for (--issuer-id): it holds no credentials yet that would tell.');
  }
  const bundle = {
    mode: 'relay-mtls',
    issuerId,
    clientCertificate: read.certificate.pem,
    clientKey: keyPem(waiting.key),
  };
  // It counts as sealed: the key was nowhere but in memory and in the keychain.
  const given = { text: JSON.stringify(bundle), sealed: true };
  const result = await provisionText(given, { ...options, mode: 'relay-mtls', replace: true });
  if (result.kind !== 'provisioned' || (await dropWaitingKey(store))) return result;
  const warning = 'The key could not be removed from where it waited; the next request does it.';
  return { ...result, warnings: [...result.warnings, warning] };
}

function refused(message: string): ProvisionResult {
  return { kind: 'refused', problems: [{ field: 'clientCertificate', message }] };
}
