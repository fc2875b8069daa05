/**
 * `card-station provision BUNDLE [--passphrase-file FILE] [--pin-file FILE]`: checks a bundle and puts it into the keychain,
 * and the administrator's PIN with it. Prints what happened; returns the exit code.
 */
import type { Config } from '../../config/schema.ts';
import { provision, type ProvisionOptions } from '../../credentials/provision.ts';
import { MAX_SEALED_BYTES } from '../../credentials/sealed-bundle.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import type { Output } from './output.ts';
import { faultSentence } from './fault-sentence.ts';
import { readBounded } from './bounded-file.ts';
import { MAX_PASSPHRASE_FILE_BYTES, MAX_PIN_FILE_BYTES, readFirstLine } from './first-line.ts';
import { pinLine, tellProvisioned } from './tell-provisioned.ts';

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
  if (opened.kind === 'fault') return output.failed(faultSentence(opened.fault));
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
  if (tellProvisioned(result, config.d1.auth, output) === null) return 1;
  output.line('The credentials are in the keychain now. Delete the bundle.');
  if (passphrase !== null) output.line('Delete the passphrase file.');
  output.line(await pinLine(opened.store, pin !== null));
  return 0;
}
