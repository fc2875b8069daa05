import type { CardView, StationView } from '../../main/ipc/contract.ts';
import type { Judgement } from '../store/lease.ts';
import type { Line } from './line.ts';

const MINUTE_MS = 60_000;

/** What the sentences about a card depend on, beside the card itself. */
export interface VerdictContext {
  readonly connection: StationView['connection'];
  /** No snapshot has come for the silence limit. */
  readonly silent: boolean;
  /** Writes an instant (ms since 1970) as a time of day. */
  readonly timeOf: (instant: number) => string;
  /** The same after "since". */
  readonly sinceOf: (instant: number) => string;
}

/** The one word that fills the screen. */
export function verdictWord(judgement: Judgement): Line {
  return { key: `verdict.${judgement.verdict}` };
}

/** The one instruction below it. */
export function instruction(card: CardView, judgement: Judgement, context: VerdictContext): Line {
  switch (judgement.verdict) {
    case 'hand-over':
      return { key: 'instruction.hand-over' };
    case 'wait':
      return { key: `instruction.wait.${waitKey(card)}` };
    case 'do-not-hand-over':
      return { key: `instruction.do-not-hand-over.${failureKey(card)}` };
    case 'cannot-tell':
      return doubtLine(card, judgement, context);
  }
}

/** A finished card that lies here longer than this, in ms, is remarked upon: the customer may be gone. */
const UNCOLLECTED_AFTER_MS = 2 * MINUTE_MS;

/** Short remarks beside the verdict: another order than before, a long wait, a card that nobody has collected. */
export function asides(card: CardView, judgement: Judgement, now: number): readonly Line[] {
  const order: Line[] = card.newOrder ? [{ key: 'aside.newOrder' }] : [];
  // Once it is stuck the instruction says so itself.
  if (judgement.verdict === 'wait') return card.patience === 'slow' ? [...order, { key: 'aside.slow' }] : order;
  const lyingMs = now - card.phaseSince;
  if (judgement.verdict !== 'hand-over' || lyingMs < UNCOLLECTED_AFTER_MS) return order;
  return [...order, { key: 'aside.uncollected', values: { minutes: Math.floor(lyingMs / MINUTE_MS) } }];
}

/** The phase in words for the list; while nothing is certain it is only what was last known. */
export function phaseLine(card: CardView): Line {
  return { key: `phase.${card.phase}` };
}

function waitKey(card: CardView): string {
  if (card.patience === 'stuck') return 'stuck';
  switch (card.phase) {
    case 'not-asked':
    case 'not-found':
    case 'requested':
    case 'at-printer':
    case 'in-progress':
      return card.phase;
    default:
      return 'other';
  }
}

function failureKey(card: CardView): string {
  switch (card.phase) {
    case 'data-failed':
    case 'production-failed':
    case 'cancelled':
    case 'failed':
      return card.phase;
    default:
      return 'other';
  }
}

function doubtLine(card: CardView, judgement: Judgement, context: VerdictContext): Line {
  switch (judgement.doubt) {
    case 'never-answered':
    case 'not-found':
    case 'contradiction':
    case 'clock-jump':
      return { key: `instruction.cannot-tell.${judgement.doubt}` };
    case 'stale':
      return staleLine(card, context);
    case null:
      return { key: 'instruction.cannot-tell.other' };
  }
}

/** What was last known, when, and why there is nothing newer. */
function staleLine(card: CardView, context: VerdictContext): Line {
  const { connection, silent, timeOf, sinceOf } = context;
  const unreachable = connection.state === 'down' || connection.state === 'never';
  const why = silent ? 'silent' : unreachable ? 'unreachable' : 'stale';
  const since = sinceOf(connection.since);
  if (card.answerAt === null) {
    return why === 'stale'
      ? { key: 'instruction.cannot-tell.never-answered' }
      : { key: `instruction.cannot-tell.${why}`, values: { since } };
  }
  const what = card.phase === 'personalised' ? 'confirmed' : 'answered';
  return { key: `instruction.cannot-tell.${what}-${why}`, values: { answered: timeOf(card.answerAt), since } };
}
