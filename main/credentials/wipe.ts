/** Takes every secret of this profile off the PC. The record of staff actions stays, and with it the key that it is verified by. */
import { removeCertificates } from './certificate-file.ts';
import type { CredentialName, CredentialStore } from './credential-store.ts';
import { forgetImports } from './import-bundle.ts';
import { oneLine, type KeychainCause } from './keychain-fault.ts';

/**
 * What makes the others count goes first, so that a wipe that is cut off leaves no station that works. `ledger-key` and
 * `ledger-head` are not among them: they open nothing at D1, and without them the record could be verified by nobody.
 */
const WIPED: readonly CredentialName[] = [
  'identity',
  'signing-key-a',
  'signing-key-b',
  'client-key-a',
  'client-key-b',
  'client-secret-a',
  'client-secret-b',
  'waiting-key',
  'pin-hash',
  'pin-tries',
  'self-test',
];

/** The keychain as a whole is not to be had: what would be asked next would only wait as long once more. */
const HOPELESS: ReadonlySet<KeychainCause> = new Set(['unavailable', 'locked', 'no-answer']);

export interface WipeOptions {
  readonly store: CredentialStore;
  readonly profileFolder: string;
  /** The machine's folder that bundles are put into. */
  readonly importFolder: string;
}

/** What could not be removed, a line each, without any secret; empty when all is gone. Again is always possible. */
export async function wipeCredentials({ store, profileFolder, importFolder }: WipeOptions): Promise<readonly string[]> {
  const left: string[] = [];
  let hopeless = false;
  for (const name of WIPED) {
    const removed = hopeless ? null : await store.remove(name);
    if (removed === null) left.push(`keychain: ${name}`);
    else if (removed.kind === 'fault') {
      const { cause, detail } = removed.fault;
      left.push(`keychain: ${name}: ${cause}. ${detail}`);
      hopeless = HOPELESS.has(cause);
    }
  }
  left.push(...(await removeCertificates(profileFolder)), ...(await forgetImports(importFolder, profileFolder)));
  return left.map(oneLine);
}
