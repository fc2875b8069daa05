/** What is remembered of one operation, so that no order of answers can talk the station into green. */
import type { Operation } from './read-answer.ts';
import { isFailurePhase, type FailurePhase } from './words.ts';

export interface OperationMemory {
  /** D1 has said DONE of this operation at least once; `endMs` of the newest such answer. */
  readonly done: { readonly endMs: number | null } | null;
  /** D1 has said it failed; the latest `endMs` of all its failures, null as soon as one came without; when it was asked last. */
  readonly failure: {
    readonly phase: FailurePhase;
    readonly endMs: number | null;
    readonly askedAtMono: number;
  } | null;
  /** A failure came after a DONE: from then on no DONE of this operation counts. */
  readonly failedAfterDone: boolean;
}

export const NOTHING_REMEMBERED: OperationMemory = { done: null, failure: null, failedAfterDone: false };

/** The memory after one more reading of the same operation, asked for at `askedAtMono`, in whatever order it arrived. */
export function remember(memory: OperationMemory, now: Operation, askedAtMono: number): OperationMemory {
  if (now.phase === 'personalised') {
    const beforeFailure = memory.failure !== null && askedAtMono < memory.failure.askedAtMono;
    return { ...memory, done: { endMs: now.endMs }, failedAfterDone: memory.failedAfterDone || beforeFailure };
  }
  if (!isFailurePhase(now.phase)) return memory;
  const before = memory.failure;
  return {
    done: memory.done,
    failure: {
      phase: now.phase,
      endMs: before === null ? now.endMs : later(before.endMs, now.endMs),
      askedAtMono: Math.max(before?.askedAtMono ?? -Infinity, askedAtMono),
    },
    failedAfterDone: memory.failedAfterDone || memory.done !== null,
  };
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other);
}

/** Orders of one start that are kept by name. Two make it unclear already, and no answer of D1 may fill memory and record. */
const MAX_SAME_START = 20;

/** The orders of one start, each once, those that were seen first before all. */
export function ofSameStart(operationIds: readonly string[]): readonly string[] {
  return [...new Set(operationIds)].slice(0, MAX_SAME_START);
}
