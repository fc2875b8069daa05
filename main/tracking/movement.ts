import type { OperationMemory } from './memory.ts';
import type { Operation } from './read-answer.ts';
import { isFailurePhase, type Phase } from './words.ts';

/**
 * The phase of one operation after a reading of that same operation.
 * `then` is the phase it was in, `memory` what was known of it before this reading.
 *
 * Repeats and forward steps are taken as read; a step back from something final never is.
 */
export function nextPhase(then: Phase, memory: OperationMemory, now: Operation): Phase {
  if (now.phase === 'unclear') return 'unclear';
  // What was ever final outranks the phase on screen: `unclear` in between wipes nothing out.
  if (memory.failure !== null) return afterFailure(memory, now);
  if (memory.done !== null) return afterDone(now);
  const begun = then === 'at-printer' || then === 'in-progress';
  // A late answer: what has reached the printer is not back in the queue.
  if (begun && now.phase === 'requested') return then;
  return now.phase;
}

function afterDone(now: Operation): Phase {
  return now.phase === 'personalised' || isFailurePhase(now.phase) ? now.phase : 'unclear';
}

function afterFailure(memory: OperationMemory, now: Operation): Phase {
  if (isFailurePhase(now.phase)) return now.phase;
  if (now.phase !== 'personalised' || memory.failure === null) return 'unclear';
  if (memory.failedAfterDone) return memory.failure.phase;
  const failedAt = memory.failure.endMs;
  return failedAt !== null && now.endMs !== null && now.endMs > failedAt ? 'personalised' : 'unclear';
}

/** The phase after an answer that holds no operation for the card. */
export function phaseWithoutOperation(then: Phase): Phase {
  if (then === 'not-asked' || then === 'not-found') return 'not-found';
  return isFailurePhase(then) ? then : 'unclear';
}
