/**
 * Reads a `Retry-After` header (RFC 9110: seconds, or an HTTP date) as ms from `nowMs`, at most `capMs`.
 * Undefined when there is none or it cannot be read.
 */
export function retryAfter(header: string | undefined, nowMs: number, capMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, capMs);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - nowMs), capMs);
}
