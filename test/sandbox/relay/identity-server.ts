/**
 * A small identity server of a bank (client credentials, RFC 6749) and, at an address of its own, a relay that takes its
 * tokens: what a gateway product would be, in the fewest lines that still refuse what such a product refuses.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import { createAuthority } from '../certificates.ts';

export interface IdentityServer {
  readonly tokenUrl: string;
  readonly bankingUrl: string;
  readonly caPem: string;
  /** What the relay says to a read with a good token; marked as D1's unless a test says otherwise. */
  read: (request: IncomingMessage, response: ServerResponse) => void;
  /** Tokens given so far. */
  given(): number;
  /** What came, in order: method, path, and the scope that was asked for. */
  readonly seen: { readonly method: string; readonly path: string; readonly body: string }[];
  /** From now on no token that was given before is taken. */
  forgetTokens(): void;
  /** Whether the identity server still knows the station; it does until a test says otherwise. */
  knowsStation: boolean;
  /** The identity server stops listening, while the relay goes on; and listens again. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'station:1', clientSecret: 'planted client+secret/1' } as const;

export async function startIdentityServer(): Promise<IdentityServer> {
  const authority = await createAuthority('The bank');
  const hosts = { dns: ['localhost'], ip: ['127.0.0.1'] };
  const own = await authority.issue({ commonName: 'localhost', use: 'server', hosts });
  const tokens = new Set<string>();
  let given = 0;
  const made: Pick<IdentityServer, 'read' | 'seen' | 'knowsStation'> = {
    knowsStation: true,
    read: (_request, response) => sendJson(response, 200, { operations: [] }, { 'x-answer-from': 'd1' }),
    seen: [],
  };

  function grant(request: IncomingMessage, response: ServerResponse, body: string): void {
    const fields = new URLSearchParams(body);
    const named = Buffer.from(request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
    const [clientId = '', clientSecret = ''] = named.split(':').map(decodeURIComponent);
    const known = made.knowsStation && clientId === CLIENT.clientId && clientSecret === CLIENT.clientSecret;
    if (!known || fields.get('grant_type') !== 'client_credentials') {
      sendJson(response, 401, { error: 'invalid_client' });
      return;
    }
    given += 1;
    const token = randomUUID();
    tokens.add(token);
    sendJson(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 300 });
  }

  function relay(request: IncomingMessage, response: ServerResponse): void {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!tokens.has(token)) {
      sendJson(response, 401, { type: 'urn:card-station:relay:token', title: 'no' }, { 'x-answer-from': 'relay' });
    } else if (request.url === '/d1/ready' && request.method === 'POST') {
      response.writeHead(204, { 'x-answer-from': 'relay' });
      response.end();
    } else made.read(request, response);
  }

  type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;
  const serverOf = (answer: Answer): Server =>
    createServer({ cert: own.certificatePem, key: own.keyPem }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const [path = ''] = (request.url ?? '').split('?', 1);
        made.seen.push({ method: request.method ?? '', path, body });
        answer(request, response, body);
      });
    });
  const identity = serverOf((request, response, body) => {
    if (request.url === '/oauth2/token') grant(request, response, body);
    else sendJson(response, 404, {});
  });
  const gateway = serverOf(relay);
  const [identityPort, gatewayPort] = [await listen(identity), await listen(gateway)];
  return Object.assign(made, {
    tokenUrl: `https://localhost:${String(identityPort)}/oauth2/token`,
    bankingUrl: `https://localhost:${String(gatewayPort)}/d1`,
    caPem: authority.certificatePem,
    given: () => given,
    forgetTokens: () => tokens.clear(),
    goAway: () => end(identity),
    comeBack: async () => {
      await listen(identity, identityPort);
    },
    close: async () => {
      await Promise.all([end(identity), end(gateway)]);
    },
  });
}

async function listen(server: Server, port = 0): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}
