import { gzipSync } from 'node:zlib';

import { JSON_TYPE, jsonReply, replyWith, type Reply } from './reply.ts';
import type { RequestKind } from './routes.ts';

/** What goes wrong. Effects add up in the order of injection: a delay and a 503 make a slow 503. */
export type Effect =
  /** `retryAfter` as it goes in the header: seconds or an HTTP date. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  /** Half of the body, then the connection closes. */
  | { readonly kind: 'cut' }
  /** Half of the body, then nothing. */
  | { readonly kind: 'stall' }
  /** A page of a proxy or portal, with 200. */
  | { readonly kind: 'html' }
  /** Half of the JSON as a complete response. */
  | { readonly kind: 'truncated-json' }
  | { readonly kind: 'no-content' }
  | { readonly kind: 'redirect'; readonly location?: string }
  | { readonly kind: 'not-modified' }
  /** An `Age` header: the answer comes from a cache. */
  | { readonly kind: 'age'; readonly seconds: number }
  /** A `Date` header this far behind the sandbox's clock. */
  | { readonly kind: 'old-date'; readonly behindMs: number }
  /** The right JSON, padded with spaces to this many bytes. */
  | { readonly kind: 'oversize'; readonly bytes?: number }
  | { readonly kind: 'content-type'; readonly value?: string }
  /** Compressed and sent in chunks: an unusual but correct response. */
  | { readonly kind: 'gzip' }
  | { readonly kind: 'body'; readonly body: string; readonly status?: number; readonly contentType?: string };

/** Which requests a fault meets; every condition given must hold. */
export interface FaultTarget {
  /** All kinds when absent. */
  readonly on?: RequestKind;
  readonly cardId?: string;
  /** A part of the path. */
  readonly path?: string;
  /** For how many requests it holds; until cleared when absent. */
  readonly times?: number;
}

export interface FaultRequest extends FaultTarget {
  readonly effect: Effect;
}

export interface ActiveFault extends FaultRequest {
  readonly id: number;
  /** Null: until cleared. */
  readonly remaining: number | null;
}

export interface Faults {
  inject(fault: FaultRequest): number;
  /** Removes one fault, or all. */
  clear(id?: number): void;
  list(): readonly ActiveFault[];
  /** The effects that meet this request; counts them as used. */
  take(request: { kind: RequestKind; cardId: string | null; path: string }): readonly Effect[];
}

/** One byte more than a station may read. */
const OVERSIZE_BYTES = 1_048_577;

const PORTAL_PAGE = '<!doctype html><html><head><title>Guest network</title></head><body>Please sign in.</body></html>';

/** The reply with one effect applied; `now` is the sandbox's time in ms since 1970. */
export function applyEffect(reply: Reply, effect: Effect, now: number): Reply {
  const withHeader = (name: string, value: string): Reply => ({
    ...reply,
    headers: { ...reply.headers, [name]: value },
  });
  const replaced = (other: Reply): Reply => ({ ...other, delayMs: reply.delayMs });
  const bare = (status: number, headers: Record<string, string> = {}): Reply =>
    replaced({ status, headers, body: Buffer.alloc(0), delayMs: 0, ending: 'whole' });
  switch (effect.kind) {
    case 'status': {
      const other = replaced(jsonReply(effect.status, { error: `Injected ${String(effect.status)}` }));
      if (effect.retryAfter === undefined) return other;
      return { ...other, headers: { ...other.headers, 'retry-after': effect.retryAfter } };
    }
    case 'delay':
      return { ...reply, delayMs: reply.delayMs + effect.ms };
    case 'reset':
    case 'hang':
    case 'cut':
    case 'stall':
      return { ...reply, ending: effect.kind };
    case 'html':
      return replaced(replyWith(200, 'text/html; charset=utf-8', PORTAL_PAGE));
    case 'truncated-json':
      return { ...reply, body: reply.body.subarray(0, Math.floor(reply.body.length / 2)) };
    case 'no-content':
      return bare(204);
    case 'redirect':
      return bare(302, { location: effect.location ?? 'https://portal.example/sign-in' });
    case 'not-modified':
      return bare(304, { etag: '"sandbox"' });
    case 'age':
      return withHeader('age', String(effect.seconds));
    case 'old-date':
      return withHeader('date', new Date(now - effect.behindMs).toUTCString());
    case 'oversize': {
      const padding = Math.max(0, (effect.bytes ?? OVERSIZE_BYTES) - reply.body.length);
      return { ...reply, body: Buffer.concat([reply.body, Buffer.alloc(padding, ' ')]) };
    }
    case 'content-type':
      return withHeader('content-type', effect.value ?? 'text/plain');
    case 'gzip':
      return { ...withHeader('content-encoding', 'gzip'), body: gzipSync(reply.body), ending: 'chunked' };
    case 'body':
      return replaced(replyWith(effect.status ?? 200, effect.contentType ?? JSON_TYPE, effect.body));
  }
}

export function createFaults(): Faults {
  let active: readonly ActiveFault[] = [];
  let lastId = 0;
  return {
    inject: (fault) => {
      lastId += 1;
      active = [...active, { ...fault, id: lastId, remaining: fault.times ?? null }];
      return lastId;
    },
    clear: (id) => {
      active = id === undefined ? [] : active.filter((fault) => fault.id !== id);
    },
    list: () => active,
    take: ({ kind, cardId, path }) => {
      const meets = (fault: ActiveFault): boolean =>
        (fault.on === undefined || fault.on === kind) &&
        (fault.cardId === undefined || fault.cardId === cardId) &&
        (fault.path === undefined || path.includes(fault.path));
      const met = active.filter(meets);
      active = active
        .map((fault) =>
          met.includes(fault) && fault.remaining !== null ? { ...fault, remaining: fault.remaining - 1 } : fault,
        )
        .filter(({ remaining }) => remaining === null || remaining > 0);
      return met.map(({ effect }) => effect);
    },
  };
}
