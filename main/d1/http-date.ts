const DAYS = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTHS = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '\\d{2}:\\d{2}:\\d{2}';
/** RFC 9110, 5.6.7: the form of today. */
const FIXED = new RegExp(`^${DAYS}, \\d{2} ${MONTHS} \\d{4} ${TIME} GMT$`);
/** The two forms of old servers. */
const RFC_850 = new RegExp(`^\\w+day, \\d{2}-${MONTHS}-\\d{2} ${TIME} GMT$`);
const ASCTIME = new RegExp(`^${DAYS} ${MONTHS} [ \\d]\\d ${TIME} \\d{4}$`);

/**
 * Reads an HTTP date as ms since 1970; null for everything else. Strict, because the engine's own reader finds a date in
 * almost any text that holds a number.
 */
export function httpDate(header: string | undefined): number | null {
  const text = header?.trim() ?? '';
  // The oldest form names no zone and means GMT all the same.
  const zoned = ASCTIME.test(text) ? `${text} GMT` : FIXED.test(text) || RFC_850.test(text) ? text : null;
  const date = zoned === null ? NaN : Date.parse(zoned);
  return Number.isNaN(date) ? null : date;
}
