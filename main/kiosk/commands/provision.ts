/**
 * `card-station provision BUNDLE [--passphrase-file FILE] [--pin-file FILE]`: checks a bundle and puts it into the keychain,
 * and the administrator's PIN with it. Prints what happened; returns the exit code.
 */
import type { Config } from '../../config/schema.ts';
import type { CredentialStore } from '../../credentials/credential-store.ts';
import { readPin } from '../../credentials/pin-store.ts';
import type { ProvisionSummary } from '../../credentials/key-set.ts';
import { provision, type ProvisionOptions } from '../../credentials/provision.ts';
import { MAX_SEALED_BYTES } from '../../credentials/sealed-bundle.ts';
import type { D1Mode } from '../../tracking/words.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import type { Output } from './output.ts';
import { readBounded } from './bounded-file.ts';
import { MAX_PASSPHRASE_FILE_BYTES, MAX_PIN_FILE_BYTES, readFirstLine } from './first-line.ts';

export async function runProvision(
  command: Extract<Command, { kind: 'provision' }>,
  config: Config,
  keychain: Keychain,
  profileFolder: string,
  output: Output,
  prove: ProvisionOptions['prove'] = null,
): Promise<0 | 1> {
  const { bundleFile, passphraseFile, pinFile } = command;
  const bundle = await readBounded(bundleFile, MAX_SEALED_BYTES);
  if (bundle.kind === 'unreadable') return output.failed(`The bundle cannot be read: ${bundle.why}.`);
  const passphrase = passphraseFile === null ? null : await readFirstLine(passphraseFile, MAX_PASSPHRASE_FILE_BYTES);
  if (passphrase?.kind === 'unreadable') return output.failed(`The passphrase file cannot be read: ${passphrase.why}.`);
  const pin = pinFile === null ? null : await readFirstLine(pinFile, MAX_PIN_FILE_BYTES);
  if (pin?.kind === 'unreadable') return output.failed(`The PIN file cannot be read: ${pin.why}.`);
  const opened = await keychain.open();
  if (opened.kind === 'fault') return output.failed(`Keychain: ${opened.fault.cause}. ${opened.fault.detail}`);
  const result = await provision(bundle.text, {
    store: opened.store,
    profileFolder,
    environment: config.d1.environment,
    mode: config.d1.auth,
    now: Date.now(),
    replace: command.replace,
    prove: command.untried ? null : prove,
    passphrase: passphrase?.line ?? null,
    pin: pin?.line ?? null,
  });
  switch (result.kind) {
    case 'refused':
      for (const { field, message } of result.problems) output.error(`${field}: ${message}`);
      return output.failed('Nothing was stored.');
    case 'not-proven':
      output.error(
        `Tried with ${config.d1.auth === 'direct' ? 'D1' : 'the relay'}: ${result.fault.family}: ${result.fault.cause}. ${result.fault.detail}`,
      );
      return output.failed('Nothing was replaced: the credentials in use stay. --untried replaces them all the same.');
    case 'fault':
      return output.failed(`${result.fault.family}: ${result.fault.cause}. ${result.fault.detail}`);
    case 'provisioned':
      for (const warning of result.warnings) output.error(`Warning: ${warning}`);
      for (const line of summaryLines(result.summary, config.d1.auth)) output.line(line);
      output.line('The credentials are in the keychain now. Delete the bundle.');
      if (passphrase !== null) output.line('Delete the passphrase file.');
      output.line(await pinLine(opened.store, pin !== null));
      return 0;
  }
}

function summaryLines({ issuerId, kid, certificate }: ProvisionSummary, mode: D1Mode): readonly string[] {
  const what = { direct: 'key', 'relay-mtls': 'to the relay as', 'relay-oauth': 'to the identity server as' }[mode];
  const lines = [`Provisioned: issuer ${issuerId}, ${what} ${kid}.`];
  if (certificate === null) return lines;
  const until = new Date(certificate.notAfter).toISOString();
  return [...lines, `Client certificate: ${certificate.subject}, until ${until}.`];
}

async function pinLine(store: CredentialStore, isNew: boolean): Promise<string> {
  if (isNew) return "The administrator's PIN is set. Delete the PIN file.";
  const before = await readPin(store);
  switch (before.kind) {
    case 'pin':
      return "The administrator's PIN is the one that was set before.";
    case 'none':
      return "No administrator's PIN is set: the administrator's area of the screen stays shut. Set one with --replace --pin-file FILE.";
    case 'fault':
      return `Whether an administrator's PIN is set cannot be read: ${before.fault.detail}`;
  }
}
