import type { Phase } from './words.ts';

/** A phase that an operation itself can be in. */
export type OperationPhase = Exclude<Phase, 'not-asked' | 'not-found'>;

/**
 * The pairs that D1 publishes for instant issuance, exact to the letter.
 * Source: D1 portal, Track production (six statuses, top-level status from the page's examples).
 */
const KNOWN: ReadonlyMap<string, { readonly status: string; readonly phase: OperationPhase }> = new Map([
  ['CARD_PROD_REQUESTED', { status: 'PENDING', phase: 'requested' }],
  ['CARD_PROD_READY', { status: 'PENDING', phase: 'at-printer' }],
  ['CARD_PROD_DONE', { status: 'SUCCESSFUL', phase: 'personalised' }],
  ['DATA_EXCEPTION', { status: 'FAILED', phase: 'data-failed' }],
  ['CARD_PROD_EXCEPTION', { status: 'FAILED', phase: 'production-failed' }],
  ['CARD_PROD_CANCELED', { status: 'FAILED', phase: 'cancelled' }],
]);

/**
 * What D1's pair of `status` and `details.status` means. Only the exact pair SUCCESSFUL and CARD_PROD_DONE is
 * `personalised`; a new detail beside PENDING or FAILED keeps that meaning, every contradiction is `unclear`.
 */
export function phaseOf(status: string, detail: string): OperationPhase {
  const known = KNOWN.get(detail);
  if (known !== undefined) return known.status === status ? known.phase : 'unclear';
  if (status === 'PENDING') return 'in-progress';
  if (status === 'FAILED') return 'failed';
  return 'unclear';
}
