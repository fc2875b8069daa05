/** What came of handing something to the station that runs. Pure. */
import type { LockRefusal } from './profile-lock.ts';

export type Delivered =
  /** The station that runs has it. */
  | { readonly kind: 'taken' }
  /** No station runs with this profile. */
  | { readonly kind: 'nobody' }
  /** `why` is a whole sentence. */
  | { readonly kind: 'failed'; readonly why: string };

/** What it came to where the engine did not give the lock; `unconfigured` is asked about the station that holds it. */
export function handedOver(
  { kind }: { readonly kind: string },
  refusal: LockRefusal,
  unconfigured: () => boolean,
): Delivered {
  if (refusal.kind === 'failed') return { kind: 'failed', why: refusal.sentence };
  // The other messages are about credentials and record, which a station reads at its start.
  if (kind === 'watch' && unconfigured()) return { kind: 'failed', why: UNCONFIGURED };
  return { kind: 'taken' };
}

const UNCONFIGURED =
  'The station runs without a valid configuration and takes no card. ' +
  'Branch IT: its screen says what is wrong, and so does card-station config check.';

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
