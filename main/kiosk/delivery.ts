/** What a second start of the program hands to the station that runs: parsed data, checked again on arrival. */
import { z } from 'zod';

import { REFUSALS } from '../tracking/words.ts';
import type { LockRefusal } from './profile-lock.ts';
import { UpdateQuestion } from './update-answer.ts';

export const Delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('show') }),
  z.strictObject({
    kind: z.literal('watch'),
    cardId: z.string().max(512),
    operationId: z.string().max(512).optional(),
    reference: z.string().max(512).optional(),
    /** Set where it came as a link: a station that takes none drops it. */
    source: z.literal('link').optional(),
  }),
  /** A link was refused by the start that it came with; the screen says so, and what it held is not passed on. */
  z.strictObject({ kind: z.literal('refused'), refusal: z.enum(REFUSALS) }),
  /** The credentials in the keychain were replaced. */
  z.strictObject({ kind: z.literal('credentials-changed') }),
  /** The credentials were removed, as far as they could be. */
  z.strictObject({ kind: z.literal('credentials-wiped') }),
  /** The administrator accepted a record that began anew. */
  z.strictObject({ kind: z.literal('ledger-accepted') }),
  /** Somebody asks whether the station may be updated now. */
  z.strictObject({ kind: z.literal('update-window'), question: UpdateQuestion }),
]);
export type Delivery = z.infer<typeof Delivery>;

/** What came of handing it over. */
export type Delivered =
  /** The station that runs has it. */
  | { readonly kind: 'taken' }
  /** No station runs with this profile. */
  | { readonly kind: 'nobody' }
  /** `why` is a whole sentence. */
  | { readonly kind: 'failed'; readonly why: string };

/** What it came to where the engine did not give the lock; `unconfigured` is asked about the station that holds it. */
export function handedOver({ kind }: Delivery, refusal: LockRefusal, unconfigured: () => boolean): Delivered {
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
