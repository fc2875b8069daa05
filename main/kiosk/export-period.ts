import type { Period } from '../ledger/export.ts';
import { parseInstant } from '../tracking/instant.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 24 * 60 * 60_000;

/** `from` and `to` are days (UTC, both included) or ISO 8601 instants with their zone; null when they name no period. */
export function exportPeriod(from: string, to: string): Period | null {
  const start = parseInstant(DAY.test(from) ? `${from}T00:00:00Z` : from);
  const end = parseInstant(DAY.test(to) ? `${to}T00:00:00Z` : to);
  if (start === null || end === null) return null;
  const period = { from: start, to: DAY.test(to) ? end + DAY_MS : end };
  return period.from < period.to ? period : null;
}
