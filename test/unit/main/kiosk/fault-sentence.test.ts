/** A fault as commands print it, and that they print it so. */
import { expect, it } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { keychainFault } from '../../../../main/credentials/keychain-fault.ts';
import { faultSentence } from '../../../../main/kiosk/commands/fault-sentence.ts';
import { tellProvisioned } from '../../../../main/kiosk/commands/tell-provisioned.ts';
import { runRequestCertificate } from '../../../../main/kiosk/commands/request-certificate.ts';
import { FAULT_CAUSES } from '../../../../main/tracking/words.ts';
import { configOf, loadText, SMALLEST } from '../config/fake-files.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { outputInto } from './output-into.ts';

const RAW = 'Cannot autolaunch D-Bus without X11 $DISPLAY';
const NO_SESSION = keychainFault('unavailable', RAW);
const STEP = "No keychain in this session. Branch IT: run it in the station's own session (card-station-kiosk run …).";

it('names owner and step where a session of Linux has no keychain, and nowhere else', () => {
  expect(faultSentence(NO_SESSION, 'linux')).toBe(`keychain: unavailable. ${STEP} ${RAW}`);
  expect(faultSentence(NO_SESSION, 'win32')).toBe(`keychain: unavailable. ${RAW}`);
  for (const cause of FAULT_CAUSES.keychain.filter((one) => one !== 'unavailable'))
    expect(faultSentence(keychainFault(cause, 'x'), 'linux')).toBe(`keychain: ${cause}. x`);
});

it.runIf(process.platform === 'linux')('is what the commands for credentials print', async () => {
  const printed: string[] = [];
  const output = outputInto(() => printed);
  tellProvisioned({ kind: 'fault', fault: NO_SESSION }, 'direct', output);
  class NoKeychain extends MemoryKeychain {
    override get(): never {
      return Promise.resolve({ kind: 'fault', fault: NO_SESSION }) as never;
    }
  }
  const keychain = {
    open: () => Promise.resolve({ kind: 'store', store: createKeychainStore(new NoKeychain()) } as const),
    close: () => undefined,
  };
  const command = { kind: 'request-certificate', subject: null, newKey: false, outputFile: '/nowhere/request.pem' };
  const common = { configFile: null, userDataFolder: null };
  await runRequestCertificate({ ...command, ...common } as never, configOf(loadText(SMALLEST)), keychain, output);
  expect(printed).toEqual([expect.stringContaining(STEP), expect.stringContaining(STEP)]);
});
