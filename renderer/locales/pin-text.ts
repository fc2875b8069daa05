import type { Moment } from '../store/moment.ts';
import { holdLeft, MAX_PIN_DIGITS, MIN_PIN_DIGITS, type PinEntry } from '../store/pin-entry.ts';
import type { Line } from './line.ts';

const SECOND_MS = 1_000;
const LENGTHS = { min: MIN_PIN_DIGITS, max: MAX_PIN_DIGITS };

/** What is said beside the dots: how long to wait comes first, then what came of the last try. */
export function pinLine(entry: PinEntry, now: Moment): Line {
  const leftMs = holdLeft(entry, now);
  if (entry.door === 'ready' && leftMs > 0) {
    const count = Math.ceil(leftMs / SECOND_MS);
    return { key: entry.note === 'wrong' ? 'pin.wrong-wait' : 'pin.wait', values: { count } };
  }
  if (entry.door !== 'ready') return { key: `pin.${entry.door}` };
  return { key: `pin.${entry.note ?? 'ready'}`, values: LENGTHS };
}
