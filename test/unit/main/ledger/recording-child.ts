/** Records as fast as it can and says on standard output what was recorded, until it is killed. */
import { join } from 'node:path';

import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { staffAction } from '../../../../main/tracking/staff-action.ts';
import { fileKeychain } from './file-keychain.ts';

const folder = process.argv[2] ?? '';
const opened = openLedger(folder);
if (opened.kind === 'fault') throw new Error(opened.fault.detail);
const { ledger } = opened;
const unlocked = await ledger.unlock(fileKeychain(join(folder, 'keychain.json')));
process.stdout.write(`standing ${unlocked.standing}\n`);
for (let index = 0; ; index += 1) {
  const cardId = `card-${String(process.pid)}-${String(index)}`;
  const result = ledger.record(staffAction({ kind: 'handed-over', at: Date.now(), cardId, by: 'AB' }), null);
  if (result.kind === 'fault') throw new Error(result.fault.detail);
  await result.head;
  process.stdout.write(`recorded ${String(result.action.number)} ${cardId}\n`);
}
