/** What the page is told of today: from the record alone, so that it says the same after a restart. */
import { MAX_RECENT, type RecentList } from '../ipc/contract.ts';
import type { Period } from '../ledger/export.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * The calendar day of `now` (ms since 1970) in the time zone of this PC: from its midnight to the next. A day on which the
 * clocks change is an hour longer or shorter; where the change takes midnight away, the day begins after it.
 */
export function localDay(now: number): Period {
  const date = new Date(now);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { from: new Date(year, month, day).getTime(), to: new Date(year, month, day + 1).getTime() };
}

/** The newest actions of the day of `now`; a record that cannot be read is not an empty one. */
export function recentActions(ledger: Ledger | null, now: number): RecentList {
  const read = ledger?.recent(localDay(now), MAX_RECENT);
  if (read?.kind !== 'recent') return { kind: 'unavailable' };
  return { kind: 'actions', actions: read.actions.map((action) => ({ ...action })) };
}
