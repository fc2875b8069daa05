import type { ByHand, CardSummary, Cards, Order, RawBody } from './cards.ts';
import type { SandboxClock } from './clock.ts';
import type { D1Server } from './d1-server.ts';
import type { ActiveFault, FaultRequest, Faults } from './faults.ts';
import type { RecordedRequest, RequestRecord, TlsFailure } from './record.ts';
import type { SeedName } from './seed-answers.ts';
import type { AbsentAnswer } from './status-endpoint.ts';
import { DEFAULT_TOKEN_LIFE_S, type Tokens } from './tokens.ts';

/** What can be set while the sandbox runs. */
export interface Settings {
  /** How a card without an order is answered. */
  readonly absent: AbsentAnswer;
  /** `expires_in` of new tokens, in seconds. */
  readonly tokenLifeS: number;
}

export const DEFAULT_SETTINGS: Settings = { absent: 'not-found', tokenLifeS: DEFAULT_TOKEN_LIFE_S };

/** Everything that can be done to the sandbox from outside; the control API is this, over HTTP. */
export interface Control {
  order(order: Order): CardSummary;
  step(cardId: string): CardSummary;
  set(cardId: string, state: ByHand): CardSummary;
  override(cardId: string, raw: RawBody | null): CardSummary;
  /** What the card details call answers for the card; null for one that it does not know. */
  setDetails(cardId: string, details: Readonly<Record<string, unknown>> | null): CardSummary;
  remove(cardId: string): void;
  cards(): CardSummary[];
  selectSeed(name: SeedName): void;
  /** Returns the fault's number, for `clearFaults`. */
  inject(fault: FaultRequest): number;
  /** Clears one fault, or all. */
  clearFaults(id?: number): void;
  faults(): readonly ActiveFault[];
  /** Puts the sandbox's clock this many ms ahead of the machine's. */
  shiftClock(offsetMs: number): void;
  /** The sandbox's time, ms since 1970. */
  now(): number;
  offsetMs(): number;
  expireTokens(): void;
  tokens(): number;
  configure(change: Partial<Settings>): Settings;
  settings(): Settings;
  requests(): readonly RecordedRequest[];
  tlsFailures(): readonly TlsFailure[];
  clearRequests(): void;
  /** The first request from now on that ends and matches. Rejects after `timeoutMs` (5 s by default). */
  nextRequest(matches: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
  /** D1 stops listening: connections end, new ones are refused. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  dropConnections(): void;
  /** Back to the start: no cards, faults or requests, the clock unshifted, settings as started, tokens expired, online. */
  clear(): Promise<void>;
}

export interface ControlParts {
  readonly cards: Cards;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly record: RequestRecord;
  readonly initial: Settings;
}

/** `server` is asked for only when used: the server in turn needs `settings`. */
export function createControl(parts: ControlParts, server: () => D1Server): Control {
  const { cards, clock, faults, tokens, record, initial } = parts;
  let settings = initial;
  const goOnline = (): Promise<void> => server().listen();
  return {
    order: cards.order,
    step: cards.step,
    set: cards.set,
    override: cards.override,
    setDetails: cards.setDetails,
    remove: cards.remove,
    cards: cards.list,
    selectSeed: cards.selectSeed,
    inject: faults.inject,
    clearFaults: faults.clear,
    faults: faults.list,
    shiftClock: clock.shift,
    now: clock.now,
    offsetMs: clock.offsetMs,
    expireTokens: tokens.expireAll,
    tokens: tokens.count,
    configure: (change) => {
      settings = { ...settings, ...change };
      return settings;
    },
    settings: () => settings,
    requests: record.list,
    tlsFailures: record.tlsFailures,
    clearRequests: record.clear,
    nextRequest: record.next,
    goOffline: () => server().stop(),
    goOnline,
    dropConnections: () => server().dropConnections(),
    clear: async () => {
      cards.removeAll();
      faults.clear();
      clock.shift(0);
      tokens.expireAll();
      record.clear();
      settings = initial;
      await goOnline();
    },
  };
}
