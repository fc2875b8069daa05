import { describeKeychainError } from './keychain-error.ts';
import type { KeychainMessage } from './keychain-protocol.ts';
import { isKeychainRequest, type KeychainRequest } from './keychain-request.ts';

/** The part of keytar that we use. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The keychain process's end of the channel to main. */
export interface ServePort {
  post(message: KeychainMessage): void;
  listen(listener: (message: unknown) => void): void;
}

export interface ServeOptions {
  /** Loads the library; called at the first request, not before. */
  readonly load: () => Promise<Keytar>;
  /**
   * True where "there is no such entry" may also mean "the prompt to unlock was dismissed or could not be shown":
   * libsecret gives the same null for both.
   */
  readonly doubtAbsence: boolean;
}

/** The entry that is written and removed again to find out whether the keychain is open. */
const PROBE_ACCOUNT = 'open-probe';
const PROBE_VALUE = 'open';

/** Answers requests one at a time, in their order. */
export function serveKeychain(port: ServePort, options: ServeOptions): void {
  let queue: Promise<void> = Promise.resolve();
  port.listen((message) => {
    if (!isKeychainRequest(message)) return;
    queue = queue.then(async () => port.post(await answer(message, options)));
  });
  port.post({ ready: true });
}

async function answer(request: KeychainRequest, options: ServeOptions): Promise<KeychainMessage> {
  try {
    const keytar = await options.load();
    return { id: request.id, ok: true, value: await perform(keytar, request, options.doubtAbsence) };
  } catch (error) {
    const secret = request.op === 'set' ? request.value : null;
    return { id: request.id, ok: false, error: describeKeychainError(error, secret) };
  }
}

async function perform(
  keytar: Keytar,
  request: KeychainRequest,
  doubtAbsence: boolean,
): Promise<string | boolean | null> {
  switch (request.op) {
    case 'get': {
      const value = await keytar.getPassword(request.service, request.account);
      if (value !== null || !doubtAbsence) return value;
      await proveOpen(keytar, request.service);
      // Read again: the keychain may have been opened between the first read and the proof.
      return keytar.getPassword(request.service, request.account);
    }
    case 'set':
      await keytar.setPassword(request.service, request.account, request.value);
      return null;
    case 'remove':
      return keytar.deletePassword(request.service, request.account);
  }
}

/** Throws when nothing can be stored and read back: then "absent" is no answer. */
async function proveOpen(keytar: Keytar, service: string): Promise<void> {
  await keytar.setPassword(service, PROBE_ACCOUNT, PROBE_VALUE);
  if ((await keytar.getPassword(service, PROBE_ACCOUNT)) !== PROBE_VALUE) {
    throw new Error('The keychain is locked: an entry just stored could not be read back.');
  }
  await keytar.deletePassword(service, PROBE_ACCOUNT);
}
