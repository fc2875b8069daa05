/** Decides whether a PIN opens the administrator's area: asks the keychain, counts the tries, and makes wrong ones wait. */
import type { CredentialStore } from '../../credentials/credential-store.ts';
import { isPin, type PinHash } from '../../credentials/pin-hash.ts';
import { NO_TRIES, readPin, readTries, writeTries, type PinTries } from '../../credentials/pin-store.ts';
import type { Secret } from '../../credentials/secret.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { Clock } from '../../tracking/instant.ts';
import { delayAfter, leftOf, lostTries, NO_WAIT, waitOf, withTry, type Wait } from './pin-delay.ts';

export type PinOutcome =
  /** This is the PIN. */
  | { readonly kind: 'right' }
  /** It is not, and no other is taken for `waitMs`. */
  | { readonly kind: 'wrong'; readonly waitMs: number }
  /** It was not looked at, and none is for `waitMs`. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  | { readonly kind: 'no-pin' }
  /** The keychain could not be read, or the try could not be counted: then it was not looked at. */
  | { readonly kind: 'keychain'; readonly fault: Fault };

/** What would come of trying now, without trying. */
export type PinStanding = Exclude<PinOutcome, { readonly kind: 'right' | 'wrong' }> | { readonly kind: 'ready' };

export interface PinGate {
  look(): Promise<PinStanding>;
  /** One at a time: a second try while one is being looked at is told to wait. */
  attempt(pin: Secret): Promise<PinOutcome>;
}

/** What a second try at the same time is told to wait, in ms. */
const BUSY_MS = 1_000;

export interface PinGateOptions {
  readonly openStore: () => Promise<
    { readonly kind: 'store'; readonly store: CredentialStore } | { readonly kind: 'fault'; readonly fault: Fault }
  >;
  readonly clock: Clock;
}

interface Opened {
  readonly kind: 'open';
  readonly store: CredentialStore;
  readonly hash: PinHash;
}

/** Nothing of it rejects but what scrypt itself may: no memory. */
export function createPinGate({ openStore, clock }: PinGateOptions): PinGate {
  /** The wait as it was last read or written here. */
  let wait: Wait = NO_WAIT;
  let busy = false;

  /** The wait that counts: what the keychain says, held against this run's own clock as long as it is the same. */
  async function currentWait(store: CredentialStore): Promise<Fault | null> {
    const read = await readTries(store);
    if (read.kind === 'fault') return read.fault;
    if (read.kind === 'tries') {
      // Set by another process: the PIN was set anew. Or the program has just started.
      if (!sameTries(read.tries, wait.tries)) wait = waitOf(read.tries, clock.now());
      return null;
    }
    return count(store, lostTries(clock.now()));
  }

  /** Null when it is stored; it holds in this run either way. */
  async function count(store: CredentialStore, tries: PinTries): Promise<Fault | null> {
    const { mono } = clock.now();
    wait = { tries, endsAt: mono + delayAfter(tries.failures) };
    return writeTries(store, tries);
  }

  async function open(): Promise<Opened | Exclude<PinStanding, { readonly kind: 'ready' }>> {
    const opened = await openStore();
    if (opened.kind === 'fault') return { kind: 'keychain', fault: opened.fault };
    const pin = await readPin(opened.store);
    if (pin.kind === 'fault') return { kind: 'keychain', fault: pin.fault };
    if (pin.kind === 'none') return { kind: 'no-pin' };
    const fault = await currentWait(opened.store);
    if (fault !== null) return { kind: 'keychain', fault };
    const waitMs = leftOf(wait, clock.now());
    return waitMs > 0 ? { kind: 'wait', waitMs } : { kind: 'open', store: opened.store, hash: pin.hash };
  }

  async function tryPin(pin: Secret): Promise<PinOutcome> {
    const opened = await open();
    if (opened.kind !== 'open') return opened;
    const fault = await count(opened.store, withTry(wait.tries, clock.now()));
    if (fault !== null) return { kind: 'keychain', fault };
    if (!(await isPin(pin, opened.hash))) return { kind: 'wrong', waitMs: leftOf(wait, clock.now()) };
    // Where that cannot be stored, the next one who mistypes waits a little sooner.
    await count(opened.store, NO_TRIES);
    return { kind: 'right' };
  }

  async function alone<T>(work: () => Promise<T>): Promise<T | { readonly kind: 'wait'; readonly waitMs: number }> {
    if (busy) return { kind: 'wait', waitMs: BUSY_MS };
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  }

  return {
    look: () =>
      alone(async () => {
        const opened = await open();
        return opened.kind === 'open' ? { kind: 'ready' } : opened;
      }),
    attempt: (pin) => alone(() => tryPin(pin)),
  };
}

function sameTries(one: PinTries, other: PinTries): boolean {
  return one.failures === other.failures && one.until === other.until;
}
