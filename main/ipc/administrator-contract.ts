/**
 * The administrator's area, as a part of the contract: what lies behind the PIN. Main holds the session and looks at it in
 * every call; what the page believes of it decides nothing.
 */
import { CONNECTION_STATES, ENVIRONMENTS, PACES_IN_USE } from '../tracking/words.ts';
import { FaultView, ImportView } from './fault-contract.ts';
import { z } from '../tracking/plain-zod.ts';

const instant = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();
const count = z.number().int().nonnegative();
/** One line of text from elsewhere: a version, an address, a name. */
const line = z.string().max(300);

/** What the self-test looks at, in this order; each step stands on the ones before it. */
export const SELF_TEST_STEPS = ['keychain', 'dns', 'tls', 'token', 'read'] as const;
/** Why a step was not done. `proxy`: the way leads through a proxy, which this step cannot look through. */
export const NOT_DONE_REASONS = ['no-configuration', 'no-credentials', 'before', 'proxy', 'no-card', 'ended'] as const;
export type NotDone = (typeof NOT_DONE_REASONS)[number];

/** One step of the self-test. */
const SelfTestLine = z.strictObject({
  step: z.enum(SELF_TEST_STEPS),
  state: z.enum(['waiting', 'running', 'ok', 'failed', 'not-done']),
  /** What was found, for support; empty where there is nothing to say. */
  detail: line,
  /** Set when it failed. */
  fault: FaultView.nullable(),
  /** Set when it was not done. */
  why: z.enum(NOT_DONE_REASONS).nullable(),
});
export type SelfTestLine = z.infer<typeof SelfTestLine>;

const SelfTestView = z.strictObject({
  running: z.boolean(),
  /** When it was started. */
  at: instant,
  lines: z.array(SelfTestLine).max(SELF_TEST_STEPS.length),
});
export type SelfTestView = z.infer<typeof SelfTestView>;

/** What a version looks at when it is started on a profile for the first time: the record, and the self-test. */
export const FIRST_START_CHECKS = ['record', ...SELF_TEST_STEPS] as const;
export type FirstStartCheck = (typeof FIRST_START_CHECKS)[number];

const FirstStartView = z.strictObject({
  /** When this version was first started on this profile. */
  since: instant,
  /** `waiting`: for credentials and the first answers. `not-fine`: made again at the next start. */
  test: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('waiting') }),
    z.strictObject({ kind: z.literal('running') }),
    z.strictObject({ kind: z.literal('fine'), at: instant }),
    z.strictObject({
      kind: z.literal('not-fine'),
      at: instant,
      checks: count,
      /** `fault` null: not done, because one before it failed. */
      failed: z
        .array(z.strictObject({ check: z.enum(FIRST_START_CHECKS), fault: FaultView.nullable() }))
        .max(FIRST_START_CHECKS.length),
    }),
  ]),
});
export type FirstStartView = z.infer<typeof FirstStartView>;

/** Whether somebody is signed in, and what the self-test has come to; it is nobody else's to see. */
export const AdministratorView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('locked') }),
  z.strictObject({ kind: z.literal('unlocked'), selfTest: SelfTestView.nullable() }),
]);
export type AdministratorView = z.infer<typeof AdministratorView>;

/** `look` asks what would come of trying a PIN now; `touch` says that somebody is still there. */
const AdministratorRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('look') }),
  z.strictObject({ act: z.literal('unlock'), pin: z.string().regex(/^[0-9]{1,12}$/) }),
  z.strictObject({ act: z.literal('touch') }),
  z.strictObject({ act: z.literal('lock') }),
]);
export type AdministratorRequest = z.infer<typeof AdministratorRequest>;

/**
 * `locked`: a PIN may be tried. `wrong`, `wait`: none may for `waitMs`. `no-pin`: none is set. `keychain`: it cannot be
 * read, so no PIN can be looked at.
 */
const AdministratorAnswer = z.strictObject({
  kind: z.enum(['unlocked', 'locked', 'wrong', 'wait', 'no-pin', 'keychain']),
  waitMs: milliseconds,
});
export type AdministratorAnswer = z.infer<typeof AdministratorAnswer>;

const Locked = z.strictObject({ kind: z.literal('locked') });

/** What support asks for on the phone. No key, no token, no issuer id is in it. */
const OpenDiagnostics = z.strictObject({
  kind: z.literal('open'),
  /** When it was put together. */
  at: instant,
  station: z.strictObject({ name: line, persoStation: line, environment: z.enum(ENVIRONMENTS).nullable() }),
  versions: z.strictObject({ app: line, electron: line, chromium: line, node: line, platform: line }),
  /** Null without a configuration: there is no test then. */
  firstStart: FirstStartView.nullable(),
  /** Base addresses; null without a configuration. */
  d1: z.strictObject({ authUrl: z.string().max(600), bankingUrl: z.string().max(600) }).nullable(),
  credentials: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('present'),
      kid: line,
      /** Null when its file is missing, cannot be read, or is another one; `none` where the station needs none. */
      certificate: z
        .strictObject({ subject: line, serial: line, notAfter: instant, daysLeft: z.number().int() })
        .or(z.literal('none'))
        .nullable(),
    }),
    z.strictObject({ kind: z.literal('absent') }),
    z.strictObject({ kind: z.literal('fault'), cause: line, detail: line }),
  ]),
  /** Why the bundle in the machine's folder was not taken, or not deleted; null when there is none or all is well. */
  bundle: ImportView.nullable(),
  /** The command that provisions this station again, as it has to be typed here. */
  provisionCommand: z.string().max(2_000),
  connection: z.strictObject({ state: z.enum(CONNECTION_STATES), lastContactAgeMs: milliseconds.nullable() }),
  /** Every active fault, also those that are not on the screen yet; at most 30. */
  faults: z.array(FaultView).max(30),
  ledger: z.strictObject({
    standing: z.enum(['opening', 'accepted', 'unaccepted', 'failing']),
    /** Staff actions ever recorded, and the first 8 hexadecimal digits of the newest one's signature; null before the record is checked. */
    count: count.nullable(),
    head: z.string().max(8).nullable(),
    fileBytes: count.nullable(),
  }),
  cards: z.strictObject({ watched: count, stored: count, parked: count }),
  /** How often cards under way are read; the times are those within which half of the cards and nine of ten were done. */
  pace: z.strictObject({
    inUse: z.enum(PACES_IN_USE),
    /** How much what was learned counts beside the configured pace. */
    sharePercent: count.max(100),
    cards: count,
    drifted: z.boolean(),
    medianMs: milliseconds.nullable(),
    ninetyMs: milliseconds.nullable(),
  }),
  /** Calls to D1 in the last hour, by this run of the program. */
  calls: z.strictObject({ answered: count, failed: count }),
  /** How far this PC's clock is ahead of D1's, in ms; null before the first sign-in. */
  clockSkewMs: z.number().nullable(),
  displays: z.array(z.strictObject({ width: count, height: count, scale: z.number().positive() })).max(8),
  logFile: z.string().max(1_000),
});
export type OpenDiagnostics = z.infer<typeof OpenDiagnostics>;

const Diagnostics = z.discriminatedUnion('kind', [Locked, OpenDiagnostics]);
export type Diagnostics = z.infer<typeof Diagnostics>;

/** The longest value of a setting that is shown. */
export const MAX_SETTING_TEXT = 600;

/** One setting that is in effect. */
const SettingLine = z.strictObject({
  /** `group.key`. */
  path: line,
  /** Text as it is, anything else as JSON. */
  value: z.string().max(MAX_SETTING_TEXT),
  /** The source that set it; null for the default. */
  origin: z.string().max(MAX_SETTING_TEXT).nullable(),
});
export type SettingLine = z.infer<typeof SettingLine>;

/** Empty while the configuration has problems: the screen behind shows them. */
const Settings = z.discriminatedUnion('kind', [
  Locked,
  z.strictObject({ kind: z.literal('open'), lines: z.array(SettingLine).max(500) }),
]);
export type Settings = z.infer<typeof Settings>;

const SelfTestRequest = z.strictObject({ act: z.enum(['start', 'end']) });
export type SelfTestRequest = z.infer<typeof SelfTestRequest>;

/** `taken` says that it was allowed; what comes of it is in the snapshots, or in the end of the program. */
const AdministratorDone = z.strictObject({ kind: z.enum(['taken', 'locked']) });
export type AdministratorDone = z.infer<typeof AdministratorDone>;

/** `left`: what could not be removed, a line each. */
const WipeAnswer = z.discriminatedUnion('kind', [
  Locked,
  z.strictObject({ kind: z.literal('wiped'), left: z.array(line).max(20) }),
]);
export type WipeAnswer = z.infer<typeof WipeAnswer>;

/** What the page may call; every answer but that of the first says `locked` while nobody is signed in. */
export const ADMINISTRATOR_CALLS = {
  'station:administrator': { request: AdministratorRequest, response: AdministratorAnswer },
  'station:diagnostics': { request: z.strictObject({}), response: Diagnostics },
  'station:settings': { request: z.strictObject({}), response: Settings },
  'station:self-test': { request: SelfTestRequest, response: AdministratorDone },
  /** Removes the credentials and the PIN of this station. */
  'station:wipe': { request: z.strictObject({}), response: WipeAnswer },
  /** Ends the program. */
  'station:quit': { request: z.strictObject({}), response: AdministratorDone },
} as const;

/** The same on `window.station`. */
export interface AdministratorBridge {
  administrator(request: AdministratorRequest): Promise<AdministratorAnswer>;
  diagnostics(): Promise<Diagnostics>;
  settings(): Promise<Settings>;
  selfTest(act: SelfTestRequest['act']): Promise<AdministratorDone>;
  wipe(): Promise<WipeAnswer>;
  quit(): Promise<AdministratorDone>;
}
