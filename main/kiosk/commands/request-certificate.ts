/**
 * `card-station request-certificate --output FILE`: makes this station's own key for a relay, straight into its keychain, and
 * writes the request for its certificate. The key never leaves the keychain; what is in use is not touched.
 */
import { rm } from 'node:fs/promises';

import type { Config } from '../../config/schema.ts';
import { certificateRequest } from '../../credentials/certificate-request.ts';
import { formatSubject, parseSubject, type SubjectReading } from '../../credentials/subject.ts';
import { makeWaitingKey } from '../../credentials/waiting-key.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import { faultSentence } from './fault-sentence.ts';
import { isThere, newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';

export async function runRequestCertificate(
  command: Extract<Command, { kind: 'request-certificate' }>,
  { station, d1 }: Pick<Config, 'station' | 'd1'>,
  keychain: Keychain,
  output: Output,
): Promise<0 | 1> {
  const { persoStation } = station;
  const reading: SubjectReading =
    command.subject === null
      ? { kind: 'subject', subject: [{ name: 'CN', value: persoStation }] }
      : parseSubject(command.subject);
  if (reading.kind === 'problem') return output.failed(reading.message);
  const { subject } = reading;
  // Asked first, as everything that needs no keychain.
  if (await isThere(command.outputFile)) return output.failed('The output file is there already.');
  const opened = await keychain.open();
  if (opened.kind === 'fault') return output.failed(faultSentence(opened.fault));
  const made = await makeWaitingKey(opened.store, command.newKey, (key) =>
    newFileProblem(command.outputFile, certificateRequest(subject, key)),
  );
  switch (made.kind) {
    case 'unwritten':
      return output.failed(`${made.problem} No key was made, and none was given up.`);
    case 'not-kept':
      return output.failed(`${faultSentence(made.fault)} ${await takeBack(command.outputFile)}`);
    case 'fault': {
      const again = made.fault.cause === 'unreadable' && !command.newKey ? ' --new-key gives it up.' : '';
      return output.failed(`${faultSentence(made.fault)}${again}`);
    }
    case 'key':
      break;
  }
  if (!subject.some(({ name, value }) => name === 'CN' && value === persoStation)) {
    output.error(`Warning: the CN is not ${persoStation}, the persoStation that the relay knows this station by.`);
  }
  if (d1.auth !== 'relay-mtls') {
    output.error(`Warning: d1.auth is "${d1.auth}"; the certificate can be taken when it is "relay-mtls".`);
  }
  output.line(
    made.waited
      ? 'The key that waits in the keychain already was used again; --new-key makes another.'
      : 'A key of this station was made. It is in the keychain and waits for its certificate.',
  );
  output.line(
    `The request is for ${formatSubject(subject)}. It is public: have it signed by the authority of the relay.`,
  );
  output.line('Then: card-station take-certificate CERTIFICATE');
  return 0;
}

/** A certificate for a key that no keychain holds would be of no use to anybody. */
async function takeBack(outputFile: string): Promise<string> {
  const isGone = await rm(outputFile).then(
    () => true,
    () => false,
  );
  return isGone ? 'No request was written.' : 'The request that was written is for no key: delete it.';
}
