import { httpDate } from './http-date.ts';

/**
 * Reads a `Retry-After` header (RFC 9110: seconds, or an HTTP date) as ms, at most `capMs`. `serverNowMs` is the
 * server's own time, ms since 1970: a date of its clock means nothing on ours. Undefined when there is none or it cannot
 * be read; 0 for a date that has passed.
 */
export function retryAfter(header: string | undefined, serverNowMs: number, capMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^[0-9]+$/.test(text)) return Math.min(Number(text) * 1000, capMs);
  const date = httpDate(text);
  return date === null ? undefined : Math.min(Math.max(0, date - serverNowMs), capMs);
}
