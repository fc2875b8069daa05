/** The administrator's area as main holds it: who is signed in, and what may be asked then. Every call is looked at here. */
import { Secret } from '../../credentials/secret.ts';
import type { Log } from '../../diagnostics/log.ts';
import type {
  AdministratorAnswer,
  AdministratorDone,
  AdministratorRequest,
  AdministratorView,
  Diagnostics,
  OpenDiagnostics,
  SelfTestRequest,
  SettingLine,
  Settings,
  WipeAnswer,
} from '../../ipc/administrator-contract.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { Clock } from '../../tracking/instant.ts';
import type { PinGate } from './pin-gate.ts';
import { createSelfTest, type SelfTestRun, type SelfTestStep, type StepOutcome } from './self-test.ts';
import { createSession } from './session.ts';

export interface AdministratorOptions {
  readonly gate: PinGate;
  readonly beginSelfTest: () => SelfTestRun;
  readonly diagnose: () => Promise<OpenDiagnostics>;
  readonly settings: () => SettingLine[];
  /** Removes the credentials; what could not be removed, a line each. */
  readonly wipe: () => Promise<readonly string[]>;
  readonly quit: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Administrator {
  /** Answers the page; never rejects. */
  ask(request: AdministratorRequest): Promise<AdministratorAnswer>;
  diagnostics(): Promise<Diagnostics>;
  settings(): Settings;
  selfTest(request: SelfTestRequest): AdministratorDone;
  /** Never rejects. Whoever is signed in stays so: what was not removed has to be read. */
  wipe(): Promise<WipeAnswer>;
  quit(): AdministratorDone;
  /** Whether somebody is signed in now. */
  isOpen(): boolean;
  /** A new page, or the end of the program: whoever was signed in is not any more. */
  lock(): void;
  view(): AdministratorView;
  /** Calls back after each change of the view; returns its own unsubscribe. */
  subscribe(listener: () => void): () => void;
}

const LOCKED: AdministratorDone & { readonly kind: 'locked' } = { kind: 'locked' };

export function createAdministrator(options: AdministratorOptions): Administrator {
  const { gate, clock, log } = options;
  const session = createSession();
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const selfTest = createSelfTest({ begin: options.beginSelfTest, clock, onChange: changed, onStep });
  let wasOpen = false;
  /** The trouble with the keychain that was logged last: the same once more is no news. */
  let loggedCause: string | null = null;

  function isOpen(): boolean {
    const open = session.isOpen(clock.now());
    // It ended by itself. The next snapshot says so, and one is never far.
    if (wasOpen && !open) close();
    return open;
  }

  function close(): void {
    session.lock();
    selfTest.end();
    if (wasOpen) log.write({ event: 'administrator', outcome: 'locked' });
    wasOpen = false;
  }

  function lock(): void {
    close();
    changed();
  }

  async function unlock(pin: Secret): Promise<AdministratorAnswer> {
    const locks = session.locks();
    const outcome = await gate.attempt(pin);
    if (outcome.kind !== 'keychain') loggedCause = null;
    switch (outcome.kind) {
      case 'right':
        log.write({ event: 'administrator', outcome: 'right-pin' });
        // Whoever closed the panel while the PIN was looked at is not signed in by it.
        if (!session.open(clock.now(), locks)) return answer('locked');
        wasOpen = true;
        changed();
        return answer('unlocked');
      case 'wrong':
        log.write({ event: 'administrator', outcome: 'wrong-pin' });
        return answer('wrong', outcome.waitMs);
      case 'wait':
        return answer('wait', outcome.waitMs);
      case 'no-pin':
        return answer('no-pin');
      case 'keychain':
        logKeychain(outcome.fault);
        return answer('keychain');
    }
  }

  function logKeychain({ family, cause, detail }: Fault): void {
    if (loggedCause !== cause) log.write({ event: 'administrator', family, cause, detail });
    loggedCause = cause;
  }

  async function look(): Promise<AdministratorAnswer> {
    if (isOpen()) return answer('unlocked');
    const standing = await gate.look();
    switch (standing.kind) {
      case 'ready':
        return answer('locked');
      case 'wait':
        return answer('wait', standing.waitMs);
      case 'no-pin':
      case 'keychain':
        return answer(standing.kind);
    }
  }

  async function carryOut(request: AdministratorRequest): Promise<AdministratorAnswer> {
    switch (request.act) {
      case 'look':
        return look();
      case 'unlock':
        return unlock(new Secret(request.pin));
      case 'touch':
        session.touch(clock.now());
        return answer(isOpen() ? 'unlocked' : 'locked');
      case 'lock':
        lock();
        return answer('locked');
    }
  }

  function onStep(step: SelfTestStep, outcome: StepOutcome): void {
    const told = { event: 'administrator', outcome: `self-test ${step} ${outcome.kind}` } as const;
    if (outcome.kind !== 'failed') return log.write(told);
    const { family, cause, detail, correlationId } = outcome.fault;
    log.write({ ...told, family, cause, detail, correlationId });
  }

  return {
    // What scrypt or a defect of ours rejects with is nothing for the page.
    ask: (request) => carryOut(request).catch(() => answer('keychain')),
    async diagnostics() {
      if (!isOpen()) return LOCKED;
      const open = await options.diagnose().catch(() => LOCKED);
      // Locked while it was put together.
      return isOpen() ? open : LOCKED;
    },
    settings: () => (isOpen() ? { kind: 'open', lines: options.settings() } : LOCKED),
    selfTest({ act }) {
      if (!isOpen()) return LOCKED;
      session.touch(clock.now());
      if (act === 'start') selfTest.start();
      else selfTest.end();
      changed();
      return { kind: 'taken' };
    },
    async wipe() {
      if (!isOpen()) return LOCKED;
      session.touch(clock.now());
      log.write({ event: 'administrator', outcome: 'wipe' });
      const left = await options.wipe().catch(() => ['unexpected failure']);
      log.write({
        event: 'administrator',
        outcome: left.length === 0 ? 'wiped' : 'not wiped',
        detail: left.join('; '),
      });
      return { kind: 'wiped', left: [...left] };
    },
    quit() {
      if (!isOpen()) return LOCKED;
      log.write({ event: 'administrator', outcome: 'quit' });
      options.quit();
      return { kind: 'taken' };
    },
    isOpen,
    lock,
    view: () => (isOpen() ? { kind: 'unlocked', selfTest: selfTest.view() } : { kind: 'locked' }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function answer(kind: AdministratorAnswer['kind'], waitMs = 0): AdministratorAnswer {
  return { kind, waitMs: Math.ceil(waitMs) };
}
