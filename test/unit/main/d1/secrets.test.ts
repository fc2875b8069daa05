/** What D1 or anybody in between sends back may hold what we sent: none of it reaches a fault, and so no screen or log. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { clientFor, closeClients } from './client-under-test.ts';
import { empty, grant, startMadeD1, TOKEN, type Handler, type MadeD1 } from './made-d1.ts';

let d1: MadeD1;
beforeAll(async () => {
  d1 = await startMadeD1();
});
afterAll(() => d1.close());
afterEach(async () => {
  await closeClients();
  d1.token = grant;
  d1.status = empty;
  d1.seen.length = 0;
});

/** Bodies that hold what was sent, in every place where an error text may be looked for. */
const SHAPES: Readonly<Record<string, (sent: string) => string>> = {
  error: (sent) => JSON.stringify({ errorCode: 'INVALID_FIELD', error: sent }),
  errorCode: (sent) => JSON.stringify({ errorCode: sent, error: `Bearer ${sent}` }),
  page: (sent) => `<html><title>400 The SSL certificate error</title><body>${sent}</body></html>`,
  bare: (sent) => sent,
  cut: (sent) => `{"operations":["${sent}"`,
};
const STATUSES = [200, 302, 400, 401, 403, 407, 408, 409, 429, 495, 500, 503];
const TYPES = ['application/json', 'text/html'];
const PAST_ANY_BACK_OFF_MS = 400_000;

function echo(status: number, type: string, shape: (sent: string) => string, sent: () => string): Handler {
  return (_request, response) => {
    response.writeHead(status, {
      'content-type': type,
      location: `https://elsewhere.example/?t=${encodeURIComponent(sent())}`,
    });
    response.end(shape(sent()));
  };
}

/** Each part of the assertion that somebody could use: claims and signature, and the whole. */
function partsOf(assertion: string): readonly string[] {
  const [, claims = 'no claims', signature = 'no signature'] = assertion.split('.');
  return [assertion, claims, signature];
}

const assertions = (): readonly string[] =>
  d1.seen
    .filter(({ path }) => path.startsWith('/authz/'))
    .map(({ body }) => new URLSearchParams(body).get('assertion') ?? 'no assertion');

describe.each(Object.entries(SHAPES))('an echo as %s', (_name, shape) => {
  it('of the access token is not repeated', async () => {
    const { read, clock } = clientFor(d1);
    for (const status of STATUSES) {
      for (const type of TYPES) {
        d1.status = echo(status, type, shape, () => TOKEN);
        const outcome = await read();
        if (outcome.kind === 'fault') expect(JSON.stringify(outcome)).not.toContain(TOKEN);
        else expect(status).toBe(200);
        clock.advance(PAST_ANY_BACK_OFF_MS);
      }
    }
  });

  it('of the assertion, its claims or its signature is not repeated', async () => {
    const { fault, signIns, clock } = clientFor(d1);
    for (const status of STATUSES) {
      for (const part of [0, 1, 2]) {
        d1.seen.length = 0;
        d1.token = echo(
          status,
          part === 0 ? 'text/html' : 'application/json',
          shape,
          () => partsOf(assertions().at(-1) ?? '')[part] ?? '',
        );
        const told = JSON.stringify([await fault(), signIns]);
        expect(assertions()).toHaveLength(1);
        for (const secret of partsOf(assertions()[0] ?? '')) expect(told).not.toContain(secret);
        clock.advance(PAST_ANY_BACK_OFF_MS);
      }
    }
  });
});

it('does not repeat a token that cannot be sent', async () => {
  d1.token = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'Planted\r\nx-header: yes' }));
  };
  const { fault } = clientFor(d1);
  expect(JSON.stringify(await fault())).not.toContain('Planted');
  expect(d1.seen.some(({ headers }) => 'x-header' in headers)).toBe(false);
});
