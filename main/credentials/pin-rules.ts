/** What may be the administrator's PIN. Pure; no sentence repeats anything of it. */

/** Six digits are a million guesses, of which the growing delay allows some hundred a day; twelve is what a pad is patient with. */
export const MIN_PIN_DIGITS = 6;
export const MAX_PIN_DIGITS = 12;

/** What is wrong with a text as a PIN, as a whole sentence; null when it can be one. */
export function pinProblem(text: string): string | null {
  if (!/^[0-9]*$/.test(text)) return 'The PIN must be digits 0 to 9 and nothing else.';
  if (text.length < MIN_PIN_DIGITS || text.length > MAX_PIN_DIGITS)
    return `The PIN must have ${MIN_PIN_DIGITS} to ${MAX_PIN_DIGITS} digits.`;
  const steps = stepsBetween(text);
  if (steps.every((step) => step === 0)) return 'The PIN must not be the same digit over and over.';
  if (steps.every((step) => step === 1) || steps.every((step) => step === 9))
    return 'The PIN must not be digits in a row, such as 123456 or 987654.';
  return null;
}

/** From digit to digit, going round from 9 to 0: 1 is one up, 9 is one down. */
function stepsBetween(digits: string): readonly number[] {
  const values = [...digits].map(Number);
  return values.slice(1).map((value, index) => (value - (values[index] ?? 0) + 10) % 10);
}
