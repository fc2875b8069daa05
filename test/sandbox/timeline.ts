import type { Step } from './scenarios.ts';

/** One entry of D1's `operations`. D1 portal, Card order tracking. */
export interface Operation {
  readonly operationId: string;
  readonly operation: string;
  readonly status: string;
  /** ISO 8601, like `endTime`; that one is absent while PENDING. */
  readonly startTime: string;
  readonly endTime?: string;
  readonly cardId: string;
  readonly details: { readonly status: string; readonly reason?: string };
  readonly errorCode?: string;
  readonly error?: string;
}

/** A card that was moved on by hand: from `at` on, it is `forwardMs` further along than the clock says. */
export interface Jump {
  readonly at: number;
  readonly forwardMs: number;
}

/** One card's course; instants in ms since 1970 by the sandbox's clock. */
export interface Timeline {
  readonly cardId: string;
  readonly steps: readonly Step[];
  readonly orderedAt: number;
  /** 10 means ten times as fast as the table. */
  readonly speed: number;
  /** One for each order that the steps name. */
  readonly operationIds: readonly string[];
  /** In the order of time. */
  readonly jumps: readonly Jump[];
}

/** When a step is or was reached. */
function reachedAt(timeline: Timeline, step: Step): number {
  let due = timeline.orderedAt + step.afterMs / timeline.speed;
  for (const jump of timeline.jumps) {
    if (due <= jump.at) return due;
    due = Math.max(jump.at, due - jump.forwardMs);
  }
  return due;
}

export function buildOperation(
  base: { operationId: string; cardId: string; startedAt: number; reachedAt: number },
  step: Omit<Step, 'order' | 'afterMs'>,
): Operation {
  return {
    operationId: base.operationId,
    operation: step.operation,
    status: step.status,
    startTime: new Date(base.startedAt).toISOString(),
    ...(step.status === 'PENDING' ? {} : { endTime: new Date(base.reachedAt).toISOString() }),
    cardId: base.cardId,
    details: { status: step.detail, ...(step.reason === undefined ? {} : { reason: step.reason }) },
    ...(step.errorCode === undefined ? {} : { errorCode: step.errorCode }),
    ...(step.error === undefined ? {} : { error: step.error }),
  };
}

/** What D1 says of the card at this moment: an operation per order that has begun, oldest first (D1 states no order). */
export function operationsAt(timeline: Timeline, now: number): Operation[] {
  return timeline.operationIds.flatMap((operationId, order) => {
    const reached = timeline.steps
      .filter((step) => step.order === order)
      .map((step) => ({ step, at: reachedAt(timeline, step) }))
      .filter(({ at }) => at <= now);
    const first = reached[0];
    const last = reached.at(-1);
    if (first === undefined || last === undefined) return [];
    const base = { operationId, cardId: timeline.cardId, startedAt: first.at, reachedAt: last.at };
    return [buildOperation(base, last.step)];
  });
}

/** The jump that brings the next step about now; null when there is none left. */
export function jumpToNext(timeline: Timeline, now: number): Jump | null {
  const waits = timeline.steps.map((step) => reachedAt(timeline, step) - now).filter((wait) => wait > 0);
  return waits.length === 0 ? null : { at: now, forwardMs: Math.min(...waits) };
}
