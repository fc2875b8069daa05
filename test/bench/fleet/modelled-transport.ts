/** The way to a modelled D1, in the form in which the station's own code takes the real one. */
import { createSecureContext } from 'node:tls';

import type { Stamp } from '../../../main/tracking/instant.ts';
import {
  CallFailed,
  type D1Call,
  type D1Response,
  type ResponseBody,
  type Transport,
} from '../../../main/d1/transport.ts';
import type { Random } from '../../seeded.ts';
import { lognormal } from './chance.ts';
import { TOKEN_LIFE_SECONDS, type D1Model, type D1Says } from './d1-model.ts';
import type { Scenario } from './scenario.ts';
import type { VirtualClock } from './virtual-clock.ts';

export const BANKING_URL = 'https://d1.example/banking/v1';
export const AUTH_URL = 'https://d1.example/authz/v1';

/** The way back of a refused connection, in ms. */
const REFUSED_AFTER_MS = 20;
/** One is enough: nobody connects. */
const NO_TLS = createSecureContext();

/** What D1 knows of a card now, as an answer's text. */
export type ReadCard = (cardId: string, at: number) => string;

export interface World {
  readonly scenario: Scenario;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly d1: D1Model;
}

export function modelledTransport(world: World, readCard: ReadCard): Transport {
  const { clock } = world;
  let calls = 0;
  let respondedAt: Stamp | null = null;
  return {
    tls: NO_TLS,
    respondedAt: () => respondedAt,
    startAnew: () => undefined,
    close: () => Promise.resolve(),
    send: (call) =>
      new Promise((resolve, reject) => {
        calls += 1;
        const correlationId = `call-${calls}`;
        const sentAt = clock.now();
        const refuse = (code: string): void => {
          const cause = Object.assign(new Error('made by the model'), { code });
          reject(new CallFailed(new URL(BANKING_URL).origin, correlationId, 'direct', cause));
        };
        if (call.signal?.aborted === true) return refuse('ABORT_ERR');
        const says = meet(world, call);
        const { latencyMedianMs, latencySpread } = world.scenario;
        const afterMs = says === 'refused' ? REFUSED_AFTER_MS : lognormal(world.random, latencyMedianMs, latencySpread);
        const cancel = clock.after(afterMs, () => {
          if (says === 'refused') return refuse('ECONNREFUSED');
          respondedAt = clock.now();
          resolve(responseOf(world, call, says, readCard, { sentAt, receivedAt: respondedAt, correlationId }));
        });
        call.signal?.addEventListener(
          'abort',
          () => {
            cancel();
            refuse('ABORT_ERR');
          },
          { once: true },
        );
      }),
  };
}

/** The call counts when it is sent: what a station asks is the load, not what comes back. */
function meet({ d1, clock }: World, call: D1Call): D1Says {
  const at = clock.now().mono;
  if (call.method === 'POST') return d1.meet('token', at, null);
  return d1.meet('read', at, call.headers['authorization']?.replace('Bearer ', '') ?? null);
}

function responseOf(
  { d1, clock, scenario }: World,
  call: D1Call,
  says: Exclude<D1Says, 'refused'>,
  readCard: ReadCard,
  facts: Pick<D1Response, 'sentAt' | 'receivedAt' | 'correlationId'>,
): D1Response {
  const at = clock.now();
  const made = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): D1Response => {
    const all: Readonly<Record<string, string>> = {
      date: new Date(at.wall).toUTCString(),
      'content-type': 'application/json',
      ...headers,
    };
    return { ...facts, status, header: (name) => all[name], body: bodyOf(text) };
  };
  switch (says) {
    case 'unavailable':
      return made(503, 'Service Unavailable', { 'content-type': 'text/plain' });
    case 'too-many':
      return made(429, '{}', { 'retry-after': String(scenario.retryAfterSeconds) });
    case 'unauthorised':
      return made(401, '{}');
    case 'ok':
      return call.method === 'POST'
        ? made(200, JSON.stringify({ access_token: d1.grant(at.mono), expires_in: TOKEN_LIFE_SECONDS }))
        : made(200, readCard(cardOf(call.url), at.mono));
  }
}

function cardOf(url: string): string {
  return decodeURIComponent(url.split('/').at(-2) ?? '');
}

/** What the station takes of a body; a real stream for each would be most of the work of the whole simulation. */
function bodyOf(text: string): ResponseBody {
  const body = {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(text);
    },
    on: () => body,
    dump: () => Promise.resolve(null),
    destroy: () => body,
  };
  return body as unknown as ResponseBody;
}
