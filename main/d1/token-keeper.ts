import { stayAway } from '../tracking/back-off.ts';
import type { Fault } from '../tracking/fault.ts';
import { clocksJumped } from '../tracking/clock-watch.ts';
import { isOver, type Clock, type Stamp } from '../tracking/instant.ts';
import { pauseAfter, type PauseKind } from './sign-in-pause.ts';
import { lifeOf, renewAt, usableUntil, type KeptToken } from './token-life.ts';

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

/** A station whose tokens cannot be kept asks for one this often all the same, to know that it can, in ms. */
const PROBE_MS = 30_000;
/**
 * Why the station stays away from the sign-in, and until when. On both clocks, of which one goes on while the machine sleeps: it
 * stays away then as well.
 */
interface Refusal {
  readonly fault: Fault;
  readonly until: Stamp;
  /** Until when D1 itself asked us to stay away; nobody passes that. */
  readonly heldUntil: Stamp;
  /** Nobody had asked for a token when the pause was set. */
  readonly idle: boolean;
}

/** Holds the one access token of the station in memory: one request in flight for all callers. */
export class TokenKeeper {
  private readonly options: TokenKeeperOptions;
  private kept: KeptToken | null = null;
  private inFlight: Promise<TokenOutcome> | null = null;
  private refusal: Refusal | null = null;
  private failures = 0;
  private minimumLifeMs = 0;
  /** Somebody has asked for a token since the last sign-in failed. */
  private wanted = false;
  /** D1 refused new tokens on reads and has accepted none since. */
  private inDoubt = false;
  private cancelRenewal = (): void => undefined;
  private stopped = false;

  constructor(options: TokenKeeperOptions) {
    this.options = options;
  }

  /**
   * A usable token, or why there is none. While a back-off runs it answers at once with the fault that caused it;
   * `urgent` passes the back-off after a failure of the way, and everybody passes that of a station that was idle; nobody
   * passes one that D1 asked for, nor that of a refused sign-in.
   */
  get(urgent = false): Promise<TokenOutcome> {
    const now = this.options.clock.now();
    if (this.kept !== null && now.mono < usableUntil(this.kept) && !this.sleptSince(this.kept)) {
      return Promise.resolve({ kind: 'token', accessToken: this.kept.accessToken });
    }
    this.wanted = true;
    const { refusal } = this;
    if (this.inFlight === null && refusal !== null && !isOver(refusal.until, now)) {
      const passes = (urgent || refusal.idle) && !isRefusal(refusal.fault) && isOver(refusal.heldUntil, now);
      if (!passes) return Promise.resolve({ kind: 'fault', fault: faultNow(refusal, now) });
    }
    return this.renewal();
  }

  /**
   * From now on the token is renewed early enough to have this much life left, in ms; 0 for the ordinary renewal.
   * A token too short for that is renewed every half minute; what is left then is the best that D1 gives.
   */
  setMinimumLife(ms: number): void {
    this.minimumLifeMs = Number.isFinite(ms) ? Math.max(0, ms) : 0;
    if (this.kept !== null && this.inFlight === null) this.planRenewal();
  }

  /** Drops a token that D1 no longer accepts; one that was renewed meanwhile stays. */
  drop(accessToken: string): void {
    if (this.kept?.accessToken === accessToken) this.kept = null;
  }

  /** A brand-new token was refused on a read: the station stays away from the sign-in for a growing while. */
  refused(accessToken: string, fault: Fault): void {
    this.drop(accessToken);
    // Renewed meanwhile: what was refused is not the token in use.
    if (this.kept !== null) return;
    // Every card that was being read meets the same refusal: for the station it is one.
    if (this.refusal !== null && !isOver(this.refusal.until, this.options.clock.now())) return;
    this.inDoubt = true;
    this.backOff(fault);
  }

  /** A read was accepted: the next refusal starts from the short back-off again. Of a sign-in that fails meanwhile it says nothing. */
  accepted(): void {
    if (this.inDoubt) this.failures = 0;
    this.inDoubt = false;
  }

  /** Whether a refused token is worth a renewal at once: not while each new one was refused as well. */
  renewalHelps(): boolean {
    return !this.inDoubt;
  }

  /** Ends any back-off: the network came back, or the machine woke up. */
  retryNow(): void {
    const { refusal } = this;
    const held = refusal !== null && !isOver(refusal.heldUntil, this.options.clock.now());
    if (refusal !== null && refusal.fault.family !== 'sign-in' && !held) this.refusal = null;
    void this.get();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRenewal();
  }

  /** Its life went on while the machine slept, and D1's own time, which came with it, has moved by what nobody counted. */
  private sleptSince({ sentAt }: Pick<KeptToken, 'sentAt'>): boolean {
    return clocksJumped(sentAt, this.options.clock.now());
  }

  private now(): number {
    return this.options.clock.now().mono;
  }

  /** The one request in flight, begun now where there is none. */
  private renewal(): Promise<TokenOutcome> {
    this.inFlight ??= this.renew().finally(() => {
      this.inFlight = null;
    });
    return this.inFlight;
  }

  private async renew(): Promise<TokenOutcome> {
    const first = await this.options.requestToken();
    // A machine that slept over it learnt D1's time from an answer of before: once more, before anybody reads by it.
    const stale = first.kind === 'granted' && !this.stopped && this.sleptSince(first.token);
    const outcome = stale ? await this.options.requestToken() : first;
    if (this.stopped)
      return outcome.kind === 'fault' ? outcome : { kind: 'token', accessToken: outcome.token.accessToken };
    if (outcome.kind === 'fault') {
      this.backOff(outcome.fault);
      this.options.onSignIn(outcome);
      return outcome;
    }
    const { accessToken, lifetimeMs, sentAt } = outcome.token;
    const life = lifeOf(lifetimeMs);
    this.kept = life.kind === 'once' ? null : { accessToken, sentAt, lifeMs: life.ms, spread: this.options.random() };
    this.refusal = null;
    this.wanted = false;
    // Where reads refuse what it buys, it is they that end the run of failures.
    if (!this.inDoubt) this.failures = 0;
    this.planRenewal();
    this.options.onSignIn(outcome);
    return { kind: 'token', accessToken };
  }

  private backOff(fault: Fault): void {
    this.failures += 1;
    const kind = this.pauseKind(fault);
    this.wanted = false;
    const delay = pauseAfter(kind, this.failures, this.options, this.options.random());
    const heldMs = stayAway(fault, this.options.random) ?? 0;
    const now = this.options.clock.now();
    const until = later(now, Math.max(delay, heldMs));
    this.refusal = { fault, until, heldUntil: later(now, heldMs), idle: kind === 'idle' };
    this.planRenewal();
  }

  private pauseKind(fault: Fault): PauseKind {
    if (isRefusal(fault)) return 'refused';
    // A green card must not wait for a sign-in when it is handed over.
    return this.wanted || this.minimumLifeMs > 0 ? 'wanted' : 'idle';
  }

  /** Sets the one timer: the end of the back-off, else the time at which the token is to be renewed. */
  private planRenewal(): void {
    this.cancelRenewal();
    const now = this.now();
    const dueAt =
      this.refusal !== null && now < this.refusal.until.mono
        ? this.refusal.until.mono
        : this.kept === null
          ? now + PROBE_MS
          : renewAt(this.kept, this.minimumLifeMs);
    // The token in use stays in use until the new one is there.
    this.cancelRenewal = this.options.clock.after(Math.max(0, Math.ceil(dueAt - now)) + 1, () => void this.renewal());
  }
}

function later({ mono, wall }: Stamp, ms: number): Stamp {
  return { mono: mono + ms, wall: wall + ms };
}

/** What keeps the station away, with as much of D1's wish to be left alone as is left: who hears it counts from now. */
function faultNow({ fault, heldUntil }: Refusal, now: Stamp): Fault {
  if (fault.retryAfterMs === undefined) return fault;
  const leftMs = Math.min(heldUntil.mono - now.mono, heldUntil.wall - now.wall);
  const left: Fault = { ...fault, retryAfterMs: Math.max(0, leftMs) };
  // Where this station has been given a time of its own, nobody adds to it.
  return fault.sameForAll === true ? { ...left, sameForAll: false } : left;
}

/** D1 said no, or would: trying again soon cannot help. */
function isRefusal(fault: Fault): boolean {
  return fault.family === 'sign-in' || fault.family === 'clock';
}
