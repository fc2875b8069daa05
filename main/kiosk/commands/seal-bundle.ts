/**
 * `card-station seal-bundle BUNDLE --passphrase-file FILE --output FILE`: puts a plain bundle under a passphrase, on the PC
 * of whoever rolls stations out. Neither configuration nor keychain has a part in it.
 */
import { checkBundle } from '../../credentials/check-bundle.ts';
import { isSealed, MAX_SEALED_BYTES, sealBundle } from '../../credentials/sealed-bundle.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Command } from '../command-line.ts';
import { readBounded } from './bounded-file.ts';
import { newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';
import { readPassphrase } from './passphrase.ts';

export async function runSealBundle(
  command: Extract<Command, { kind: 'seal-bundle' }>,
  output: Output,
  now: number = Date.now(),
): Promise<0 | 1> {
  const bundle = await readBounded(command.bundleFile, MAX_SEALED_BYTES);
  if (bundle.kind === 'unreadable') return output.failed(`The bundle cannot be read: ${bundle.why}.`);
  if (isSealed(bundle.text)) return output.failed('This bundle is sealed already.');
  const read = await readPassphrase(command.passphraseFile);
  if (read.kind === 'problem') return output.failed(read.message);
  // What no station takes is not worth its way there.
  const check = checkBundle({ text: bundle.text, sealed: true }, null, now, null);
  if (check.kind === 'refused') {
    for (const { field, message } of check.problems) output.error(`${field}: ${message}`);
    return output.failed('Nothing was sealed.');
  }
  for (const warning of check.warnings) output.error(`Warning: ${warning}`);
  const sealed = await sealBundle(new Secret(bundle.text), read.passphrase).catch(() => null);
  if (sealed === null) return output.failed('This PC has not enough free memory to seal the bundle.');
  const problem = await newFileProblem(command.outputFile, `${sealed}\n`);
  if (problem !== null) return output.failed(problem);
  output.line('Sealed. Send the passphrase another way than the file, and delete the plain bundle.');
  return 0;
}
