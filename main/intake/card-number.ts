/** Recognises what must never be sent, stored or logged: card numbers and magnetic-stripe data. */

const MIN_PAN_DIGITS = 13;
const MAX_PAN_DIGITS = 19;

/** Digits that stand together, as people and scanners group them: one space, hyphen or underscore between. */
const DIGIT_RUN = /\d(?:[ _-]?\d)*/g;

/** Track 1 (`%B…`), or track 2 (`;digits=`), with or without their sentinels. */
const TRACK_DATA = /%?B\d{12,19}\^|;?\d{12,19}=\d{4}/i;

/** True for text that holds magnetic-stripe data. */
export function holdsTrackData(text: string): boolean {
  return TRACK_DATA.test(text);
}

/** True for text that holds 13 to 19 digits that pass the Luhn check; of a longer run any such part counts. */
export function holdsCardNumber(text: string): boolean {
  for (const run of text.match(DIGIT_RUN) ?? []) {
    const digits = run.replace(/\D/g, '');
    if (digits.length < MIN_PAN_DIGITS) continue;
    if (digits.length <= MAX_PAN_DIGITS ? passesLuhn(digits) : anyPartPassesLuhn(digits)) return true;
  }
  return false;
}

function anyPartPassesLuhn(digits: string): boolean {
  for (let length = MIN_PAN_DIGITS; length <= MAX_PAN_DIGITS; length += 1) {
    for (let start = 0; start + length <= digits.length; start += 1) {
      if (passesLuhn(digits.slice(start, start + length))) return true;
    }
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
