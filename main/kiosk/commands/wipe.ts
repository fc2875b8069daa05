/** `card-station wipe --yes`: takes the credentials off this PC. Without --yes it says what would be lost, and does nothing. */
import { wipeCredentials } from '../../credentials/wipe.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import { faultSentence } from './fault-sentence.ts';
import type { Output } from './output.ts';

const LOSS = [
  "Wiping removes this profile's D1 keys, its own keys and the administrator's PIN from the keychain, its certificates, and a",
  'bundle that waits in the machine folder. No card can be shown until the station is provisioned again. It cannot be undone.',
  'The record of what staff did stays, with the key that it is verified by.',
];

/** `tell` reaches the station that runs, whatever came of it: it lets go of what it holds in memory. */
export async function runWipe(
  { yes }: Extract<Command, { kind: 'wipe' }>,
  surroundings: {
    readonly profileFolder: string;
    readonly importFolder: string;
    readonly keychain: Keychain;
    readonly tell: () => void;
  },
  output: Output,
): Promise<0 | 1> {
  const { profileFolder, importFolder, keychain, tell } = surroundings;
  if (!yes) {
    for (const line of LOSS) output.line(line);
    return output.failed('Nothing was removed. Say --yes to remove it.');
  }
  const opened = await keychain.open();
  if (opened.kind === 'fault') return output.failed(faultSentence(opened.fault));
  const left = await wipeCredentials({ store: opened.store, profileFolder, importFolder });
  tell();
  if (left.length === 0) {
    output.line('Wiped: the credentials and the PIN are gone. The record stays.');
    return 0;
  }
  for (const line of left) output.error(`Still there: ${line}`);
  return output.failed('Not everything could be removed. Put that right and wipe again.');
}
