/** What happens to the machine beneath a packaged station in a soak: its keychain process, its disk, its clock, its sleep. */
import { join } from 'node:path';

import { loadSqlite } from '../../../main/ledger/load-sqlite.ts';
import { LEDGER_FILE } from '../../../main/ledger/open-file.ts';
import { processesOf } from '../../e2e/broken-station.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { waitMs } from '../bench-desk.ts';

export const STATION_TROUBLES = ['keychain-killed', 'record-locked', 'clocks-apart', 'machine-slept'] as const;
export type StationTrouble = (typeof STATION_TROUBLES)[number];

/** Longer than the record waits for a lock, and soon over, in ms. */
const LOCKED_MS = 1_500;
/** D1 shows another time than the PC by so much and for so long, in ms: more than the station takes for the same. */
const APART_MS = 90_000;
const APART_FOR_MS = 3_000;
/** Longer than the lease of a green, in ms. */
const SLEPT_MS = 4_000;

/** Does it and undoes it again; resolves when it is over. */
export async function doHarm(
  trouble: StationTrouble,
  station: { readonly pid: number; readonly profileFolder: string },
  { control }: Pick<Sandbox, 'control'>,
): Promise<void> {
  switch (trouble) {
    case 'keychain-killed':
      // It lives only while it is asked, so that there may be none.
      for (const pid of processesOf(station, 'keychain')) process.kill(pid, 'SIGKILL');
      return;
    case 'record-locked': {
      const other = new (loadSqlite().DatabaseSync)(join(station.profileFolder, LEDGER_FILE));
      try {
        other.exec('PRAGMA busy_timeout = 2000; BEGIN IMMEDIATE');
        await waitMs(LOCKED_MS);
        other.exec('ROLLBACK');
      } finally {
        other.close();
      }
      return;
    }
    case 'clocks-apart':
      control.shiftClock(APART_MS);
      await waitMs(APART_FOR_MS);
      control.shiftClock(0);
      return;
    case 'machine-slept':
      process.kill(station.pid, 'SIGSTOP');
      await waitMs(SLEPT_MS);
      process.kill(station.pid, 'SIGCONT');
  }
}
