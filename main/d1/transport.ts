import { randomUUID } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

import type { Dispatcher } from 'undici';

import type { Stamp } from '../tracking/instant.ts';
import type { FaultPlace } from '../tracking/words.ts';
import { answeredAt, problemCode } from './answered-at.ts';
import { createFailedWays } from './failed-ways.ts';
import type * as HttpClient from './http-client.ts';
import type { OwnCertificate } from './identity.ts';
import { NoUsableProxy, proxyUrl } from './proxy-rules.ts';
import type { D1Settings } from './settings.ts';
import { unlessAborted } from './unless-aborted.ts';

/** A response body: a stream that can also be read to its end and thrown away. */
export type ResponseBody = Dispatcher.ResponseData['body'];

/** One response, its body still to be read. Header names are lower case; repeated headers are joined by a comma. */
export interface D1Response {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: ResponseBody;
  readonly sentAt: Stamp;
  readonly receivedAt: Stamp;
  readonly correlationId: string;
  /** Who has answered when it was not D1 itself; only in the relay modes. */
  readonly at?: FaultPlace;
  /** The relay's own word for what is wrong. */
  readonly problem?: string;
}

export type CallStage = 'direct' | 'proxy' | 'body';

/** A call that ended without a response. */
export class CallFailed extends Error {
  constructor(
    readonly origin: string,
    readonly correlationId: string,
    /** How far it had come, and which way: only a direct connection without a byte can be a refused certificate. */
    readonly stage: CallStage,
    cause: unknown,
    /** Whom it was meant for when that was not D1. */
    readonly at?: FaultPlace,
  ) {
    super('the call ended without a response', { cause });
    this.name = 'CallFailed';
  }
}

export interface D1Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /**
   * Name of a query parameter that carries the call's correlation id, so that no two calls have one address and no store
   * of answers on the way can have met it; null or absent for none. `url` has no query of its own.
   */
  readonly uniqueParameter?: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /**
   * `shared`: over the connections of the polls, waiting for one to be free. `spare`: over one of them that is free, else
   * over another: for what must not stand behind polls that a silent server holds up.
   */
  readonly lane: Lane;
  /** Not D1 and not the relay in its place. */
  readonly to?: 'identity-server';
}

export type Lane = 'shared' | 'spare';

/** HTTPS with mutual TLS, keep-alive, and the system's proxy. Redirects are never followed. */
export interface Transport {
  /** Rejects with `CallFailed` when no response came. */
  send(call: D1Call): Promise<D1Response>;
  /** The TLS material, for finding out why a connection failed. */
  readonly tls: SecureContext;
  /** When the newest response of any status came over a connection with our certificate; null before the first one. */
  respondedAt(): Stamp | null;
  /** Gives up every connection, and the calls on them: after a sleep, or in another network, they may lead nowhere. */
  startAnew(): void;
  close(): Promise<void>;
}

/** The system's proxy rule for a URL, in the form of a PAC result: `DIRECT`, `PROXY host:port`, `HTTPS host:port`. */
export type ResolveProxy = (url: string) => Promise<string>;

/** Keeps a connection between two reads of a green card, and is shorter than what load balancers allow, in ms. */
const KEEP_ALIVE_MS = 30_000;
/** Beside busy polls: a sign-in, a read that staff wait for, and one of each that is just being given up. */
const SPARE_CONNECTIONS = 4;
/** Ways that are kept at once, each with its connections. A network has a few; whoever makes its rules can name another proxy each time. */
const MAX_WAYS = 16;
/** Nothing that D1 sends takes this long in all; it ends a server that drips bytes, in ms. */
const CALL_DEADLINE_MS = 25_000;

/** Read when the first call is made, and not with the program: the screen comes first. */
function readHttpClient(): Promise<typeof HttpClient> {
  return import('./http-client.ts');
}

type TlsIdentity = Pick<OwnCertificate, 'clientCertificatePem' | 'clientKeyPem'>;

/** Whom we trust and who we are, for every TLS connection to D1. Throws OpenSSL's error when key and certificate are no pair. */
export function clientTls(settings: Pick<D1Settings, 'caPem'>, own: TlsIdentity | null): SecureContext {
  return createSecureContext({
    ca: [...settings.caPem],
    ...(own === null ? {} : { cert: own.clientCertificatePem, key: own.clientKeyPem.reveal() }),
    minVersion: 'TLSv1.2',
  });
}

export function createTransport(
  settings: D1Settings,
  own: TlsIdentity | null,
  resolveProxy: ResolveProxy,
  now: () => Stamp,
  relayed = false,
): Transport {
  const tls = clientTls(settings, own);
  const dispatchers = new Map<string, Dispatcher>();
  const ways = createFailedWays(() => now().mono);
  /** Calls on the shared connections whose answers are not complete. */
  let shared = 0;
  let closed = false;
  let respondedAt: Stamp | null = null;

  function dispatcherFor({ Agent, ProxyAgent }: typeof HttpClient, proxy: string | null, lane: Lane): Dispatcher {
    const key = `${lane} ${proxy ?? ''}`;
    const known = dispatchers.get(key);
    if (known !== undefined) {
      // The one that was taken last goes to the end.
      dispatchers.delete(key);
      dispatchers.set(key, known);
      return known;
    }
    const options = {
      connections: lane === 'spare' ? SPARE_CONNECTIONS : settings.maxConcurrent,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: settings.headersTimeoutMs,
      bodyTimeout: settings.bodyTimeoutMs,
    };
    // Said here, because an environment variable can change what Node takes when nothing is said.
    const secure = { secureContext: tls, rejectUnauthorized: true, timeout: settings.connectTimeoutMs };
    const made =
      proxy === null
        ? new Agent({ ...options, connect: secure })
        : new ProxyAgent({
            ...options,
            uri: proxy,
            requestTls: secure,
            proxyTls: { rejectUnauthorized: true },
            connectTimeout: settings.connectTimeoutMs,
          });
    dispatchers.set(key, made);
    // Whoever still calls gets no connection any more.
    if (closed) void made.destroy();
    for (const [oldest, dispatcher] of dispatchers) {
      if (dispatchers.size <= MAX_WAYS) break;
      dispatchers.delete(oldest);
      // Once the calls on it have ended.
      void dispatcher.close();
    }
    return made;
  }

  /** Counts a call on the shared connections; the returned function ends it. */
  function counted(): () => void {
    shared += 1;
    return () => {
      shared -= 1;
    };
  }

  return {
    tls,
    respondedAt: () => respondedAt,
    async send(call) {
      const http = await readHttpClient();
      const correlationId = randomUUID();
      const deadline = AbortSignal.timeout(CALL_DEADLINE_MS);
      const signal = call.signal === undefined ? deadline : AbortSignal.any([call.signal, deadline]);
      // An automatic configuration that never comes must not hold the call for ever.
      const rules = await unlessAborted(
        resolveProxy(call.url).catch(() => 'DIRECT'),
        signal,
      );
      const place = call.to ?? (relayed ? 'relay' : undefined);
      const { origin, pathname, search } = new URL(uniqueUrl(call, correlationId));
      if (rules === null) throw new CallFailed(origin, correlationId, 'proxy', signal.reason);
      const proxy = proxyUrl(rules, (way) => ways.failedAt(way));
      if (proxy instanceof NoUsableProxy) throw new CallFailed(origin, correlationId, 'proxy', proxy);
      const lane = shared < settings.maxConcurrent ? 'shared' : call.lane;
      const ended = lane === 'shared' ? counted() : (): void => undefined;
      const sentAt = now();
      try {
        const response = await dispatcherFor(http, proxy, lane).request({
          origin,
          path: `${pathname}${search}`,
          method: call.method,
          headers: { ...call.headers, 'x-correlation-id': correlationId },
          body: call.body ?? null,
          signal,
        });
        response.body.once('close', ended);
        const receivedAt = now();
        respondedAt = receivedAt;
        const header = (name: string): string | undefined => joined(response.headers[name]);
        const at = place === 'relay' ? answeredAt(response.statusCode, header) : place;
        const problem = place === 'relay' ? problemCode(header) : null;
        return {
          status: response.statusCode,
          header,
          body: response.body,
          sentAt,
          receivedAt,
          correlationId,
          ...(at === undefined ? {} : { at }),
          ...(problem === null ? {} : { problem }),
        };
      } catch (error) {
        ended();
        ways.failed(proxy, error);
        throw new CallFailed(origin, correlationId, proxy === null ? 'direct' : 'proxy', error, place);
      }
    },
    startAnew() {
      const before = [...dispatchers.values()];
      dispatchers.clear();
      for (const dispatcher of before) void dispatcher.destroy();
    },
    async close() {
      closed = true;
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** A correlation id and a configured name hold nothing that a query would have to escape. */
function uniqueUrl({ url, uniqueParameter }: Pick<D1Call, 'url' | 'uniqueParameter'>, correlationId: string): string {
  return uniqueParameter === null || uniqueParameter === undefined ? url : `${url}?${uniqueParameter}=${correlationId}`;
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
