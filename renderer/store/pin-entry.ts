/** The PIN as far as it is typed, and what main last said of it. Pure; what is drawn of it are dots. */
import type { AdministratorAnswer } from '../../main/ipc/contract.ts';
import type { Moment } from './moment.ts';

export const MIN_PIN_DIGITS = 6;
export const MAX_PIN_DIGITS = 12;

export interface PinEntry {
  readonly digits: string;
  /**
   * `asking`: main has not said yet whether a PIN can be tried. `checking`: it looks at one. `no-answer`: it said nothing.
   * The rest as main says it.
   */
  readonly door: 'asking' | 'ready' | 'checking' | 'no-pin' | 'keychain' | 'no-answer';
  /** No PIN is taken for `ms` from `since`. */
  readonly hold: { readonly since: Moment; readonly ms: number } | null;
  /** What came of the last try. */
  readonly note: 'wrong' | 'short' | 'scan' | null;
}

export const NO_PIN_TYPED: PinEntry = { digits: '', door: 'asking', hold: null, note: null };

export type PinStep =
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'erased' }
  | { readonly kind: 'cleared' }
  /** A scanner typed: nothing of it is taken. */
  | { readonly kind: 'scanned' }
  /** The PIN is on its way to main, and forgotten here. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'too-short' }
  | { readonly kind: 'answered'; readonly answer: AdministratorAnswer; readonly at: Moment }
  | { readonly kind: 'unanswered' };

export function pinStep(entry: PinEntry, step: PinStep): PinEntry {
  switch (step.kind) {
    case 'typed': {
      const digits = (entry.digits + digitsIn(step.text)).slice(0, MAX_PIN_DIGITS);
      return digits === entry.digits ? entry : { ...entry, digits, note: null };
    }
    case 'erased':
      return { ...entry, digits: entry.digits.slice(0, -1) };
    case 'cleared':
      return { ...entry, digits: '' };
    case 'scanned':
      return { ...entry, note: 'scan' };
    case 'sent':
      return { ...entry, digits: '', door: 'checking', note: null };
    case 'too-short':
      return { ...entry, note: 'short' };
    case 'answered':
      return answered(entry, step.answer, step.at);
    case 'unanswered':
      return { ...entry, door: 'no-answer' };
  }
}

function answered(entry: PinEntry, { kind, waitMs }: AdministratorAnswer, at: Moment): PinEntry {
  const hold = waitMs > 0 ? { since: at, ms: waitMs } : null;
  switch (kind) {
    case 'unlocked':
      // Until the snapshot says so as well, nothing more is to be typed.
      return { ...entry, digits: '', door: 'checking' };
    case 'locked':
    case 'wait':
      return { ...entry, door: 'ready', hold };
    case 'wrong':
      return { ...entry, door: 'ready', hold, note: 'wrong' };
    case 'no-pin':
    case 'keychain':
      return { ...entry, digits: '', door: kind, hold: null, note: null };
  }
}

/** For how long no PIN is taken yet, in ms. Main counts for itself; this is for the eye. */
export function holdLeft({ hold }: PinEntry, now: Moment): number {
  return hold === null ? 0 : Math.max(0, hold.ms - Math.max(0, now.mono - hold.since.mono));
}

/** Whether digits are taken now. */
export function takesDigits(entry: PinEntry, now: Moment): boolean {
  return entry.door === 'ready' && holdLeft(entry, now) === 0;
}

/** The zeros of the digits that keyboards of the screen's languages type: ASCII, Arabic, Persian, full width. */
const ZEROS = [0x30, 0x660, 0x6f0, 0xff10] as const;

function digitsIn(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const zero = ZEROS.find((each) => code >= each && code <= each + 9);
      return zero === undefined ? '' : String(code - zero);
    })
    .join('');
}
