/** A bare HTTPS server in D1's place, for everything that an honest D1 does not do. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import { createIdentity, type Bundle, type Identity } from '../../../sandbox/bundle.ts';
import type { Endpoints } from './client-under-test.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Seen {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface MadeD1 extends Endpoints {
  readonly caPem: string;
  readonly bundle: Bundle;
  /** What the token endpoint and the status read do; replaced by tests. */
  token: Handler;
  status: Handler;
  /** Requests in the order in which they came. */
  readonly seen: Seen[];
  /** TCP connections so far. */
  connections(): number;
  /** Ends every connection, and each new one as soon as TLS stands, without a word. */
  hangUp(): void;
  close(): Promise<void>;
}

/** The token that a made D1 grants: easy to find where it must not be. */
export const TOKEN = 'Planted-Access-Token-0123456789';
export const NOTHING = { operations: [] };

export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

export const grant: Handler = (_request, response) =>
  sendJson(response, { access_token: TOKEN, expires_in: 900, token_type: 'Bearer' });
export const empty: Handler = (_request, response) => sendJson(response, NOTHING);

let identity: Promise<Identity> | null = null;

/** Keys and certificates are made once for a test file. */
export function madeIdentity(): Promise<Identity> {
  identity ??= createIdentity(null);
  return identity;
}

export async function startMadeD1(tls: TlsOptions = {}): Promise<MadeD1> {
  const { authority, bundle } = await madeIdentity();
  const own = await authority.issue({
    commonName: 'localhost',
    use: 'server',
    hosts: { dns: ['localhost'], ip: ['127.0.0.1'] },
  });
  const sockets = new Set<Socket>();
  let connections = 0;
  let hangsUp = false;
  const made = { token: grant, status: empty, seen: [] as Seen[] };
  const server = createServer(
    {
      cert: own.certificatePem,
      key: own.keyPem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
      ...tls,
    },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [path = '', query = ''] = (request.url ?? '').split('?', 2);
        const body = Buffer.concat(chunks).toString();
        made.seen.push({ method: request.method ?? '', path, query, headers: request.headers, body });
        if (path.startsWith('/authz/')) made.token(request, response);
        else made.status(request, response);
      });
    },
  );
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket: Socket) => {
    if (hangsUp) socket.destroy();
  });
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `https://localhost:${String((server.address() as AddressInfo).port)}`;
  return Object.assign(made, {
    authUrl: `${origin}/authz/v1`,
    bankingUrl: `${origin}/banking/v1`,
    caPem: authority.certificatePem,
    bundle,
    connections: () => connections,
    hangUp: () => {
      hangsUp = true;
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}
