import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { CardRefused } from './cards.ts';
import type { Control } from './control.ts';
import {
  ClockInput,
  DetailsInput,
  FaultInput,
  NetworkInput,
  NothingInput,
  OrderInput,
  RawInput,
  SeedInput,
  SetInput,
  SettingsInput,
} from './control-inputs.ts';
import { SCENARIOS, STATE_NAMES } from './scenarios.ts';
import { SEED_NAMES } from './seed-answers.ts';

export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const MAX_BODY_BYTES = 4_194_304;
const PAGE = join(dirname(fileURLToPath(import.meta.url)), 'control-page.html');

/** The request cannot be carried out; the message goes to the caller. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Keeps the pages of other origins out: a foreign name for the loopback address fails on `Host`, and a foreign page can
 * send neither JSON nor DELETE without being asked first, which is never granted.
 */
function guard(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  if (!LOOPBACK_HOST.test(host)) throw new Refused(403, 'only by a loopback name');
  if (origin !== undefined && origin !== `http://${host}`) throw new Refused(403, 'not from another origin');
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (request.method !== 'GET' && type !== 'application/json') throw new Refused(415, 'content-type: application/json');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) throw new Refused(413, 'the body is too large');
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refused(400, 'the body is not JSON');
  }
}

/** One call: its method and path (`:id` stands for one part), and what it does with that part and the body. */
type Call = readonly [method: string, path: string, run: (body: unknown, id: string) => unknown];

function callsOf(control: Control, urls: Readonly<Record<string, string>>): readonly Call[] {
  const state = (): unknown => ({
    urls,
    now: control.now(),
    offsetMs: control.offsetMs(),
    settings: control.settings(),
    tokens: control.tokens(),
    cards: control.cards(),
    faults: control.faults(),
  });
  return [
    ['GET', '/state', state],
    ['GET', '/scenarios', () => ({ scenarios: SCENARIOS, states: STATE_NAMES, seeds: SEED_NAMES })],
    ['GET', '/cards', control.cards],
    ['POST', '/cards', (body) => control.order(OrderInput.parse(body))],
    ['DELETE', '/cards/:id', (_, id) => control.remove(id)],
    ['POST', '/cards/:id/step', (body, id) => (NothingInput.parse(body), control.step(id))],
    ['POST', '/cards/:id/set', (body, id) => control.set(id, SetInput.parse(body))],
    ['POST', '/cards/:id/body', (body, id) => control.override(id, RawInput.parse(body))],
    ['POST', '/cards/:id/details', (body, id) => control.setDetails(id, DetailsInput.parse(body))],
    ['POST', '/seed', (body) => control.selectSeed(SeedInput.parse(body).answer)],
    ['GET', '/faults', control.faults],
    ['POST', '/faults', (body) => ({ id: control.inject(FaultInput.parse(body)) })],
    ['DELETE', '/faults', () => control.clearFaults()],
    ['DELETE', '/faults/:id', (_, id) => control.clearFaults(Number(id))],
    ['POST', '/clock', (body) => control.shiftClock(ClockInput.parse(body).offsetMs)],
    ['POST', '/tokens/expire', (body) => (NothingInput.parse(body), control.expireTokens())],
    ['POST', '/settings', (body) => control.configure(SettingsInput.parse(body))],
    [
      'POST',
      '/network',
      (body) => (NetworkInput.parse(body).state === 'online' ? control.goOnline() : control.goOffline()),
    ],
    ['POST', '/connections/drop', (body) => (NothingInput.parse(body), control.dropConnections())],
    ['GET', '/requests', () => ({ requests: control.requests(), tlsFailures: control.tlsFailures() })],
    ['DELETE', '/requests', () => control.clearRequests()],
    ['POST', '/clear', (body) => (NothingInput.parse(body), control.clear())],
  ];
}

function matchPath(pattern: string, path: string): string | null {
  const [before = '', after] = pattern.split(':id');
  if (after === undefined) return pattern === path ? '' : null;
  if (!path.startsWith(before) || !path.endsWith(after)) return null;
  const id = path.slice(before.length, path.length - after.length);
  return id === '' || id.includes('/') ? null : decodeURIComponent(id);
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
  });
  response.end(body);
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; connect-src 'self'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`;
  const page = readFileSync(PAGE, 'utf8').replaceAll('{{nonce}}', nonce);
  send(response, 200, 'text/html; charset=utf-8', page, { 'content-security-policy': policy });
}

function statusOf(error: unknown): { status: number; message: string } {
  if (error instanceof Refused) return { status: error.status, message: error.message };
  if (error instanceof CardRefused) return { status: 409, message: error.message };
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  return { status: 500, message: String(error) };
}

/** Serves the control API and its page on the loopback interface. Port 0 takes any free one. */
export async function startControlServer(
  control: Control,
  port: number,
  urls: Readonly<Record<string, string>>,
): Promise<ControlServer> {
  const calls = callsOf(control, urls);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    guard(request);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method === 'GET' && path === '/') {
      sendPage(response);
      return;
    }
    const body = await readJson(request);
    for (const [method, pattern, run] of calls) {
      const id = method === request.method ? matchPath(pattern, path) : null;
      if (id === null) continue;
      send(response, 200, 'application/json', JSON.stringify((await run(body, id)) ?? {}));
      return;
    }
    throw new Refused(404, `no such call: ${request.method ?? ''} ${path}`);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status, message } = statusOf(error);
      if (!response.headersSent) send(response, status, 'application/json', JSON.stringify({ error: message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return {
    url: `http://${LOOPBACK}:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
