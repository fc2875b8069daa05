import { SILENCE_LIMIT_MS, type CardView, type StationView } from '../../main/ipc/contract.ts';
import { elapsedBetween, type Moment } from './moment.ts';

/** What the screen may say of a card at this moment: main's verdict, or less. */
export interface Judgement {
  readonly verdict: CardView['verdict'];
  readonly doubt: CardView['doubt'];
}

/** The silence that a snapshot bears, in ms: main's word, and never more than the limit for a card or for what staff do. */
export function silenceLimitMs({ cards, desk, silentAfterMs }: Silenced): number {
  return cards.length === 0 && desk.kind === 'free' ? silentAfterMs : Math.min(silentAfterMs, SILENCE_LIMIT_MS);
}
type Silenced = Pick<StationView, 'cards' | 'desk' | 'silentAfterMs'>;

/** True when no snapshot has come for the silence limit: main may be stopped, so nothing on screen is current. */
export function isSilent(receivedAt: Moment, now: Moment, limitMs: number = SILENCE_LIMIT_MS): boolean {
  return Math.max(now.mono - receivedAt.mono, now.wall - receivedAt.wall) >= limitMs;
}

/**
 * The verdict that the page may show, by its own clocks. It only ever withdraws: `hand-over` ends with its lease;
 * silence or a clock that jumped ends `wait` too; failures and doubts stay as main said.
 */
export function effectiveVerdict(card: CardView, receivedAt: Moment, now: Moment): Judgement {
  switch (card.verdict) {
    case 'do-not-hand-over':
      return { verdict: 'do-not-hand-over', doubt: null };
    case 'cannot-tell':
      return { verdict: 'cannot-tell', doubt: card.doubt };
    case 'wait':
    case 'hand-over': {
      if (isSilent(receivedAt, now)) return { verdict: 'cannot-tell', doubt: 'stale' };
      const elapsed = elapsedBetween(receivedAt, now);
      if (elapsed.kind === 'jump') return { verdict: 'cannot-tell', doubt: 'clock-jump' };
      return card.verdict === 'wait' ? { verdict: 'wait', doubt: null } : greenOrLess(card, elapsed.ms);
    }
  }
}

/** In ms from `now`, when the next green of these cards ends or silence begins; null when nothing is left to withdraw. */
export function nextLapseMs(view: Silenced, receivedAt: Moment, now: Moment): number | null {
  const elapsed = elapsedBetween(receivedAt, now);
  const limitMs = silenceLimitMs(view);
  if (elapsed.kind === 'jump' || elapsed.ms >= limitMs) return null;
  const ends = view.cards.flatMap((card) => (card.verdict === 'hand-over' ? [card.greenForMs ?? 0] : []));
  const pending = ends.filter((end) => end > elapsed.ms);
  return Math.min(limitMs, ...pending) - elapsed.ms;
}

function greenOrLess(card: CardView, elapsedMs: number): Judgement {
  // A green that fits no finished card is a mistake somewhere; it is not this screen's to grant.
  if (card.phase !== 'personalised') return { verdict: 'cannot-tell', doubt: 'contradiction' };
  const held = card.greenForMs !== null && elapsedMs < card.greenForMs;
  return held ? { verdict: 'hand-over', doubt: null } : { verdict: 'cannot-tell', doubt: 'stale' };
}
