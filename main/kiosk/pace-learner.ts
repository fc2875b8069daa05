/** Tells the station's own pace what its cards took: those of the record once, then each as it becomes personalised. */
import type { Log } from '../diagnostics/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../tracking/instant.ts';
import { MAX_CARDS } from '../tracking/drift.ts';
import { paceInUse } from '../tracking/pace-standing.ts';
import type { StationPace } from '../tracking/station-pace.ts';
import type { StationStore } from '../tracking/station-store.ts';
import type { PaceInUse, Phase } from '../tracking/words.ts';

export interface PaceLearnerOptions {
  readonly store: StationStore;
  readonly clock: Clock;
  /** The open record; null while it cannot be opened. */
  readonly ledger: () => Ledger | null;
  readonly pace: Pick<StationPace, 'learn' | 'remember' | 'learned'>;
  readonly log: Log;
}

/** The record is asked so long after the start, in ms: the screen comes first. As often again while it is not open. */
const LOOK_BACK_MS = 5_000;
/** A card is learned from so long after it was seen personalised, in ms: the green comes first. */
const LEARN_MS = 1_000;
/** Answers that a card leaves in the record, at the most usual: requested, at the printer, done, and one after a restart. */
const ROWS_A_CARD = 4;

/** The words of the log. */
const LOGGED = {
  'too-few': 'too few cards',
  'not-followed': 'not followed',
  followed: 'followed',
} as const satisfies Readonly<Record<Exclude<PaceInUse, 'configured'>, string>>;

/** Learns until the returned function is called. */
export function startLearning({ store, clock, ledger, pace, log }: PaceLearnerOptions): () => void {
  const startedAt = clock.now();
  /** By card on the screen, the order that was learned from. */
  const known = new Map<string, string | null>();
  let waiting: ReadonlyMap<Phase, number>[] = [];
  let cancelLookBack = clock.after(LOOK_BACK_MS, lookBack);
  let cancelLearn = (): void => undefined;
  let told = '';

  function lookBack(): void {
    const read = ledger()?.phasesSeen(startedAt.wall, MAX_CARDS * ROWS_A_CARD);
    if (read?.kind !== 'orders') {
      cancelLookBack = clock.after(LOOK_BACK_MS, lookBack);
      return;
    }
    pace.remember(read.orders);
    tell();
  }

  function look(): void {
    const { cards } = store.getState();
    for (const cardId of known.keys()) if (!cards.has(cardId)) known.delete(cardId);
    for (const { cardId, phase, firstSeen, firstSeenOf } of cards.values()) {
      const done = firstSeen.get('personalised');
      // What an earlier run has seen is in the record.
      if (phase !== 'personalised' || done === undefined || done.mono < startedAt.mono) continue;
      if (known.get(cardId) === firstSeenOf) continue;
      known.set(cardId, firstSeenOf);
      waiting.push(new Map([...firstSeen].map(([seen, at]) => [seen, at.mono])));
      cancelLearn();
      cancelLearn = clock.after(LEARN_MS, learn);
    }
  }

  function learn(): void {
    for (const firstSeen of waiting) pace.learn(firstSeen);
    waiting = [];
    tell();
  }

  /** A line when the pace in use becomes another, not for each card. */
  function tell(): void {
    const learned = pace.learned();
    const outcome = LOGGED[paceInUse(learned)];
    if (outcome === told) return;
    told = outcome;
    const detail =
      learned === null
        ? ''
        : `${String(learned.cards)} cards, half of them done within ${seconds(learned.medianMs)} s; by it the newest wait ${percent(learned.lagRatio)} % of what they would by the configured pace; it counts ${percent(learned.share)} %`;
    log.write({ event: 'pace', outcome, ...(detail === '' ? {} : { detail }) });
  }

  const unsubscribe = store.subscribe(look);
  return () => {
    unsubscribe();
    cancelLookBack();
    cancelLearn();
  };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function percent(share: number): string {
  return String(Math.round(share * 100));
}
