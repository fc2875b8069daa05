/** Takes every secret of this profile off the PC. The record of staff actions stays, and with it the key that it is verified by. */
import { removeCertificates } from './certificate-file.ts';
import type { CredentialName, CredentialStore } from './credential-store.ts';
import { forgetImports } from './import-bundle.ts';
import { oneLine, type KeychainCause, type KeychainFault } from './keychain-fault.ts';

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

/** What could not be removed. */
export interface Remains {
  /** Of the keychain, where it answers and does not let go: a line each, without any secret. */
  readonly refused: readonly string[];
  /** From where the keychain as a whole was not to be had; null where it was to the end. */
  readonly unreached: {
    readonly fault: KeychainFault;
    readonly names: readonly CredentialName[];
    /** Whether what comes before them is gone: nothing comes before the first. */
    readonly isAll: boolean;
  } | null;
  readonly files: readonly string[];
}

/** Again is always possible. */
export async function wipe({ store, profileFolder, importFolder }: WipeOptions): Promise<Remains> {
  const refused: string[] = [];
  let unreached: Remains['unreached'] = null;
  for (const [at, name] of WIPED.entries()) {
    const removed = await store.remove(name);
    if (removed.kind !== 'fault') continue;
    const { fault } = removed;
    if (HOPELESS.has(fault.cause)) {
      unreached = { fault, names: WIPED.slice(at), isAll: at === 0 };
      break;
    }
    refused.push(lineOf(name, fault));
  }
  const files = [...(await removeCertificates(profileFolder)), ...(await forgetImports(importFolder, profileFolder))];
  return { refused, unreached, files: files.map(oneLine) };
}

/** What could not be removed, a line each, without any secret; empty when all is gone. */
export async function wipeCredentials(options: WipeOptions): Promise<readonly string[]> {
  const { refused, unreached, files } = await wipe(options);
  const fault = unreached?.fault;
  const rest = (unreached?.names ?? []).map((name, at) =>
    at === 0 && fault !== undefined ? lineOf(name, fault) : `keychain: ${name}`,
  );
  return [...refused, ...rest, ...files];
}

function lineOf(name: CredentialName, { cause, detail }: KeychainFault): string {
  return oneLine(`keychain: ${name}: ${cause}. ${detail}`);
}
