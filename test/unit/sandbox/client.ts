import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request } from 'node:https';

import { importPKCS8, SignJWT } from 'jose';

import type { Bundle } from '../../sandbox/bundle.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A plain client of D1, independent of the station's own. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Null: no client certificate. */
  readonly bundle?: Bundle | null;
  readonly timeoutMs?: number;
}

export function call(sandbox: Sandbox, url: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, bundle = sandbox.bundle, timeoutMs = 3_000 } = options;
  const identity = bundle === null ? {} : { cert: bundle.clientCertificate, key: bundle.clientKey };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers, ca: sandbox.caPem, agent: false, timeout: timeoutMs, ...identity },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.end(body);
  });
}

export interface AssertionChange {
  readonly header?: Record<string, unknown>;
  /** Merged over good claims; undefined removes a claim. */
  readonly claims?: Record<string, unknown>;
  readonly bundle?: Bundle;
}

export async function assertion(sandbox: Sandbox, change: AssertionChange = {}): Promise<string> {
  const bundle = change.bundle ?? sandbox.bundle;
  const nowS = Math.floor(sandbox.control.now() / 1000);
  const claims = { iss: bundle.issuerId, sub: bundle.issuerId, iat: nowS, exp: nowS + 180, jti: randomUUID() };
  return new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: bundle.kid, ...change.header })
    .sign(await importPKCS8(bundle.signingKey, 'ES256'));
}

export const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Sends a form to the token endpoint. */
export function signIn(sandbox: Sandbox, fields: Record<string, string>, headers = {}): Promise<Answer> {
  return call(sandbox, `${sandbox.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

export async function token(sandbox: Sandbox): Promise<string> {
  const answer = await signIn(sandbox, { grant_type: GRANT, assertion: await assertion(sandbox) });
  return (json(answer) as { access_token: string }).access_token;
}

export function json(answer: Answer): unknown {
  return JSON.parse(answer.body.toString('utf8'));
}

export function statusUrl(sandbox: Sandbox, cardId: string, issuerId = sandbox.issuerId): string {
  return `${sandbox.bankingUrl}/issuers/${issuerId}/physicalCards/${cardId}/productionStatus`;
}

/** Reads a card's production status with this token. */
export function read(sandbox: Sandbox, cardId: string, bearer: string, options: CallOptions = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${bearer}`, 'x-correlation-id': randomUUID(), ...options.headers };
  return call(sandbox, statusUrl(sandbox, cardId), { ...options, headers });
}

/** Calls the control API as a program does: no `Origin`, JSON. */
export function control(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${sandbox.controlUrl}${path}`, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
      );
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
