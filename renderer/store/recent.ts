/** What the page knows of the list of today: when to ask for it, and for how long references stand in it. */
import { RecentList, type StationView } from '../../main/ipc/contract.ts';
import { shownElapsedMs, type Moment } from './moment.ts';

/** References name customers' tickets; on a screen that others can see they stand for so long, in ms, and then go. */
export const REFERENCES_SHOWN_MS = 30_000;

/** Whether references stand in the list, since it was opened or they were asked for again. */
export function referencesShown(since: Moment, now: Moment): boolean {
  return shownElapsedMs(since, now) < REFERENCES_SHOWN_MS;
}

/** Changes with every action that is recorded, and when the record can be read again: then the list is asked for anew. */
export function recentKey(view: Pick<StationView, 'undo' | 'ledger'> | null): string {
  return `${String(view?.undo?.number ?? '')} ${view?.ledger ?? ''}`;
}

/** What main answered; anything of another form counts as no answer. */
export function readRecentList(answer: unknown): RecentList {
  return RecentList.safeParse(answer).data ?? { kind: 'unavailable' };
}
