import type { Keytar } from './serve-keychain.ts';

/**
 * Loads the native library. Only ever called in the keychain process: its calls hold threads and may wait on a
 * prompt for ever, which must not happen to main.
 */
export async function loadKeytar(): Promise<Keytar> {
  const loaded: Keytar & { readonly default?: Keytar } = await import('keytar');
  return loaded.default ?? loaded;
}
