/** What a command prints of credentials that came into use, or did not. */
import type { CredentialStore } from '../../credentials/credential-store.ts';
import type { ProvisionSummary } from '../../credentials/key-set.ts';
import { readPin } from '../../credentials/pin-store.ts';
import type { ProvisionResult } from '../../credentials/provision.ts';
import type { D1Mode } from '../../tracking/words.ts';
import { faultSentence } from './fault-sentence.ts';
import type { Output } from './output.ts';

/** Prints what came of it; what is in use now, or null when that is what it was before or a fault hides it. */
export function tellProvisioned(result: ProvisionResult, mode: D1Mode, output: Output): ProvisionSummary | null {
  switch (result.kind) {
    case 'refused':
      for (const { field, message } of result.problems) output.error(`${field}: ${message}`);
      output.failed('Nothing was stored.');
      return null;
    case 'not-proven':
      output.error(`Tried with ${mode === 'direct' ? 'D1' : 'the relay'}: ${faultSentence(result.fault)}`);
      output.failed('Nothing was replaced: the credentials in use stay. --untried replaces them all the same.');
      return null;
    case 'fault':
      output.failed(faultSentence(result.fault));
      return null;
    case 'provisioned':
      for (const warning of result.warnings) output.error(`Warning: ${warning}`);
      for (const line of summaryLines(result.summary, mode)) output.line(line);
      return result.summary;
  }
}

function summaryLines({ issuerId, kid, certificate }: ProvisionSummary, mode: D1Mode): readonly string[] {
  const what = { direct: 'key', 'relay-mtls': 'to the relay as', 'relay-oauth': 'to the identity server as' }[mode];
  const lines = [`Provisioned: issuer ${issuerId}, ${what} ${kid}.`];
  if (certificate === null) return lines;
  const until = new Date(certificate.notAfter).toISOString();
  return [...lines, `Client certificate: ${certificate.subject}, until ${until}.`];
}

/** How it stands with the administrator's PIN, in a line; `how` says how one is set. */
export async function pinLine(
  store: CredentialStore,
  isNew: boolean,
  how = 'with --replace --pin-file FILE',
): Promise<string> {
  if (isNew) return "The administrator's PIN is set. Delete the PIN file.";
  const before = await readPin(store);
  switch (before.kind) {
    case 'pin':
      return "The administrator's PIN is the one that was set before.";
    case 'none':
      return `No administrator's PIN is set: the administrator's area of the screen stays shut. Set one ${how}.`;
    case 'fault':
      return `Whether an administrator's PIN is set cannot be read: ${before.fault.detail}`;
  }
}
