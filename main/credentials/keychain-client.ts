import type { KeychainEntries, ReadResult, RemoveResult, WriteResult } from './credential-store.ts';
import { keychainFault, type KeychainFault } from './keychain-fault.ts';
import { KeychainMessage } from './keychain-protocol.ts';
import type { KeychainRequest } from './keychain-request.ts';
import { Secret } from './secret.ts';

/** One call may take this long, in ms: longer means a prompt is waiting, and staff cannot answer prompts. */
export const CALL_LIMIT_MS = 5_000;
/**
 * A keychain process that is not ready after this long is replaced, in ms. More than one call's limit, because a cold
 * disk and a virus scanner may need it, and a process killed while it starts would never get there.
 */
export const START_LIMIT_MS = 30_000;
/** A keychain process that nobody has asked for so long is ended, in ms: it is 35 MB that a quiet station does not need. */
const REST_AFTER_MS = 20_000;

/** One keychain process, however it was started. */
export interface WorkerHandle {
  send(request: KeychainRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process for certain, also one that is stuck. */
  kill(): void;
}

export interface KeychainClientOptions {
  /** The keychain's service name, see `keychainService`. */
  readonly service: string;
  /** Starts a keychain process; called at the first request and after each loss. */
  readonly fork: () => WorkerHandle;
  readonly callLimitMs?: number;
  readonly startLimitMs?: number;
}

export interface KeychainClient extends KeychainEntries {
  /** Ends the keychain process; a call under way ends with a fault, and so does every later one. */
  close(): void;
}

type WorkerEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'message'; readonly message: Exclude<KeychainMessage, { readonly ready: true }> }
  | { readonly kind: 'exit'; readonly code: number | null };

interface Worker {
  readonly handle: WorkerHandle;
  readonly startedAt: number;
  ready: boolean;
  /** The one call under way, told what happens to the process. */
  call: ((event: WorkerEvent) => void) | null;
}

type RequestBody =
  | { readonly op: 'get' | 'remove'; readonly account: string }
  | { readonly op: 'set'; readonly account: string; readonly value: Secret };
type Outcome =
  | { readonly kind: 'value'; readonly value: string | boolean | null }
  | { readonly kind: 'fault'; readonly fault: KeychainFault };

/** Main's end of the keychain process: one call at a time, each with its limit, the process replaced when it is stuck. */
export function createKeychainClient(options: KeychainClientOptions): KeychainClient {
  const { service, fork, callLimitMs = CALL_LIMIT_MS, startLimitMs = START_LIMIT_MS } = options;
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let rest: NodeJS.Timeout | undefined;

  function startWorker(): Worker {
    const handle = fork();
    const started: Worker = { handle, startedAt: performance.now(), ready: false, call: null };
    handle.onMessage((raw) => {
      const message = KeychainMessage.safeParse(raw);
      if (!message.success) return;
      if ('ready' in message.data) {
        started.ready = true;
        started.call?.({ kind: 'ready' });
      } else {
        started.call?.({ kind: 'message', message: message.data });
      }
    });
    handle.onExit((code) => {
      if (worker === started) worker = null;
      started.call?.({ kind: 'exit', code });
    });
    return started;
  }

  function drop(lost: Worker): void {
    if (worker === lost) worker = null;
    lost.call = null;
    lost.handle.kill();
  }

  /** Nothing is asked then. A process that is still starting is left alone, however late its answer. */
  function endUnasked(): void {
    if (worker?.ready === true) drop(worker);
  }

  async function ask(body: RequestBody): Promise<Outcome> {
    if (closed) return failed('unavailable', 'The keychain process was ended.');
    try {
      worker ??= startWorker();
    } catch {
      return failed('unavailable', 'The keychain process could not be started.');
    }
    const current = worker;
    lastId += 1;
    const id = lastId;
    return new Promise<Outcome>((resolve) => {
      const finish = (outcome: Outcome): void => {
        clearTimeout(timer);
        current.call = null;
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        if (current.ready || performance.now() - current.startedAt >= startLimitMs) drop(current);
        finish(failed('no-answer', silence(current.ready, callLimitMs)));
      }, callLimitMs);
      const send = (): void => {
        try {
          current.handle.send(toRequest(id, service, body));
        } catch {
          drop(current);
          finish(failed('unavailable', 'The keychain process could not be reached.'));
        }
      };
      current.call = (event) => {
        if (event.kind === 'ready') send();
        else if (event.kind === 'exit')
          finish(failed('unavailable', `The keychain process ended (code ${event.code}).`));
        else if (event.message.id === id) {
          const outcome = toOutcome(event.message);
          // libsecret holds on to a service that has gone, and a library that failed to load stays so in its process:
          // only a new process finds what came since.
          if (outcome.kind === 'fault' && outcome.fault.cause === 'unavailable') drop(current);
          finish(outcome);
        }
      };
      if (current.ready) send();
    });
  }

  function call(body: RequestBody): Promise<Outcome> {
    clearTimeout(rest);
    const turn = queue.then(() => ask(body));
    queue = turn;
    void turn.then(() => {
      // Only after the last one of those that wait.
      if (queue === turn && !closed) rest = setTimeout(endUnasked, REST_AFTER_MS).unref();
    });
    return turn;
  }

  return {
    get: async (account) => toReadResult(await call({ op: 'get', account })),
    set: async (account, value) => toWriteResult(await call({ op: 'set', account, value })),
    remove: async (account) => toRemoveResult(await call({ op: 'remove', account })),
    close: () => {
      closed = true;
      clearTimeout(rest);
      const current = worker;
      if (current === null) return;
      current.call?.({ kind: 'exit', code: null });
      drop(current);
    },
  };
}

function toRequest(id: number, service: string, body: RequestBody): KeychainRequest {
  return body.op === 'set'
    ? { id, service, op: body.op, account: body.account, value: body.value.reveal() }
    : { id, service, op: body.op, account: body.account };
}

function toOutcome(message: Exclude<KeychainMessage, { readonly ready: true }>): Outcome {
  return message.ok ? { kind: 'value', value: message.value } : failed(message.error.cause, message.error.detail);
}

function toReadResult(outcome: Outcome): ReadResult {
  if (outcome.kind === 'fault') return outcome;
  if (outcome.value === null) return { kind: 'absent' };
  if (typeof outcome.value === 'string') return { kind: 'value', value: new Secret(outcome.value) };
  return failed('unavailable', 'The keychain process gave an answer of the wrong kind.');
}

function toWriteResult(outcome: Outcome): WriteResult {
  return outcome.kind === 'fault' ? outcome : { kind: 'written' };
}

function toRemoveResult(outcome: Outcome): RemoveResult {
  if (outcome.kind === 'fault') return outcome;
  return outcome.value === true ? { kind: 'removed' } : { kind: 'absent' };
}

function failed(cause: KeychainFault['cause'], detail: string) {
  return { kind: 'fault', fault: keychainFault(cause, detail) } as const;
}

function silence(ready: boolean, limitMs: number): string {
  const seconds = limitMs / 1_000;
  return ready
    ? `The keychain did not answer within ${seconds} s; it may be waiting for somebody to answer its prompt.`
    : `The keychain process was not ready within ${seconds} s; it is still starting.`;
}
