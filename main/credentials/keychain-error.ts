import { oneLine, type KeychainCause } from './keychain-fault.ts';

/** What went wrong with one keychain call, in a form that may leave the keychain process. */
export interface KeychainError {
  readonly cause: KeychainCause;
  /** One line for support, without any secret. */
  readonly detail: string;
}

/**
 * What the keychains and the libraries before them say, by cause; the first match wins.
 * Linux: libsecret, GDBus and gnome-keyring. Windows: FormatMessage texts. macOS: SecCopyErrorMessageString texts.
 */
const CAUSES: readonly (readonly [KeychainCause, RegExp])[] = [
  // keytar hides the loader's own error; on Linux it is nearly always the missing libsecret-1.so.0.
  ['unavailable', /failed to load keytar|cannot find (module|package)|cannot open shared object|libsecret|dlopen/i],
  // A prompt that was dismissed or could not be shown leaves the collection locked. A default collection that
  // "does not exist" is one that no sign-in has opened or made yet: the cure is the same.
  ['locked', /locked|dismissed|cancell?ed|object does not exist at path .*\/collection\//i],
  ['locked', /user interaction is not allowed|user name or passphrase you entered is not correct|-25308|-25293/i],
  ['no-answer', /timeout was reached|timed out|did not receive a reply|noreply/i],
  ['too-large', /too (large|long|big)|stub received bad data|exceeds/i],
  ['unreadable', /decrypt|decode|corrupt|data is invalid|key not valid for use|bad key/i],
  ['unavailable', /d-bus|dbus|could not connect|connection (refused|is closed|was closed)|\.service|no such file/i],
];

/**
 * Names the cause of a failed keychain call.
 * @param error whatever the call threw
 * @param secret the value that was being stored, if any; a text that repeats it is withheld whole
 */
export function describeKeychainError(error: unknown, secret: string | null): KeychainError {
  const text = error instanceof Error ? error.message : 'The keychain failed without a message.';
  // An unknown failure is "unavailable": it claims nothing about what is stored.
  const cause = CAUSES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unavailable';
  if (secret !== null && secret.length > 0 && text.includes(secret)) {
    return { cause, detail: 'The message of the keychain repeated the value and is withheld.' };
  }
  return { cause, detail: oneLine(text) };
}
