/** `card-station wipe --yes`: takes the credentials off this PC. Without --yes it says what would be lost, and does nothing. */
import type { KeychainCause } from '../../credentials/keychain-fault.ts';
import { wipe } from '../../credentials/wipe.ts';
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
  if (opened.kind === 'fault') return output.failed(`${faultSentence(opened.fault)} Nothing was removed.`);
  const { refused, unreached, files } = await wipe({ store: opened.store, profileFolder, importFolder });
  tell();
  if (refused.length + files.length === 0 && unreached === null) {
    output.line('Wiped: the credentials and the PIN are gone. The record stays.');
    return 0;
  }
  for (const line of [...refused, ...files]) output.error(`Still there: ${line}`);
  if (unreached === null) return output.failed('Not everything could be removed. Put that right and wipe again.');
  const { fault, names, isAll } = unreached;
  if (files.length === 0) output.error('Wiped: the certificates, and what waited in the machine folder.');
  output.error(`Still there: keychain: ${isAll ? ALL_OF_IT : names.join(', ')}.`);
  output.error(`${stepFor(fault.cause)} ${OR_ELSE}`);
  return output.failed(`Not everything could be removed. ${faultSentence(fault)}`);
}

const ALL_OF_IT = 'everything that this station has in it, its keys and the PIN among it';
const OR_ELSE = 'Until then the keys may be used; where it cannot be done, the D1 administrator withdraws them.';

/** Who does what about a keychain that is not to be had. */
function stepFor(cause: KeychainCause, platform: NodeJS.Platform = process.platform): string {
  switch (cause) {
    case 'locked':
      return 'Branch IT: unlock it, by signing in as the account that runs the station, and wipe again.';
    case 'no-answer':
      return 'Branch IT: answer its prompt, which may wait on the screen of this PC, and wipe again.';
    default:
      return platform === 'linux'
        ? "Branch IT: wipe again in the station's own session (card-station-kiosk run wipe --yes)."
        : 'Branch IT: wipe again as the account that runs the station, signed in at this PC.';
  }
}
