/** What is remembered of one operation, so that no order of answers can talk the station into green. */
import type { Operation } from './read-answer.ts';
import { isFailurePhase, type FailurePhase } from './words.ts';

export interface OperationMemory {
  /** D1 has said DONE of this operation at least once; `endMs` of the newest such answer. */
  readonly done: { readonly endMs: number | null } | null;
  /** D1 has said it failed; the latest `endMs` of all its failures, null as soon as one came without. */
  readonly failure: { readonly phase: FailurePhase; readonly endMs: number | null } | null;
  /** A failure came after a DONE: from then on no DONE of this operation counts. */
  readonly failedAfterDone: boolean;
}

export const NOTHING_REMEMBERED: OperationMemory = { done: null, failure: null, failedAfterDone: false };

/** The memory after one more reading of the same operation. */
export function remember(memory: OperationMemory, now: Operation): OperationMemory {
  if (now.phase === 'personalised') return { ...memory, done: { endMs: now.endMs } };
  if (!isFailurePhase(now.phase)) return memory;
  return {
    done: memory.done,
    failure: { phase: now.phase, endMs: memory.failure === null ? now.endMs : later(memory.failure.endMs, now.endMs) },
    failedAfterDone: memory.failedAfterDone || memory.done !== null,
  };
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other);
}
