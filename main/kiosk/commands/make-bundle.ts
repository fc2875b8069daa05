/**
 * `card-station make-bundle KEYS --certificate FILE --issuer-id ID --kid KID --passphrase-file FILE --output FILE`: joins the
 * private keys of `make-keys` with what Thales has returned. The bundle is checked as a station checks it, and is never plain.
 */
import { MAX_CERTIFICATE_BYTES } from '../../credentials/certificate-file.ts';
import { checkBundle } from '../../credentials/check-bundle.ts';
import { keyPem } from '../../credentials/d1-keys.ts';
import { sealBundle } from '../../credentials/sealed-bundle.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Command } from '../command-line.ts';
import { readBounded } from './bounded-file.ts';
import { isThere, newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';
import { readPassphrase, readSealedKeys } from './passphrase.ts';

export async function runMakeBundle(
  command: Extract<Command, { kind: 'make-bundle' }>,
  output: Output,
  now: number = Date.now(),
): Promise<0 | 1> {
  const { issuerId, aggregatorId, kid, audience, passphraseFile, newPassphraseFile } = command;
  // Before seconds are spent on the passphrases.
  if (await isThere(command.outputFile)) return output.failed('The output file is there already.');
  const certificate = await readBounded(command.certificateFile, MAX_CERTIFICATE_BYTES);
  if (certificate.kind === 'unreadable') return output.failed(`The certificate cannot be read: ${certificate.why}.`);
  const passphrase = await readPassphrase(passphraseFile);
  if (passphrase.kind === 'problem') return output.failed(passphrase.message);
  const next = newPassphraseFile === null ? passphrase : await readPassphrase(newPassphraseFile);
  if (next.kind === 'problem') return output.failed(`For the bundle: ${next.message}`);
  const read = await readSealedKeys(command.keysFile, passphrase.passphrase);
  if (read.kind === 'problem') return output.failed(read.message);

  const signingKey = keyPem(read.keys.signingKey);
  const clientKey = keyPem(read.keys.clientKey);
  const clientCertificate = certificate.text;
  const fields = { mode: 'direct', issuerId, aggregatorId, kid, audience, signingKey, clientCertificate, clientKey };
  const text = JSON.stringify(fields);
  const check = checkBundle({ text, sealed: true }, null, now, 'direct');
  if (check.kind === 'refused') {
    for (const { field, message } of check.problems) output.error(`${field}: ${message}`);
    return output.failed('No bundle was made.');
  }
  for (const warning of check.warnings) output.error(`Warning: ${warning}`);
  const sealed = await sealBundle(new Secret(text), next.passphrase).catch(() => null);
  if (sealed === null) return output.failed('This PC has not enough free memory to seal the bundle.');
  const problem = await newFileProblem(command.outputFile, `${sealed}\n`);
  if (problem !== null) return output.failed(problem);
  const until = check.bundle.mode === 'direct' ? new Date(check.bundle.notAfter).toISOString() : '';
  output.line(`Made: a sealed bundle for issuer ${issuerId}, key ${kid}; its client certificate ends ${until}.`);
  output.line('Send the passphrase another way than the file. Each station takes both by "card-station provision".');
  return 0;
}
