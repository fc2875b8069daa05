import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureVersion, TLSSocket } from 'node:tls';

import type { KeyedCertificate } from './certificates.ts';
import type { SandboxClock } from './clock.ts';
import { applyEffect, type Faults } from './faults.ts';
import { clientSubject, keptHeaders, type RequestRecord } from './record.ts';
import { jsonReply, replyWith, type Reply } from './reply.ts';
import { routeOf, type Route } from './routes.ts';
import { sendReply } from './send-reply.ts';
import { peekAssertion, readTokenBody } from './token-endpoint.ts';

/** One complete request, for whoever answers it. */
export interface D1Request {
  readonly route: Route;
  readonly method: string;
  readonly contentType: string;
  readonly authorization: string | null;
  readonly body: string;
}

export interface D1ServerOptions {
  readonly certificate: KeyedCertificate;
  readonly clientCaPem: string;
  /**
   * What becomes of a client without a good certificate. `refuse`: TLS ends, as at D1.
   * `page`: the 400 page of a proxy that ends TLS before D1.
   */
  readonly badClients: 'refuse' | 'page';
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

export interface D1ServerParts {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly record: RequestRecord;
  readonly answer: (request: D1Request) => Promise<Reply>;
}

/** A listening HTTPS server on the loopback interface. */
export interface D1Server {
  readonly port: number;
  /** Stops listening and ends every connection: new ones are refused until `listen`. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  listen(): Promise<void>;
  /** Ends every connection; new ones are welcome. */
  dropConnections(): void;
}

const LOOPBACK = '127.0.0.1';
/** Far beyond any assertion. */
const MAX_BODY_BYTES = 65_536;
/**
 * How long a connection may lie unused, in ms: what load balancers give. Node's own five seconds can end it between two polls of
 * one card.
 */
const IDLE_CONNECTION_MS = 65_000;
/** As nginx words it. */
const PROXY_PAGE =
  '<html><head><title>400 The SSL certificate error</title></head><body><center><h1>400 Bad Request</h1></center><center>The SSL certificate error</center><hr><center>nginx</center></body></html>';

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Waits in real time; ends early when the client leaves. */
function delay(ms: number, response: ServerResponse): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export async function startD1Server(options: D1ServerOptions, parts: D1ServerParts, port = 0): Promise<D1Server> {
  const { clock, faults, record } = parts;
  /** The sockets beneath TLS by their far port, with a number for the record. */
  const connections = new Map<number, { raw: Socket; id: number }>();
  let lastConnection = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const socket = request.socket as TLSSocket;
    const connection = connections.get(socket.remotePort ?? 0);
    const [path = '/', ...rest] = (request.url ?? '/').split('?');
    const route = routeOf(path);
    const arrival = { time: clock.now(), realTime: Date.now() };
    const body = await readBody(request);
    const contentType = request.headers['content-type'] ?? '';
    const id = record.begin({
      ...arrival,
      kind: route.kind,
      method: request.method ?? '',
      path,
      query: rest.join('?'),
      cardId: route.cardId,
      headers: keptHeaders(request),
      correlationId: request.headers['x-correlation-id']?.toString() ?? null,
      clientSubject: clientSubject(socket),
      tlsVersion: socket.getProtocol(),
      connection: connection?.id ?? 0,
      assertion: route.kind === 'token' ? peekAssertion(readTokenBody(contentType, body)?.['assertion']) : null,
    });
    const effects = faults.take({ kind: route.kind, cardId: route.cardId, path });
    const authorization = request.headers.authorization ?? null;
    const answered =
      options.badClients === 'page' && !socket.authorized
        ? replyWith(400, 'text/html', PROXY_PAGE)
        : await parts.answer({ route, method: request.method ?? '', contentType, authorization, body });
    const reply = effects.reduce((before, effect) => applyEffect(before, effect, clock.now()), answered);
    await delay(reply.delayMs, response);
    if (response.destroyed) {
      record.finish(id, { status: null, ending: 'client-gone' });
      return;
    }
    sendReply(response, reply, {
      now: clock.now,
      reset: () => {
        connection?.raw.resetAndDestroy();
        socket.destroy();
      },
    });
    const silent = reply.ending === 'hang' || reply.ending === 'reset';
    record.finish(id, { status: silent ? null : reply.status, ending: reply.ending });
  };

  const server: Server = createServer(
    {
      cert: options.certificate.certificatePem,
      key: options.certificate.keyPem,
      ca: options.clientCaPem,
      requestCert: true,
      rejectUnauthorized: options.badClients === 'refuse',
      minVersion: options.minVersion,
      maxVersion: options.maxVersion,
    },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        // A client that leaves while it sends is no news; anything else is a mistake of the sandbox and must show.
        if (request.destroyed) return;
        sendReply(response, jsonReply(500, { error: String(error) }), { now: clock.now, reset: () => undefined });
      });
    },
  );
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  server.on('connection', (raw: Socket) => {
    const farPort = raw.remotePort ?? 0;
    lastConnection += 1;
    const entry = { raw, id: lastConnection };
    connections.set(farPort, entry);
    raw.once('close', () => {
      if (connections.get(farPort) === entry) connections.delete(farPort);
    });
  });
  server.on('tlsClientError', (error) => record.tlsFailed(error.message));

  const listenAt = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, LOOPBACK, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listenAt(port);
  const { port: ownPort } = server.address() as AddressInfo;

  const dropConnections = (): void => {
    // Node's own list holds only connections past the handshake.
    for (const { raw } of connections.values()) raw.destroy();
    server.closeAllConnections();
  };
  return {
    port: ownPort,
    dropConnections,
    listen: () => (server.listening ? Promise.resolve() : listenAt(ownPort)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropConnections();
      }),
  };
}
