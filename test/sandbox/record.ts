import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

import type { Ending } from './reply.ts';
import type { RequestKind } from './routes.ts';

/** One request as the sandbox saw it. Tokens and signatures are cut short: tests compare, nobody may reuse them. */
export interface RecordedRequest {
  readonly id: number;
  /** Arrival by the sandbox's clock, ms since 1970. */
  readonly time: number;
  /** Arrival by the machine's clock, ms since 1970: what a shifted sandbox clock does not move. */
  readonly realTime: number;
  readonly kind: RequestKind;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** What follows the `?` of the address, empty where there is none. No route looks at it, as D1 is hoped to. */
  readonly query: string;
  readonly cardId: string | null;
  /** The headers that matter, by their lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly correlationId: string | null;
  /** Common name of the client certificate; null where none was sent. */
  readonly clientSubject: string | null;
  readonly tlsVersion: string | null;
  /** Requests of one connection share this number. */
  readonly connection: number;
  /** Header and claims of the sign-in's assertion. */
  readonly assertion: { readonly header: unknown; readonly claims: unknown } | null;
  /** What was sent; null while it is not, and for a request that gets no status line. */
  readonly status: number | null;
  /** How it ended; null while it has not. */
  readonly ending: Ending | 'client-gone' | null;
}

/** A handshake that came to nothing, in the server's words. */
export interface TlsFailure {
  readonly realTime: number;
  readonly message: string;
}

export interface RequestRecord {
  begin(request: Omit<RecordedRequest, 'id' | 'status' | 'ending'>): number;
  finish(id: number, end: Pick<RecordedRequest, 'status' | 'ending'>): void;
  tlsFailed(message: string): void;
  list(): readonly RecordedRequest[];
  tlsFailures(): readonly TlsFailure[];
  clear(): void;
  /** The first request from now on that ends and matches. Rejects after `timeoutMs` of real time. */
  next(matches: (request: RecordedRequest) => boolean, timeoutMs?: number): Promise<RecordedRequest>;
}

/** An hour of a busy station; older requests are forgotten. */
const KEPT = 20_000;
const DEFAULT_TIMEOUT_MS = 5_000;
const KEPT_HEADERS = [
  'accept',
  'accept-encoding',
  'authorization',
  'cache-control',
  'content-type',
  'host',
  'if-none-match',
  'user-agent',
  'x-correlation-id',
];

export function keptHeaders(request: IncomingMessage): Record<string, string> {
  const kept = KEPT_HEADERS.flatMap((name): [string, string][] => {
    const value = request.headers[name];
    if (value === undefined) return [];
    const text = String(value);
    // Six characters are enough to tell two tokens apart.
    return [[name, name === 'authorization' ? text.replace(/^(Bearer .{0,6}).*$/i, '$1…') : text]];
  });
  return Object.fromEntries(kept);
}

/** Common name of the client certificate, null where there is none. */
export function clientSubject(socket: TLSSocket): string | null {
  const subject = (socket.getPeerCertificate() as { subject?: { CN?: string | string[] } } | undefined)?.subject;
  return subject?.CN === undefined ? null : String(subject.CN);
}

export function createRecord(): RequestRecord {
  let requests: RecordedRequest[] = [];
  let failures: TlsFailure[] = [];
  let lastId = 0;
  const waiting = new Set<(request: RecordedRequest) => void>();
  return {
    begin: (request) => {
      lastId += 1;
      requests.push({ ...request, id: lastId, status: null, ending: null });
      if (requests.length > KEPT) requests.shift();
      return lastId;
    },
    finish: (id, end) => {
      const index = requests.findIndex((request) => request.id === id);
      const found = requests[index];
      // Cleared in between, or ended before.
      if (found === undefined || found.ending !== null) return;
      const ended = { ...found, ...end };
      requests[index] = ended;
      for (const offer of [...waiting]) offer(ended);
    },
    tlsFailed: (message) => {
      failures.push({ realTime: Date.now(), message });
      if (failures.length > KEPT) failures.shift();
    },
    list: () => [...requests],
    tlsFailures: () => [...failures],
    clear: () => {
      requests = [];
      failures = [];
    },
    next: (matches, timeoutMs = DEFAULT_TIMEOUT_MS) =>
      new Promise((resolve, reject) => {
        const offer = (request: RecordedRequest): void => {
          if (!matches(request)) return;
          clearTimeout(timer);
          waiting.delete(offer);
          resolve(request);
        };
        const timer = setTimeout(() => {
          waiting.delete(offer);
          reject(new Error(`No such request in ${String(timeoutMs)} ms`));
        }, timeoutMs);
        waiting.add(offer);
      }),
  };
}
