/**
 * Every message between main and the screen, with its schema. The only file of main that the renderer may import.
 * Main decides and sends whole, numbered snapshots; the screen shows them and sends back what a person did.
 */
import {
  ACT_REFUSALS,
  ACTION_KINDS,
  CARD_ACTS,
  CONNECTION_STATES,
  DIALOGS,
  ENVIRONMENTS,
  LANGUAGES,
  PATIENCE,
  PHASES,
  PROOFS,
  REFUSALS,
  REJECT_OUTCOMES,
  REJECT_REASONS,
  STAFF_IDENTITIES,
  THEMES,
  VERDICTS,
  type Dialog,
} from '../tracking/words.ts';
import { ADMINISTRATOR_CALLS, AdministratorView, type AdministratorBridge } from './administrator-contract.ts';
import { FaultView, ImportView } from './fault-contract.ts';
import { z } from '../tracking/plain-zod.ts';
import { ReasonTextView } from './reason-view.ts';
import { RecentList } from './recent-view.ts';

export { MAX_RECENT, RecentList, type RecentView } from './recent-view.ts';
export { ADMINISTRATOR_CALLS } from './administrator-contract.ts';
export type * from './administrator-contract.ts';
export type { FaultView } from './fault-contract.ts';

/** `hand-over` is withdrawn by the page when this long passes without a snapshot, in ms; everything else about a card as well. */
export const SILENCE_LIMIT_MS = 3_000;
/** The same for a screen without a card and with nobody at it, in ms. */
export const REST_SILENCE_MS = 15_000;

const instant = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** What staff did with the card of this operation, where it lies over D1's word. */
export const MarkView = z.strictObject({
  kind: z.enum(['handed-over', 'rejected', 'decided-elsewhere']),
  at: instant,
  /** Initials or badge; null where the station asks for none. */
  by: z.string().nullable(),
  second: z.string().nullable(),
  outcome: z.enum(REJECT_OUTCOMES).nullable(),
});
export type MarkView = z.infer<typeof MarkView>;

/** What D1 knows of the plastic. The last four digits stay in main: staff type them from the card. */
export const DetailsView = z.strictObject({
  scheme: z.string().nullable(),
  expiry: z.string().nullable(),
  product: z.string().nullable(),
});
export type DetailsView = z.infer<typeof DetailsView>;

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
  /** The bank's own words for `reason`, where D1 has ended the order and the bank has any. */
  reasonText: ReasonTextView.nullable(),
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
  /** Null unless what staff did, and not D1, forbids handing over. */
  mark: MarkView.nullable(),
  /** A person has seen that this card must not be handed over. */
  acknowledged: z.boolean(),
  details: DetailsView.nullable(),
  /** How staff show that the plastic is this card. */
  proof: z.enum(PROOFS),
  /** What staff can do with the card now, in the order of the buttons. */
  acts: z.array(z.enum(CARD_ACTS)),
});
export type CardView = z.infer<typeof CardView>;

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
  /** `bundle`: why the one in the machine's folder was not taken. */
  z.strictObject({ kind: z.literal('not-provisioned'), bundle: ImportView.nullable() }),
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

/** What staff are doing at the screen. */
export const DeskView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  /** The dialog that is open; it holds the stage. */
  z.strictObject({ kind: z.literal('open'), dialog: z.enum(DIALOGS), cardId: z.string() }),
  /** D1 is asked once more, for at most `limitMs` from `since`. */
  z.strictObject({ kind: z.literal('checking'), cardId: z.string(), since: instant, limitMs: milliseconds }),
  /** Recorded: the card goes to the customer now. Shown for `leftMs` more, or until it is closed. */
  z.strictObject({
    kind: z.literal('given'),
    cardId: z.string(),
    reference: z.string().nullable(),
    at: instant,
    leftMs: milliseconds,
  }),
  z.strictObject({ kind: z.literal('refused'), cardId: z.string(), why: z.enum(ACT_REFUSALS), at: instant }),
]);
export type DeskView = z.infer<typeof DeskView>;

/** The newest action, while it can be taken back. */
export const UndoView = z.strictObject({
  number: z.number().int().positive(),
  kind: z.enum(ACTION_KINDS),
  cardId: z.string(),
  reference: z.string().nullable(),
  leftMs: milliseconds,
});
export type UndoView = z.infer<typeof UndoView>;

/** A card that is not asked for: stored for a customer who left, or parked because nobody touched it. */
export const ShelfView = z.strictObject({
  cardId: z.string(),
  reference: z.string().nullable(),
  place: z.enum(['stored', 'parked']),
  since: instant,
});
export type ShelfView = z.infer<typeof ShelfView>;

/** What the bank asks of staff. */
export const StaffView = z.strictObject({
  identity: z.enum(STAFF_IDENTITIES),
  /** Whether handing over and rejecting need a second person now. */
  secondForHandOver: z.boolean(),
  secondForReject: z.boolean(),
  checkPrint: z.boolean(),
  /** Further points of the check list, as the bank wrote them. */
  checkItems: z.array(z.string()),
});
export type StaffView = z.infer<typeof StaffView>;

/** How loud the station is now. */
export const SoundView = z.strictObject({
  /** 0 to 100. */
  volume: z.number().int().min(0).max(100),
  muted: z.boolean(),
  /** When the quiet hours that hold now end, ms since 1970; null outside of them. */
  quietUntil: instant.nullable(),
});
export type SoundView = z.infer<typeof SoundView>;

/** The whole screen, numbered. */
export const StationView = z.strictObject({
  /** Snapshot number, rising by at least one. */
  sequence: z.number().int().positive(),
  /** Main's wall clock when the snapshot was made, ms since 1970. */
  at: instant,
  /** After how long without another snapshot nothing of this one is current, in ms: longer only where nothing is at stake. */
  silentAfterMs: z.number().int().min(SILENCE_LIMIT_MS).max(REST_SILENCE_MS),
  stationName: z.string(),
  /** D1's `persoStation` from the local configuration: "this kiosk", not a fact from D1. */
  persoStation: z.string(),
  version: z.string(),
  /** True for a package built on the runtime that is for demo and tests only. */
  testBuild: z.boolean(),
  environment: z.enum(ENVIRONMENTS).nullable(),
  language: z.enum(LANGUAGES),
  theme: z.enum(THEMES),
  sound: SoundView,
  /** After how long without a touch, a scan or news the screen without a card grows darker. */
  dimAfterMs: milliseconds,
  /** `us`: the scanner sends the keys of a US keyboard, whatever the PC's own layout is. */
  keyboardLayout: z.enum(['as-typed', 'us']),
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
  desk: DeskView,
  undo: UndoView.nullable(),
  /** Oldest first. */
  shelf: z.array(ShelfView),
  staff: StaffView,
  /** `unaccepted`: a new record was begun; handing over needs a second person until the administrator accepts it. */
  ledger: z.enum(['opening', 'accepted', 'unaccepted', 'failing']),
  administrator: AdministratorView,
});
export type StationView = z.infer<typeof StationView>;

/** The longest text that any channel accepts from the page. */
export const MAX_SCAN_LENGTH = 512;

const cardId = z.string().max(48);
const person = z.string().max(64).nullable();
/** What a press is about: the card, its operation, and the number of the snapshot it was made on. */
const press = {
  cardId,
  operationId: z.string().max(256).nullable(),
  sequence: z.number().int().positive(),
  by: person,
  second: person,
};
const done = z.strictObject({});

/** "Hand over", with the check list as staff filled it in. The outcome comes with the snapshots. */
export const HandOverRequest = z.strictObject({
  ...press,
  operationId: z.string().max(256),
  lastFour: z.string().max(4).nullable(),
  readBack: z.boolean(),
  print: z.boolean(),
  items: z.array(z.number().int().nonnegative()).max(10),
});
export type HandOverRequest = z.infer<typeof HandOverRequest>;

/** What the other dialogs ask for. */
export const ActRequest = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('reject'),
    ...press,
    reason: z.enum(REJECT_REASONS),
    outcome: z.enum(REJECT_OUTCOMES),
  }),
  z.strictObject({ act: z.literal('store'), ...press }),
  z.strictObject({ act: z.literal('decide-elsewhere'), ...press }),
  z.strictObject({ act: z.literal('remove'), ...press }),
]);
export type ActRequest = z.infer<typeof ActRequest>;

/** What a person sets at the screen itself; it lasts until it is set again. */
export const ScreenChoice = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.literal('language'), value: z.enum(LANGUAGES) }),
  z.strictObject({ choice: z.literal('theme'), value: z.enum(THEMES) }),
  z.strictObject({ choice: z.literal('muted'), value: z.boolean() }),
  z.strictObject({ choice: z.literal('volume'), value: z.number().int().min(0).max(100) }),
]);
export type ScreenChoice = z.infer<typeof ScreenChoice>;

/** What came of a scan: a badge is given back to the dialog that asked who is there, and goes nowhere else. */
export const ScanOutcome = z.strictObject({
  kind: z.enum(['watched', 'refused', 'badge']),
  badge: z.string().nullable(),
});
export type ScanOutcome = z.infer<typeof ScanOutcome>;

/** What the page may call; each is answered. */
export const CALLS = {
  /** The page is ready to show: answered with the newest snapshot. */
  'station:ready': { request: z.strictObject({}), response: StationView },
  /** A finished scan or a typed id, as it came; main validates it and shows the outcome as a notice or a card. */
  'station:watch': {
    request: z.strictObject({ text: z.string().max(MAX_SCAN_LENGTH), how: z.enum(['scanned', 'typed']) }),
    response: ScanOutcome,
  },
  /** A touch on a listed card: puts it on stage for a while. */
  'station:focus': { request: z.strictObject({ cardId }), response: done },
  /** Staff have seen that the card must not be handed over. */
  'station:acknowledge': { request: z.strictObject({ cardId }), response: done },
  /** A stored or parked card is wanted again. */
  'station:bring-back': { request: z.strictObject({ cardId }), response: done },
  /** Opens a dialog about the card on stage; it holds the stage until it is closed. */
  'station:open': { request: z.strictObject({ dialog: z.enum(DIALOGS), cardId }), response: done },
  /** Closes the dialog, or the outcome that is shown. */
  'station:close': { request: z.strictObject({}), response: done },
  'station:hand-over': { request: HandOverRequest, response: done },
  'station:act': { request: ActRequest, response: done },
  /** Takes the newest action back, by its number. */
  'station:undo': { request: z.strictObject({ number: z.number().int().positive() }), response: done },
  /** What staff did today. */
  'station:recent': { request: z.strictObject({}), response: RecentList },
  /** Sets language, colours or sound of the screen. */
  'station:choose': { request: ScreenChoice, response: done },
  /** The administrator's area: the PIN, what lies behind it, and the end of the program. */
  ...ADMINISTRATOR_CALLS,
  /** The page has painted every snapshot up to this number; 0: nothing is in it. */
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

/** What the preload puts on `window.station`: named functions, nothing generic. */
export interface StationBridge extends AdministratorBridge {
  ready(): Promise<StationView>;
  watch(text: string, how: 'scanned' | 'typed'): Promise<ScanOutcome>;
  focus(cardId: string): Promise<void>;
  acknowledge(cardId: string): Promise<void>;
  bringBack(cardId: string): Promise<void>;
  open(dialog: Dialog, cardId: string): Promise<void>;
  close(): Promise<void>;
  handOver(request: HandOverRequest): Promise<void>;
  act(request: ActRequest): Promise<void>;
  undo(number: number): Promise<void>;
  recent(): Promise<RecentList>;
  choose(choice: ScreenChoice): Promise<void>;
  painted(sequence: number): Promise<void>;
  /**
   * Calls back with each snapshot and the moment at which it came; returns its own unsubscribe. Whoever listens first is told at
   * once of what came before: main sends one as soon as a page begins.
   */
  onSnapshot(listener: (view: unknown, heardAt: HeardAt) => void): () => void;
}

/** By the page's two clocks: `performance.now()`, and ms since 1970. */
export interface HeardAt {
  readonly mono: number;
  readonly wall: number;
}
