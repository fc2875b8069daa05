/** Recognises what must never be sent, stored or logged: card numbers and magnetic-stripe data. */

const MIN_PAN_DIGITS = 13;
const MAX_PAN_DIGITS = 19;

/** Digits that stand together, as people and scanners group them; a colon stands between hours and minutes. */
const DIGIT_RUN = /\d+(?:[\s\p{Pd}\p{Pc}.,/|+'’·\u2212]{1,5}\d+)*/gu;
const ANY_DIGIT = /\p{Nd}/u;

/**
 * A whole UUID of RFC 9562 that is not of digits alone. Three in a thousand would pass for a card number, and a card whose id
 * is one could never be watched; nobody writes a card number in this shape.
 */
const UUID =
  /(?<![\p{L}\p{Nd}-])(?=[\d-]*[a-f])[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?![\p{L}\p{Nd}-])/giu;

/** Track 1 (`%B…`), or track 2 (`;digits=`), with or without their sentinels. */
const TRACK_DATA = /%?B\d{12,19}\^|;?\d{12,19}=\d{4}/i;

/** True for text that holds magnetic-stripe data. */
export function holdsTrackData(text: string): boolean {
  return TRACK_DATA.test(withPlainDigits(text));
}

/**
 * True for text that holds 13 to 19 digits that pass the Luhn check: a run of digits, some neighbouring groups of it
 * (a card number with a date or a desk behind), or any part of a run longer than a card number. Digits of every script
 * count; those of a UUID do not.
 */
export function holdsCardNumber(text: string): boolean {
  for (const run of withPlainDigits(text.replace(UUID, 'x')).match(DIGIT_RUN) ?? []) {
    const groups = run.match(/\d+/g) ?? [];
    const digits = groups.join('');
    if (digits.length < MIN_PAN_DIGITS) continue;
    if (digits.length > MAX_PAN_DIGITS ? anyPartPassesLuhn(digits) : anyGroupsPassLuhn(groups)) return true;
  }
  return false;
}

function anyGroupsPassLuhn(groups: readonly string[]): boolean {
  return groups.some((_group, first) =>
    groups.slice(first).some((_other, count) => {
      const digits = groups.slice(first, first + count + 1).join('');
      return digits.length >= MIN_PAN_DIGITS && passesLuhn(digits);
    }),
  );
}

/** The text with every decimal digit of whatever script as 0 to 9: scripts list theirs in order, ten by ten. */
function withPlainDigits(text: string): string {
  // Sign by sign: marks of a text that is made for it, put into order over its whole length, would take seconds.
  const plain = text.replace(/\P{ASCII}/gu, (sign) => sign.normalize('NFKC'));
  return plain.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (code - zero < 9 && ANY_DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
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
