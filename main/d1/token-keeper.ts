import type { Fault } from '../tracking/fault.ts';
import type { Clock, Stamp } from '../tracking/instant.ts';

/** An access token as D1 gave it. */
export interface GrantedToken {
  readonly accessToken: string;
  /** `expires_in` as milliseconds; null when D1 gave none. */
  readonly lifetimeMs: number | null;
  /** When the request was sent: the life is counted from there. */
  readonly sentAt: Stamp;
}

export type TokenOutcome =
  { readonly kind: 'token'; readonly accessToken: string } | { readonly kind: 'fault'; readonly fault: Fault };
export type GrantOutcome =
  { readonly kind: 'granted'; readonly token: GrantedToken } | { readonly kind: 'fault'; readonly fault: Fault };

export interface TokenKeeperOptions {
  /** Asks D1 for a token; never rejects. */
  readonly requestToken: () => Promise<GrantOutcome>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Back-off after a refused sign-in, for the whole station, in ms. */
  readonly firstMs: number;
  readonly ceilingMs: number;
  /** Back-off ceiling after a failure of the way to D1, in ms. */
  readonly networkCeilingMs: number;
  /** Told of each sign-in: the renewal is also the probe that keeps an idle station's connection state true. */
  readonly onSignIn: (outcome: GrantOutcome) => void;
}

/** A token without a lifetime is kept this long, in ms. */
const DEFAULT_LIFETIME_MS = 5 * 60_000;
/** D1's tokens live 15 minutes; nothing is believed to live longer, in ms. */
const MAX_LIFETIME_MS = 15 * 60_000;
/** A token that lives shorter than this is used for one call, in ms. */
const USE_ONCE_MS = 30_000;
/** Renewed after this share of its life, so that a read never meets its end. */
const RENEW_AFTER = 0.8;

interface Kept {
  readonly accessToken: string;
  readonly reusableUntil: number;
}

/** Holds the one access token of the station in memory: one request in flight for all callers. */
export class TokenKeeper {
  private readonly options: TokenKeeperOptions;
  private kept: Kept | null = null;
  private inFlight: Promise<TokenOutcome> | null = null;
  private refusal: { readonly fault: Fault; readonly until: number } | null = null;
  private failures = 0;
  private cancelRenewal = (): void => undefined;
  private stopped = false;

  constructor(options: TokenKeeperOptions) {
    this.options = options;
  }

  /** A usable token, or why there is none. While a back-off runs it answers at once with the fault that caused it. */
  get(): Promise<TokenOutcome> {
    const now = this.options.clock.now().mono;
    if (this.kept !== null && now < this.kept.reusableUntil) {
      return Promise.resolve({ kind: 'token', accessToken: this.kept.accessToken });
    }
    if (this.refusal !== null && now < this.refusal.until)
      return Promise.resolve({ kind: 'fault', fault: this.refusal.fault });
    this.inFlight ??= this.renew().finally(() => {
      this.inFlight = null;
    });
    return this.inFlight;
  }

  /** Drops a token that D1 no longer accepts; one that was renewed meanwhile stays. */
  drop(accessToken: string): void {
    if (this.kept?.accessToken === accessToken) this.kept = null;
  }

  /** A brand-new token was refused on a read: the station stays away from the sign-in for a growing while. */
  refused(fault: Fault): void {
    this.kept = null;
    // Every card that was being read meets the same refusal: for the station it is one.
    if (this.refusal !== null && this.options.clock.now().mono < this.refusal.until) return;
    this.backOff(fault);
  }

  /** A read was accepted: the next refusal starts from the short back-off again. */
  accepted(): void {
    this.failures = 0;
  }

  /** Ends any back-off: the network came back, or the machine woke up. */
  retryNow(): void {
    if (
      this.refusal !== null &&
      this.refusal.fault.family !== 'sign-in' &&
      this.refusal.fault.retryAfterMs === undefined
    ) {
      this.refusal = null;
    }
    if (this.kept === null) void this.get();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRenewal();
  }

  private async renew(): Promise<TokenOutcome> {
    const outcome = await this.options.requestToken();
    if (this.stopped)
      return outcome.kind === 'fault' ? outcome : { kind: 'token', accessToken: outcome.token.accessToken };
    if (outcome.kind === 'fault') {
      this.backOff(outcome.fault);
      this.options.onSignIn(outcome);
      return outcome;
    }
    const { accessToken, lifetimeMs, sentAt } = outcome.token;
    const life = Math.min(lifetimeMs ?? DEFAULT_LIFETIME_MS, MAX_LIFETIME_MS);
    const reuseMs = life < USE_ONCE_MS ? 0 : life * RENEW_AFTER;
    this.kept = reuseMs === 0 ? null : { accessToken, reusableUntil: sentAt.mono + reuseMs };
    this.refusal = null;
    this.scheduleRenewal(Math.max(reuseMs, USE_ONCE_MS));
    this.options.onSignIn(outcome);
    return { kind: 'token', accessToken };
  }

  private backOff(fault: Fault): void {
    this.failures += 1;
    const refused = fault.family === 'sign-in' || fault.family === 'clock';
    const ceiling = refused ? this.options.ceilingMs : this.options.networkCeilingMs;
    const first = refused ? this.options.firstMs : 1_000;
    const grown = Math.min(ceiling, first * 2 ** Math.min(this.failures - 1, 16));
    // A refused sign-in never comes back sooner than its first delay; a broken way is tried with full jitter.
    const delay = refused ? Math.max(first, grown * (0.5 + this.options.random() / 2)) : grown * this.options.random();
    const waitMs = Math.max(delay, fault.retryAfterMs ?? 0);
    this.refusal = { fault, until: this.options.clock.now().mono + waitMs };
    this.scheduleRenewal(waitMs);
  }

  private scheduleRenewal(inMs: number): void {
    this.cancelRenewal();
    this.cancelRenewal = this.options.clock.after(Math.ceil(inMs) + 1, () => void this.get());
  }
}
