import type { Fault } from '../tracking/fault.ts';
import type { D1Mode, Environment } from '../tracking/words.ts';
import type { BundleProblem } from './bundle.ts';
import { bundleText, type BundleText } from './bundle-text.ts';
import {
  adoptNextCertificate,
  dropNextCertificate,
  settleCertificate,
  writeNextCertificate,
} from './certificate-file.ts';
import { checkBundle, type CheckedBundle } from './check-bundle.ts';
import type { CredentialStore } from './credential-store.ts';
import { formatIdentity, parseIdentity, type Identity } from './identity.ts';
import { difference, identityOf, removeKeys, storeKeys, summarise, type ProvisionSummary } from './key-set.ts';
import { keychainFault } from './keychain-fault.ts';
import { loadCredentials, loadIdentity, type Credentials } from './load-credentials.ts';
import { pinProblem } from './pin-rules.ts';
import { readPin, storePin } from './pin-store.ts';
import { Secret } from './secret.ts';

export interface ProvisionOptions {
  readonly store: CredentialStore;
  readonly profileFolder: string;
  readonly environment: Environment;
  /** What the configuration says in `d1.auth`; `direct` by default. A bundle of another mode is refused. */
  readonly mode?: D1Mode;
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** Replace credentials that are there already; without it they are never touched. */
  readonly replace?: boolean;
  /**
   * Tries credentials with D1 before they take the place of others that work; gives why they do not work, or null.
   * Without it they are put into use untried.
   */
  readonly prove?: ((credentials: Credentials) => Promise<Fault | null>) | null;
  /** Of a sealed bundle. */
  readonly passphrase?: Secret | null;
  /** The administrator's new PIN; without it the one that is set stays, and where none is set there is none. */
  readonly pin?: Secret | null;
}

/** Something that keeps a provisioning from being made: of the bundle, or of the PIN that came with it. */
export type ProvisionProblem = BundleProblem | { readonly field: 'pin'; readonly message: string };

export type ProvisionResult =
  | { readonly kind: 'provisioned'; readonly warnings: readonly string[]; readonly summary: ProvisionSummary }
  /** Nothing was stored. */
  | { readonly kind: 'refused'; readonly problems: readonly ProvisionProblem[] }
  /** The new credentials do not work with D1, or could not be tried; what was stored before still counts. */
  | { readonly kind: 'not-proven'; readonly fault: Fault }
  /** What was stored before still counts, or all of the new does; `loadCredentials` tells which. A new PIN may count already. */
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Checks a bundle, plain or sealed, and puts it into the keychain and the profile folder, with the administrator's PIN where
 * one is given.
 * The new keys and certificate are placed beside the old ones, read back, and tried; then the one entry `identity` is
 * replaced, which makes them count all at once; then everything is read back; then the old keys are removed.
 */
export async function provision(bundleFile: string, options: ProvisionOptions): Promise<ProvisionResult> {
  const given = await bundleText(bundleFile, options.passphrase ?? null);
  return given.kind === 'refused' ? { kind: 'refused', problems: [given.problem] } : provisionText(given, options);
}

/** The same for the text of a bundle that was opened already, or that never was a file. */
export async function provisionText(
  given: Omit<Extract<BundleText, { readonly kind: 'text' }>, 'kind'>,
  options: Omit<ProvisionOptions, 'passphrase'>,
): Promise<ProvisionResult> {
  const { store, profileFolder, pin = null } = options;
  const check = checkBundle(given, options.environment, options.now, options.mode ?? 'direct');
  const wrongPin = pin === null ? null : pinProblem(pin.reveal());
  if (check.kind === 'refused' || wrongPin !== null) {
    const problems: readonly ProvisionProblem[] = check.kind === 'refused' ? check.problems : [];
    return {
      kind: 'refused',
      problems: wrongPin === null ? problems : [...problems, { field: 'pin', message: wrongPin }],
    };
  }

  const current = await currentIdentity(store);
  if (current.kind === 'fault') return current;
  const { identity } = current;
  if (identity !== null) {
    if (options.replace !== true) {
      return refused('This station is provisioned already; say that its credentials are to be replaced (--replace).');
    }
    const fingerprint = identity.mode === 'relay-oauth' ? null : identity.certificateFingerprint;
    if (fingerprint !== null && !(await settleCertificate(profileFolder, fingerprint))) {
      return refused('The certificate in use cannot be renamed in the profile folder; nothing was replaced.');
    }
  }
  const pinBefore = pin === null ? null : await readPin(store);
  if (pinBefore?.kind === 'fault') return pinBefore;
  const next = identityOf(check.bundle, identity?.keySet === 'a' ? 'b' : 'a');

  const { bundle } = check;
  const file =
    bundle.mode === 'relay-oauth' ? null : await writeNextCertificate(profileFolder, bundle.clientCertificate.pem);
  if (file !== null && file.kind !== 'written') {
    const reason = file.kind === 'failed' ? file.reason : 'a file is in the way';
    return refused(`The certificate cannot be written to the profile folder (${reason}).`);
  }
  const unsettled = await settleNext(options, bundle, next, identity !== null);
  if (unsettled !== null) {
    // It does not count yet, so nothing is lost with it.
    await removeKeys(store, next.keySet);
    await dropNextCertificate(profileFolder);
    return unsettled;
  }
  // From here on nothing is taken back: whether the entry was written is not known for certain when that fails.
  const committed = await store.write('identity', new Secret(formatIdentity(next)));
  if (committed.kind === 'fault') return { kind: 'fault', fault: committed.fault };
  const adopted = file === null || (await adoptNextCertificate(profileFolder));

  const differs = difference(await loadCredentials(store, profileFolder, options.now), bundle);
  if (differs !== null) return { kind: 'fault', fault: differs };
  const warnings = [...check.warnings];
  if (!adopted) warnings.push('The new certificate is kept as client-certificate.next.pem: it could not be renamed.');
  if (identity !== null && !(await removeKeys(store, identity.keySet))) {
    warnings.push('The replaced keys could not be removed from the keychain; the next provisioning does it.');
  }
  return { kind: 'provisioned', warnings, summary: summarise(bundle) };
}

type Unsettled = Extract<ProvisionResult, { readonly kind: 'fault' | 'not-proven' }>;

/**
 * Everything but the entry that makes it count: the new keys beside the old ones, read back; a trial with D1 where working
 * credentials would be given up for them; and the PIN. Null when all of it is done.
 */
async function settleNext(
  options: ProvisionOptions,
  bundle: CheckedBundle,
  next: Identity,
  replaces: boolean,
): Promise<Unsettled | null> {
  const { store, profileFolder, now, pin = null, prove = null } = options;
  const stored = await storeKeys(store, next.keySet, bundle);
  if (stored !== null) return { kind: 'fault', fault: stored };
  const loaded = await loadIdentity(store, profileFolder, next, now);
  const differs = difference(loaded, bundle);
  if (differs !== null) return { kind: 'fault', fault: differs };
  if (prove !== null && replaces && loaded.kind === 'ready') {
    const current = await loadCredentials(store, profileFolder, now);
    const disproof = current.kind === 'ready' ? await prove(loaded.credentials) : null;
    if (disproof !== null) return { kind: 'not-proven', fault: disproof };
  }
  // Just before the new keys count: they never stand with the old PIN, and what stopped them has not changed it.
  const pinFault = pin === null ? null : await storePin(store, pin);
  return pinFault === null ? null : { kind: 'fault', fault: pinFault };
}

type Current =
  { readonly kind: 'identity'; readonly identity: Identity | null } | { readonly kind: 'fault'; readonly fault: Fault };

/** What counts now, null when nothing does. What cannot be read is a fault, so that it is never overwritten. */
async function currentIdentity(store: CredentialStore): Promise<Current> {
  const stored = await store.read('identity');
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return { kind: 'identity', identity: null };
  const identity = parseIdentity(stored.value.reveal());
  if (identity !== null) return { kind: 'identity', identity };
  const detail = 'The entry "identity" is not what this version stores, so it is not overwritten.';
  return { kind: 'fault', fault: keychainFault('unreadable', detail) };
}

function refused(message: string): ProvisionResult {
  return { kind: 'refused', problems: [{ field: 'bundle', message }] };
}
