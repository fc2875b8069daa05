/**
 * Every message between main and the screen, with its schema. The only file of main that the renderer may import.
 * Main decides and sends whole, numbered snapshots; the screen shows them and sends back what a person did.
 */
import { z } from 'zod';

import {
  CONNECTION_STATES,
  ENVIRONMENTS,
  FAULT_FAMILIES,
  OWNERS,
  PATIENCE,
  PHASES,
  REFUSALS,
  VERDICTS,
} from '../tracking/words.ts';

// The page's policy allows no eval, and zod's compiled validators need it.
z.config({ jitless: true });

const instant = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** One watched card as main sees it at the snapshot's moment. */
export const CardView = z.strictObject({
  cardId: z.string(),
  /** The branch's own ticket text, always shown with a label; null when none was given. */
  reference: z.string().nullable(),
  operationId: z.string().nullable(),
  phase: z.enum(PHASES),
  verdict: z.enum(VERDICTS),
  /** Why the verdict is `cannot-tell`: the words differ, the colour does not. Null for every other verdict. */
  doubt: z.enum(['never-answered', 'not-found', 'contradiction', 'stale', 'clock-jump']).nullable(),
  patience: z.enum(PATIENCE),
  /** D1's own `status` and `details.status`, shown where we do not know the value. */
  raw: z.strictObject({ status: z.string(), detail: z.string() }).nullable(),
  /** D1's `details.reason`, `errorCode` and `error`: text, never interpreted, cut at 200 characters. */
  reason: z.string().nullable(),
  errorCode: z.string().nullable(),
  error: z.string().nullable(),
  /** True while a newer order replaced the one that was watched before and nobody has touched the card since. */
  newOrder: z.boolean(),
  /** Wall-clock instants, ms since 1970. */
  addedAt: instant,
  phaseSince: instant,
  /** When the request of the newest answer was sent; null before the first. */
  answerAt: instant.nullable(),
  /** Age of that answer at the snapshot's moment, in ms; null before the first. */
  answerAgeMs: milliseconds.nullable(),
  /** For how many ms from the snapshot's moment `hand-over` holds; null unless the verdict is `hand-over`. */
  greenForMs: milliseconds.nullable(),
  /** For how many ms the elapsed time runs: frozen when the phase is final. */
  endedAt: instant.nullable(),
});
export type CardView = z.infer<typeof CardView>;

export const FaultView = z.strictObject({
  family: z.enum(FAULT_FAMILIES),
  cause: z.string(),
  owner: z.enum(OWNERS),
  detail: z.string(),
  correlationId: z.string().nullable(),
  since: instant,
  daysLeft: z.number().int().nullable(),
  skewMs: z.number().nullable(),
});
export type FaultView = z.infer<typeof FaultView>;

/** One problem of the configuration: where it is and what to do, in a sentence. */
export const ConfigurationProblemView = z.strictObject({ path: z.string(), message: z.string(), source: z.string() });
export type ConfigurationProblemView = z.infer<typeof ConfigurationProblemView>;

/**
 * What the whole window is about. `board` covers idle, one card and several cards;
 * a fault on the board is a full screen while `connection` is `never`, a banner afterwards.
 */
export const ScreenView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('configuration'), problems: z.array(ConfigurationProblemView) }),
  z.strictObject({ kind: z.literal('not-provisioned') }),
  z.strictObject({ kind: z.literal('board') }),
]);
export type ScreenView = z.infer<typeof ScreenView>;

/** What came of the last scan, typed id, or delivery; shown for some seconds, changes nothing else. */
export const IntakeNotice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    id: z.number().int(),
    refusal: z.enum(REFUSALS),
    max: z.number().int().nullable(),
  }),
  z.strictObject({ kind: z.literal('already-watched'), id: z.number().int(), cardId: z.string() }),
]);
export type IntakeNotice = z.infer<typeof IntakeNotice>;

/** The whole screen, numbered. */
export const StationView = z.strictObject({
  /** Snapshot number, rising by at least one. */
  sequence: z.number().int().positive(),
  /** Main's wall clock when the snapshot was made, ms since 1970. */
  at: instant,
  stationName: z.string(),
  /** D1's `persoStation` from the local configuration: "this kiosk", not a fact from D1. */
  persoStation: z.string(),
  version: z.string(),
  /** True for a package built on the runtime that is for demo and tests only. */
  testBuild: z.boolean(),
  environment: z.enum(ENVIRONMENTS).nullable(),
  language: z.string(),
  screen: ScreenView,
  connection: z.strictObject({
    state: z.enum(CONNECTION_STATES),
    /** Age of the newest successful exchange with D1 (read or sign-in) in ms; null when there was none. */
    lastContactAgeMs: milliseconds.nullable(),
    /** When the state began, ms since 1970. */
    since: instant,
  }),
  /** Active faults in the order of the families. */
  faults: z.array(FaultView),
  /** The card that fills the screen; null when idle. */
  stage: z.string().nullable(),
  /** Every active card in stage order; the one on stage is among them. */
  cards: z.array(CardView),
  /** Cards that may be active at once. */
  maxCards: z.number().int().positive(),
  notice: IntakeNotice.nullable(),
});
export type StationView = z.infer<typeof StationView>;

/** The longest text that any channel accepts from the page. */
export const MAX_SCAN_LENGTH = 512;

/** What the page may call; each is answered. */
export const CALLS = {
  /** The page is ready to show: answered with the newest snapshot. */
  'station:ready': { request: z.strictObject({}), response: StationView },
  /** A finished scan or a typed id, as it came; main validates it and shows the outcome as a notice or a card. */
  'station:watch': {
    request: z.strictObject({ text: z.string().max(MAX_SCAN_LENGTH) }),
    response: z.strictObject({ accepted: z.boolean() }),
  },
  /** A touch on a listed card: puts it on stage for a while. */
  'station:focus': { request: z.strictObject({ cardId: z.string().max(48) }), response: z.strictObject({}) },
  /** Takes a card off the screen. */
  'station:remove': { request: z.strictObject({ cardId: z.string().max(48) }), response: z.strictObject({}) },
  /** The page has painted every snapshot up to this number. */
  'station:painted': {
    request: z.strictObject({ sequence: z.number().int().nonnegative() }),
    response: z.strictObject({}),
  },
} as const;
export type CallName = keyof typeof CALLS;
export type CallRequest<N extends CallName> = z.infer<(typeof CALLS)[N]['request']>;
export type CallResponse<N extends CallName> = z.infer<(typeof CALLS)[N]['response']>;

/** What main sends unasked. */
export const PUSHES = { 'station:snapshot': StationView } as const;
export type PushName = keyof typeof PUSHES;

/** `hand-over` is withdrawn by the page when this long passes without a snapshot, in ms. */
export const SILENCE_LIMIT_MS = 3_000;

/** What the preload puts on `window.station`: named functions, nothing generic. */
export interface StationBridge {
  ready(): Promise<StationView>;
  watch(text: string): Promise<{ accepted: boolean }>;
  focus(cardId: string): Promise<void>;
  remove(cardId: string): Promise<void>;
  painted(sequence: number): Promise<void>;
  /** Calls back with each snapshot, already checked; returns its own unsubscribe. */
  onSnapshot(listener: (view: unknown) => void): () => void;
}
