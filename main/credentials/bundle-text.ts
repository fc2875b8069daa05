/** The text of a bundle, whether it comes plain or sealed. */
import type { BundleProblem } from './bundle.ts';
import { isSealed, openBundle } from './sealed-bundle.ts';
import type { Secret } from './secret.ts';

export type BundleText =
  | { readonly kind: 'text'; readonly text: string; readonly sealed: boolean }
  | { readonly kind: 'refused'; readonly problem: BundleProblem };

/** Opens a sealed bundle with the passphrase; a plain one comes without, so that nobody takes it for a sealed one. */
export async function bundleText(file: string, passphrase: Secret | null): Promise<BundleText> {
  if (!isSealed(file)) {
    if (passphrase === null) return { kind: 'text', text: file, sealed: false };
    return refused('This bundle is plain, so a passphrase has no part in it; seal it, or leave the passphrase out.');
  }
  if (passphrase === null) {
    return refused('This bundle is sealed; say which file its passphrase is in (--passphrase-file).');
  }
  const opened = await openBundle(file, passphrase);
  return opened.kind === 'opened'
    ? { kind: 'text', text: opened.text.reveal(), sealed: true }
    : refused(opened.message);
}

function refused(message: string): BundleText {
  return { kind: 'refused', problem: { field: 'bundle', message } };
}
