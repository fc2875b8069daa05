/**
 * `card-station take-certificate CERTIFICATE [--issuer-id ID] [--pin-file FILE] [--untried]`: puts the certificate that came for
 * the request of this station into use, with the key that has waited for it.
 */
import type { Config } from '../../config/schema.ts';
import { MAX_CERTIFICATE_BYTES } from '../../credentials/certificate-file.ts';
import type { ProvisionOptions } from '../../credentials/provision.ts';
import { takeCertificate } from '../../credentials/take-certificate.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import { faultSentence } from './fault-sentence.ts';
import { readBounded } from './bounded-file.ts';
import { MAX_PIN_FILE_BYTES, readFirstLine } from './first-line.ts';
import type { Output } from './output.ts';
import { pinLine, tellProvisioned } from './tell-provisioned.ts';

export async function runTakeCertificate(
  command: Extract<Command, { kind: 'take-certificate' }>,
  { station, d1 }: Pick<Config, 'station' | 'd1'>,
  keychain: Keychain,
  profileFolder: string,
  output: Output,
  prove: ProvisionOptions['prove'] = null,
): Promise<0 | 1> {
  const { certificateFile, issuerId, pinFile } = command;
  if (d1.auth !== 'relay-mtls') {
    return output.failed(`A station takes a certificate where d1.auth is "relay-mtls"; here it is "${d1.auth}".`);
  }
  const certificate = await readBounded(certificateFile, MAX_CERTIFICATE_BYTES);
  if (certificate.kind === 'unreadable') return output.failed(`The certificate cannot be read: ${certificate.why}.`);
  const pin = pinFile === null ? null : await readFirstLine(pinFile, MAX_PIN_FILE_BYTES);
  if (pin?.kind === 'unreadable') return output.failed(`The PIN file cannot be read: ${pin.why}.`);
  const opened = await keychain.open();
  if (opened.kind === 'fault') return output.failed(faultSentence(opened.fault));
  const result = await takeCertificate(certificate.text, {
    store: opened.store,
    profileFolder,
    environment: d1.environment,
    now: Date.now(),
    issuerId,
    prove: command.untried ? null : prove,
    pin: pin?.line ?? null,
  });
  const summary = tellProvisioned(result, d1.auth, output);
  if (summary === null) return 1;
  // A relay gives each station what is meant for the name in its certificate.
  if (summary.kid !== station.persoStation) {
    output.error(
      `Warning: the certificate is for "${summary.kid}", and station.persoStation is "${station.persoStation}".`,
    );
  }
  output.line('The certificate is in use now, with the key that waited for it.');
  output.line(await pinLine(opened.store, pin !== null, 'with the next certificate (--pin-file FILE)'));
  return 0;
}
