/**
 * When main may speak seldom: once nothing has been at stake, and nothing new, for a while. Green is long off the glass then,
 * and a station that stands idle all night costs its PC next to nothing. Pure.
 */
import { REST_SILENCE_MS, SILENCE_LIMIT_MS, type StationView } from './contract.ts';

/** For so long nothing was at stake before main rests, in ms: several times what the page needs to be sure that no green is left. */
export const REST_AFTER_MS = 10_000;

type AtStake = Pick<StationView, 'cards' | 'desk' | 'undo' | 'administrator'>;

/** Whether the screen has a card, or somebody at it, for whom it has to be known at once that main is gone. */
export function isAtStake({ cards, desk, undo, administrator }: AtStake): boolean {
  return cards.length > 0 || desk.kind !== 'free' || undo !== null || administrator.kind === 'unlocked';
}

/**
 * Asked with every snapshot that goes out, `news` where it goes for a change or to a page that begins, which does not know yet
 * that no green is left of the page before it: how much silence the page bears after it, in ms.
 * `now` is monotonic, in ms.
 */
export function createRest(now: () => number): (view: AtStake, news: boolean) => number {
  let stirredAt = now();
  return (view, news) => {
    if (news || isAtStake(view)) stirredAt = now();
    return now() - stirredAt >= REST_AFTER_MS ? REST_SILENCE_MS : SILENCE_LIMIT_MS;
  };
}
