/** What came of handing something to the station that runs. Pure. */
import type { LockRefusal } from './profile-lock.ts';

export type Delivered =
  /** The station that runs has the message; a card it has as well, once it said so (`watch-answer.ts`). */
  | { readonly kind: 'taken' }
  /** No station runs with this profile. */
  | { readonly kind: 'nobody' }
  /** `why` is a whole sentence. */
  | { readonly kind: 'failed'; readonly why: string };

/** What it came to where the engine did not give the lock: a message that was taken is one that a station will read. */
export function handedOver(refusal: LockRefusal): Delivered {
  return refusal.kind === 'failed' ? { kind: 'failed', why: refusal.sentence } : { kind: 'taken' };
}

/** Why a card did not arrive, as a sentence; null when it did. */
export function undelivered(delivered: Delivered): string | null {
  switch (delivered.kind) {
    case 'taken':
      return null;
    case 'nobody':
      return 'No station is running with this profile.';
    case 'failed':
      return delivered.why;
  }
}
