/** Names under which files are put away: safe on every system, and never a place where a card number stays. */
import { holdsCardNumber, holdsTrackData } from './card-number.ts';

export const CARD_FILE_ENDING = '.json';
export const REASON_ENDING = '.reason.txt';

/** Leaves room for what is added within the 255 bytes that most file systems take, in bytes of UTF-8. */
const MAX_STEM_BYTES = 180;
/** What Windows forbids in names, and what nobody can read in a listing. */
const UNSAFE = /[<>:"/\\|?*\p{C}\p{Zl}\p{Zp}]/gu;
/** Windows drops these at the end of a name. */
const LOOSE_END = /[ .]+$/;
/** Devices of Windows, with whatever ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** A name is taken where it ends in `.json`; one that begins with a dot belongs to whoever still writes it. */
export function isCardFileName(name: string): boolean {
  return name.toLowerCase().endsWith(CARD_FILE_ENDING) && !name.startsWith('.');
}

/**
 * The name without its ending, made safe. One that looks like a card number or stripe data becomes a neutral one: names
 * are made of dates and counters too, so that this is no reason to refuse the file.
 */
export function filedStem(name: string): string {
  const stem = name.slice(0, -CARD_FILE_ENDING.length);
  if (holdsCardNumber(stem) || holdsTrackData(stem)) return 'card-file';
  const safe = shortened(stem.replace(UNSAFE, '_')).replace(LOOSE_END, '');
  if (safe === '') return 'card-file';
  return DEVICE.test(safe) ? `_${safe}` : safe;
}

/** Cut between two characters, never within one. */
function shortened(text: string): string {
  let bytes = 0;
  const kept = [...text].filter((character) => {
    bytes += Buffer.byteLength(character);
    return bytes <= MAX_STEM_BYTES;
  });
  return kept.join('');
}
