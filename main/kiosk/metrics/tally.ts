/** Counts what the station does, since its start. No card id leaves it: only numbers do. */
import type { Distribution } from '../../diagnostics/exposition.ts';
import { elapsed, type Clock, type Stamp } from '../../tracking/instant.ts';
import type { JudgedCard, StationSnapshot } from '../../tracking/station-snapshot.ts';
import { ACTION_KINDS, FAULT_FAMILIES, type ActionKind, type FaultFamily, type Phase } from '../../tracking/words.ts';

export const CALLS = ['read', 'sign-in'] as const;
export type Call = (typeof CALLS)[number];
/** What a call to D1 came to: an answer, or the family of the fault. */
export const CALL_RESULTS = ['answered', ...FAULT_FAMILIES] as const;
export type CallResult = 'answered' | FaultFamily;

/** Upper ends in seconds: slow is 360 and stuck is 900 where the bank has not set others. */
const BOUNDS_S = [15, 30, 45, 60, 90, 120, 180, 240, 360, 600, 900, 1_800];
/** An order is under way in these; what was not seen under way took an unknown time. */
const UNDER_WAY = ['requested', 'at-printer', 'in-progress'] as const satisfies readonly Phase[];

export interface Counted {
  readonly calls: Readonly<Record<Call, Readonly<Record<CallResult, number>>>>;
  readonly actions: Readonly<Record<ActionKind, number>>;
  readonly greens: number;
  /** When the newest answer of D1 on a card was asked for; null before the first. */
  readonly newestAnswer: Stamp | null;
  readonly personalisation: Distribution;
  readonly pageStarts: number;
}

export interface Tally {
  called(call: Call, result: CallResult): void;
  acted(kind: ActionKind): void;
  /** Told of everything that is sent to the page. */
  shown(snapshot: Pick<StationSnapshot, 'cards'>): void;
  pageStarted(): void;
  counted(): Counted;
}

export function createTally(clock: Clock): Tally {
  const startedAt = clock.now();
  const calls = { read: noCalls(), 'sign-in': noCalls() };
  const actions = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, 0])) as Record<ActionKind, number>;
  const counts = [...BOUNDS_S, Infinity].map(() => 0);
  let sum = 0;
  let greens = 0;
  let pageStarts = 0;
  let newestAnswer: Stamp | null = null;
  /** By card on the screen: the operation that was counted last. */
  const green = new Map<string, string>();
  const measured = new Map<string, string>();

  function look({ cardId, verdict, track }: JudgedCard): void {
    const sentAt = track.answer?.sentAt;
    if (sentAt !== undefined && (newestAnswer === null || sentAt.mono > newestAnswer.mono)) newestAnswer = sentAt;
    const operationId = track.operation?.operationId;
    if (verdict === 'hand-over' && operationId !== undefined && green.get(cardId) !== operationId) {
      green.set(cardId, operationId);
      greens += 1;
    }
    const seconds = personalisationOf(track, startedAt);
    if (seconds === null || track.firstSeenOf === null || measured.get(cardId) === track.firstSeenOf) return;
    measured.set(cardId, track.firstSeenOf);
    const bucket = BOUNDS_S.findIndex((bound) => seconds <= bound);
    const at = bucket === -1 ? BOUNDS_S.length : bucket;
    counts[at] = (counts[at] ?? 0) + 1;
    sum += seconds;
  }

  return {
    called(call, result) {
      calls[call][result] += 1;
    },
    acted(kind) {
      actions[kind] += 1;
    },
    shown({ cards }) {
      for (const card of cards) look(card);
      const there = new Set(cards.map(({ cardId }) => cardId));
      for (const known of [green, measured])
        for (const cardId of known.keys()) if (!there.has(cardId)) known.delete(cardId);
    },
    pageStarted() {
      pageStarts += 1;
    },
    counted: () => ({
      calls: { read: { ...calls.read }, 'sign-in': { ...calls['sign-in'] } },
      actions: { ...actions },
      greens,
      newestAnswer,
      personalisation: { bounds: BOUNDS_S, counts: [...counts], sum },
      pageStarts,
    }),
  };
}

function noCalls(): Record<CallResult, number> {
  return Object.fromEntries(CALL_RESULTS.map((result) => [result, 0])) as Record<CallResult, number>;
}

/** In seconds; null while it is not known. What was seen personalised by an earlier run was counted there. */
function personalisationOf({ firstSeen }: JudgedCard['track'], startedAt: Stamp): number | null {
  const done = firstSeen.get('personalised');
  if (done === undefined || done.mono < startedAt.mono) return null;
  const begun = UNDER_WAY.flatMap((phase) => firstSeen.get(phase) ?? []).sort((one, other) => one.mono - other.mono);
  const [first] = begun;
  return first === undefined ? null : elapsed(first, done) / 1_000;
}
