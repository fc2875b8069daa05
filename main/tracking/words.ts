/**
 * The words of Card Station, as values: phases, verdicts, fault families and their causes.
 * Lowest layer of all; it imports nothing, so that every other file, the screen included, can share it.
 */

/** What D1 has said of a card's PRODUCE operation so far. */
export const PHASES = [
  'not-asked',
  'not-found',
  'requested',
  'at-printer',
  'in-progress',
  'personalised',
  'data-failed',
  'production-failed',
  'cancelled',
  'failed',
  'unclear',
] as const;
export type Phase = (typeof PHASES)[number];

/** The phases in which D1 has ended the operation without a card that may be used. */
export const FAILURE_PHASES = [
  'data-failed',
  'production-failed',
  'cancelled',
  'failed',
] as const satisfies readonly Phase[];
export type FailurePhase = (typeof FAILURE_PHASES)[number];

/** What staff may do with the card now. Exactly these four. */
export const VERDICTS = ['wait', 'hand-over', 'do-not-hand-over', 'cannot-tell'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How long a wait has lasted, in words: `slow` and `stuck` change the wording, never the verdict. */
export const PATIENCE = ['normal', 'slow', 'stuck'] as const;
export type Patience = (typeof PATIENCE)[number];

/** `never`: no answer since start. `degraded`: a retry is running, the answers on screen are still fresh. */
export const CONNECTION_STATES = ['never', 'ok', 'degraded', 'down'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/**
 * Which pace cards under way are read by. `configured`: learning is off. `too-few`: the configured one, until enough cards
 * are known. `not-followed`: the configured one for the most part, since what was learned serves the newest cards worse.
 */
export const PACES_IN_USE = ['configured', 'too-few', 'not-followed', 'followed'] as const;
export type PaceInUse = (typeof PACES_IN_USE)[number];

/** The D1 environments that a station can be set to. */
export const ENVIRONMENTS = ['production', 'staging', 'develop', 'sandbox'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** How a station comes to D1: with credentials of its own, or through a relay of the bank that holds them. */
export const D1_MODES = ['direct', 'relay-mtls', 'relay-oauth'] as const;
export type D1Mode = (typeof D1_MODES)[number];

/**
 * Where a fault lies that is not D1's own: at the bank's relay, on the relay's own way to D1, or at the bank's identity
 * server. Only in the relay modes.
 */
export const FAULT_PLACES = ['relay', 'relay-at-d1', 'identity-server'] as const;
export type FaultPlace = (typeof FAULT_PLACES)[number];

/** Who can end a fault of this family. */
export const OWNERS = ['network', 'd1-administrator', 'branch-it', 'relay-administrator'] as const;
export type Owner = (typeof OWNERS)[number];

/** Every cause we tell apart, by family, in the order in which the screen lists them. */
export const FAULT_CAUSES = {
  network: ['dns', 'refused', 'reset', 'timeout', 'proxy', 'proxy-sign-in', 'server-error', 'too-many-requests'],
  'sign-in': ['token-refused', 'unauthorised', 'forbidden'],
  certificate: [
    'server-not-trusted',
    'wrong-host',
    'client-missing',
    'client-refused',
    'client-expired',
    'client-expiring',
    'key-mismatch',
  ],
  keychain: ['unavailable', 'locked', 'no-answer', 'empty', 'unreadable', 'too-large'],
  clock: ['skew', 'certificate-dates'],
  malformed: [
    'not-json',
    'shape',
    'too-large',
    'content-type',
    'no-content',
    'redirect',
    'not-modified',
    'stored-answer',
    'date-behind',
    'unexpected-status',
  ],
  ledger: [
    'full',
    'read-only',
    'locked',
    'damaged',
    'too-new',
    'lost',
    'rolled-back',
    'key-missing',
    'key-changed',
    'chain-broken',
  ],
  intake: ['folder-unreachable', 'files-refused', 'list-unreachable', 'list-unusable'],
  configuration: ['invalid', 'unreadable', 'other-mode'],
} as const;
export type FaultFamily = keyof typeof FAULT_CAUSES;
export const FAULT_FAMILIES = Object.keys(FAULT_CAUSES) as readonly FaultFamily[];
export type FaultCause<F extends FaultFamily = FaultFamily> = F extends FaultFamily
  ? (typeof FAULT_CAUSES)[F][number]
  : never;

/** Who answers for a family; `network` stands for the bank's network team or Thales. */
export const FAULT_OWNER: Readonly<Record<FaultFamily, Owner>> = {
  network: 'network',
  'sign-in': 'd1-administrator',
  certificate: 'branch-it',
  keychain: 'branch-it',
  clock: 'branch-it',
  malformed: 'network',
  ledger: 'branch-it',
  intake: 'branch-it',
  configuration: 'branch-it',
};

/** Who answers for one fault: what lies in the bank's data centre is its own, but for a certificate that is not trusted here. */
export function ownerOf({ family, at }: { readonly family: FaultFamily; readonly at?: FaultPlace }): Owner {
  const inDataCentre = at !== undefined && (family === 'network' || family === 'sign-in' || family === 'malformed');
  return inDataCentre ? 'relay-administrator' : FAULT_OWNER[family];
}

/**
 * What staff can do with a card, and what the administrator can do with the record of it. `undone` takes an earlier one
 * back; `accepted` ends the time in which a new ledger asks for a second person.
 */
export const ACTION_KINDS = [
  'handed-over',
  'rejected',
  'stored',
  'decided-elsewhere',
  'removed',
  'undone',
  'accepted',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** What staff do that ends a card's time on the screen, for good or for now. */
export const FINISHING_KINDS = [
  'handed-over',
  'rejected',
  'stored',
  'decided-elsewhere',
  'removed',
] as const satisfies readonly ActionKind[];
export type FinishingKind = (typeof FINISHING_KINDS)[number];

/** Why a finished card is not given to the customer. */
export const REJECT_REASONS = ['print', 'chip', 'damaged', 'wrong-card', 'other'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** What became of a rejected card; `good-after-all` gives the word back to D1. */
export const REJECT_OUTCOMES = ['destroyed', 'returned', 'good-after-all'] as const;
export type RejectOutcome = (typeof REJECT_OUTCOMES)[number];

/** What a dialog on the screen can be about. */
export const DIALOGS = ['hand-over', 'reject', 'store', 'decide-elsewhere', 'remove'] as const;
export type Dialog = (typeof DIALOGS)[number];

/** What staff can do with one card now. */
export const CARD_ACTS = [...DIALOGS, 'acknowledge'] as const;
export type CardAct = (typeof CARD_ACTS)[number];

/** What staff compare before they hand over: digits typed from the plastic, or something read back. */
export const PROOFS = ['last-four', 'reference', 'card-id'] as const;
export type Proof = (typeof PROOFS)[number];

/**
 * Why what staff asked for was not done and not recorded. `changed`: another card or operation was on stage than the
 * one that was pressed; `withdrawn`: D1 no longer says what the screen said; `no-answer`: D1 did not answer in time.
 */
export const ACT_REFUSALS = [
  'changed',
  'old-screen',
  'not-allowed',
  'check-list',
  'last-four',
  'identity',
  'second-person',
  'same-person',
  'ledger',
  'busy',
  'too-soon',
  'no-answer',
  'withdrawn',
  'too-late',
] as const;
export type ActRefusal = (typeof ACT_REFUSALS)[number];

/** How staff say who they are. */
export const STAFF_IDENTITIES = ['none', 'initials', 'badge'] as const;
export type StaffIdentity = (typeof STAFF_IDENTITIES)[number];

/** The languages whose words are complete. */
export const LANGUAGES = ['en', 'fr', 'es', 'ja', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How the screen is coloured. The four verdicts keep their shapes, words and places in each. */
export const THEMES = ['dark', 'light', 'high-contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** Where a card is kept: on the screen, put aside by staff, put aside by the station, or done with. */
export const PLACES = ['watched', 'stored', 'parked', 'finished'] as const;
export type Place = (typeof PLACES)[number];

/**
 * Why a bundle in the machine's folder was not taken. `open-to-others`: more than administrators and the station may write
 * it. `fault`: the keychain or D1 stood in the way. `left-behind`: it was taken, and cannot be deleted.
 */
export const IMPORT_PROBLEMS = [
  'open-to-others',
  'not-plain',
  'too-large',
  'unreadable',
  'passphrase-missing',
  'refused',
  'fault',
  'left-behind',
] as const;
export type ImportProblem = (typeof IMPORT_PROBLEMS)[number];

/** Why a scanned, typed or delivered card was not taken up. */
export const REFUSALS = [
  'empty',
  'too-long',
  'characters',
  'card-number',
  'track-data',
  'operation-id',
  'reference',
  'too-many-cards',
  'badge',
  'slip',
  'link',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export function isFailurePhase(phase: Phase): phase is FailurePhase {
  return (FAILURE_PHASES as readonly Phase[]).includes(phase);
}
