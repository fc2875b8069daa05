/** What happens to the PC in a modelled year: its keychain, its disk, its clock, its sleep; each for a while, and over. */
import type { MemoryKeychain } from '../../unit/main/credentials/memory-keychain.ts';
import type { Disk } from './disk.ts';
import type { YearClock } from './year-clock.ts';

export const MACHINE_TROUBLES = [
  'keychain-silent',
  'disk-full',
  'clock-ahead',
  'clock-behind',
  'short-sleep',
  'program-stood-still',
] as const;
type MachineTrouble = (typeof MACHINE_TROUBLES)[number];

export interface Machine {
  readonly clock: YearClock;
  readonly keychain: MemoryKeychain;
  readonly disk: Disk;
  readonly resumed: () => void;
}

/** How long the keychain, the disk and the clock are in trouble, in ms: longer than the record waits to try again. */
const TROUBLED_MS = 25_000;
/** Farther than any skew that the station takes for none, in ms. */
const CLOCK_OFF_MS = 10 * 60_000;
const SHORT_SLEEP_MS = 5 * 60_000;
/** Longer than a page goes without a snapshot, in ms. */
const STOOD_MS = 8_000;
/** No change of the keychain is made any more, and none is answered. */
const SILENT = { afterChanges: -1, lastOne: 'lost' } as const;

/** Begins the next trouble of the list; it ends by itself. */
export function machineTrouble(turn: number, { clock, keychain, disk, resumed }: Machine): MachineTrouble {
  const trouble = MACHINE_TROUBLES[turn % MACHINE_TROUBLES.length] ?? MACHINE_TROUBLES[0];
  const over = (end: () => void): void => void clock.after(TROUBLED_MS, end);
  switch (trouble) {
    case 'keychain-silent':
      keychain.crash = SILENT;
      over(() => (keychain.crash = null));
      break;
    case 'disk-full':
      disk.setFull(true);
      over(() => disk.setFull(false));
      break;
    case 'clock-ahead':
    case 'clock-behind':
      clock.setAhead(trouble === 'clock-ahead' ? CLOCK_OFF_MS : -CLOCK_OFF_MS);
      over(() => clock.setAhead(0));
      break;
    case 'short-sleep':
      clock.sleep(SHORT_SLEEP_MS, 'stands');
      resumed();
      break;
    case 'program-stood-still':
      clock.sleep(STOOD_MS, 'goes-on');
  }
  return trouble;
}
