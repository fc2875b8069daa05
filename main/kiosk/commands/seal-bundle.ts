/**
 * `card-station seal-bundle BUNDLE --passphrase-file FILE --output FILE`: puts a plain bundle under a passphrase, on the PC
 * of whoever rolls stations out. Neither configuration nor keychain has a part in it.
 */
import { checkBundle } from '../../credentials/check-bundle.ts';
import { isSealed, MAX_SEALED_BYTES, MIN_PASSPHRASE_CHARACTERS, sealBundle } from '../../credentials/sealed-bundle.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Command } from '../command-line.ts';
import { readBounded } from './bounded-file.ts';
import { MAX_PASSPHRASE_FILE_BYTES, readFirstLine } from './first-line.ts';
import { newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';

export async function runSealBundle(
  command: Extract<Command, { kind: 'seal-bundle' }>,
  output: Output,
  now: number = Date.now(),
): Promise<0 | 1> {
  const bundle = await readBounded(command.bundleFile, MAX_SEALED_BYTES);
  if (bundle.kind === 'unreadable') return output.failed(`The bundle cannot be read: ${bundle.why}.`);
  if (isSealed(bundle.text)) return output.failed('This bundle is sealed already.');
  const passphrase = await readFirstLine(command.passphraseFile, MAX_PASSPHRASE_FILE_BYTES);
  if (passphrase.kind === 'unreadable') return output.failed(`The passphrase file cannot be read: ${passphrase.why}.`);
  if ([...passphrase.line.reveal()].length < MIN_PASSPHRASE_CHARACTERS) {
    return output.failed(`The passphrase must have at least ${String(MIN_PASSPHRASE_CHARACTERS)} characters.`);
  }
  // What no station takes is not worth its way there.
  const check = checkBundle({ text: bundle.text, sealed: true }, null, now, null);
  if (check.kind === 'refused') {
    for (const { field, message } of check.problems) output.error(`${field}: ${message}`);
    return output.failed('Nothing was sealed.');
  }
  for (const warning of check.warnings) output.error(`Warning: ${warning}`);
  const sealed = await sealBundle(new Secret(bundle.text), passphrase.line).catch(() => null);
  if (sealed === null) return output.failed('This PC has not enough free memory to seal the bundle.');
  const problem = await newFileProblem(command.outputFile, `${sealed}\n`);
  if (problem !== null) return output.failed(problem);
  output.line('Sealed. Send the passphrase another way than the file, and delete the plain bundle.');
  return 0;
}
