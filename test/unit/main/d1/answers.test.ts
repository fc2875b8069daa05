/** What counts as an answer of D1, over real TLS: bodies, statuses, stored copies. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { clientFor, closeClients, type ClientUnderTest } from './client-under-test.ts';
import { empty, grant, NOTHING, sendJson, startMadeD1, type Handler, type MadeD1 } from './made-d1.ts';

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

const JSON_TYPE = { 'content-type': 'application/json' };
const MEBIBYTE = 1_048_576;

function serve(body: string | Buffer, headers: Record<string, string> = JSON_TYPE, status = 200): Handler {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

async function outcomeOf(
  handler: Handler,
  change?: Parameters<typeof clientFor>[1],
): ReturnType<ClientUnderTest['read']> {
  d1.status = handler;
  return clientFor(d1, change).read();
}

describe('a body that is an answer', () => {
  const text = JSON.stringify({ operations: [{ operationId: 'é—中', operation: 'PRODUCE' }] });
  const value = JSON.parse(text) as unknown;

  it.each<[string, Handler]>([
    ['plain', serve(text)],
    ['with a charset', serve(text, { 'content-type': 'Application/JSON; charset=utf-8' })],
    ['of a JSON subtype', serve(text, { 'content-type': 'application/problem+json' })],
    ['with a byte order mark', serve(`\ufeff${text}`)],
    ['packed with gzip', serve(gzipSync(text), { ...JSON_TYPE, 'content-encoding': 'gzip' })],
    ['packed with deflate', serve(deflateSync(text), { ...JSON_TYPE, 'content-encoding': 'deflate' })],
    ['packed with brotli', serve(brotliCompressSync(text), { ...JSON_TYPE, 'content-encoding': 'br' })],
    ['just as long as allowed', serve(text.padEnd(MEBIBYTE - (Buffer.byteLength(text) - text.length), ' '))],
    [
      'in many chunks, cut within a character',
      (_request, response) => {
        response.writeHead(200, JSON_TYPE);
        for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
        response.end();
      },
    ],
  ])('%s', async (_words, handler) => {
    expect(await outcomeOf(handler)).toMatchObject({ kind: 'body', body: value });
  });

  it('is dated by when its request was sent, on both clocks, and carries the id of its call', async () => {
    const { read, clock } = clientFor(d1);
    const sent = clock.now();
    d1.status = (request, response) => {
      clock.advance(7_000);
      empty(request, response);
    };
    const outcome = await read();
    expect(outcome).toMatchObject({ kind: 'body', sentAt: sent });
    expect(outcome).toMatchObject({ correlationId: d1.seen.at(-1)?.headers['x-correlation-id'] });
  });

  it('is asked for with the headers that D1 wants, and none from a cache', async () => {
    await clientFor(d1).read('a-card_1');
    expect(d1.seen.at(-1)).toMatchObject({
      method: 'GET',
      path: '/banking/v1/issuers/ISSUER0001/physicalCards/a-card_1/productionStatus',
      headers: {
        accept: 'application/json',
        'cache-control': 'no-cache',
        authorization: expect.stringMatching(/^Bearer \S+$/) as string,
      },
    });
  });

  it('comes with a fresh correlation id for each call, sign-ins included', async () => {
    const { read } = clientFor(d1);
    for (let round = 0; round < 3; round += 1) await read();
    const ids = d1.seen.map(({ headers }) => String(headers['x-correlation-id']));
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });
});

describe('a body that is none', () => {
  const text = JSON.stringify(NOTHING);

  it.each<[string, string, Handler]>([
    ['cut JSON', 'not-json', serve(text.slice(0, -2))],
    ['an empty body', 'not-json', serve('')],
    [
      'invalid UTF-8',
      'not-json',
      serve(Buffer.concat([Buffer.from('{"operations":["'), Buffer.of(0xff, 0xc0), Buffer.from('"]}')])),
    ],
    ['gzip that is none', 'not-json', serve(text, { ...JSON_TYPE, 'content-encoding': 'gzip' })],
    [
      'gzip that ends early',
      'not-json',
      serve(gzipSync(text).subarray(0, 12), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
    ['an unknown packing', 'not-json', serve(text, { ...JSON_TYPE, 'content-encoding': 'compress' })],
    ['a web page', 'content-type', serve('<html></html>', { 'content-type': 'text/html' })],
    ['JSON that says it is text', 'content-type', serve(text, { 'content-type': 'text/plain' })],
    ['no content type', 'content-type', serve(text, {})],
    ['more than 1 MiB', 'too-large', serve(text.padEnd(MEBIBYTE + 1, ' '))],
    [
      'a small gzip of more than 1 MiB',
      'too-large',
      serve(gzipSync(Buffer.alloc(64 * MEBIBYTE, ' ')), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
    [
      'a small brotli of more than 1 MiB',
      'too-large',
      serve(brotliCompressSync(Buffer.alloc(16 * MEBIBYTE, ' ')), { ...JSON_TYPE, 'content-encoding': 'br' }),
    ],
  ])('%s is malformed: %s', async (_words, cause, handler) => {
    expect(await outcomeOf(handler)).toMatchObject({
      kind: 'fault',
      fault: { family: 'malformed', cause, correlationId: d1.seen.at(-1)?.headers['x-correlation-id'] },
    });
  });

  it('that never ends is cut off at the limit', async () => {
    const { fault } = clientFor(d1);
    const closed = new Promise<void>((resolve) => {
      d1.status = (_request, response) => {
        response.writeHead(200, JSON_TYPE);
        const pour = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
        };
        response.on('drain', pour);
        response.once('close', resolve);
        pour();
      };
    });
    expect(await fault()).toMatchObject({ family: 'malformed', cause: 'too-large' });
    await closed;
  });
});

describe('a status that is no answer', () => {
  it.each<[number, string, string]>([
    [204, 'malformed', 'no-content'],
    [206, 'malformed', 'unexpected-status'],
    [301, 'malformed', 'redirect'],
    [302, 'malformed', 'redirect'],
    [304, 'malformed', 'not-modified'],
    [307, 'malformed', 'redirect'],
    [308, 'malformed', 'redirect'],
    [400, 'malformed', 'unexpected-status'],
    [407, 'network', 'proxy-sign-in'],
    [408, 'network', 'timeout'],
    [410, 'malformed', 'unexpected-status'],
    [418, 'malformed', 'unexpected-status'],
    [429, 'network', 'too-many-requests'],
    [500, 'network', 'server-error'],
    [502, 'network', 'server-error'],
    [503, 'network', 'server-error'],
    [504, 'network', 'server-error'],
    [599, 'network', 'server-error'],
  ])('%s is %s: %s, whatever its body says', async (status, family, cause) => {
    const handler = serve(status === 204 || status === 304 ? '' : JSON.stringify(NOTHING), JSON_TYPE, status);
    const outcome = await outcomeOf(handler);
    expect(outcome).toMatchObject({ kind: 'fault', fault: { family, cause, httpStatus: status } });
  });

  it("404 is D1's word that there is no such order", async () => {
    expect(await outcomeOf(serve('{}', JSON_TYPE, 404))).toMatchObject({
      kind: 'not-found',
      correlationId: expect.any(String) as string,
    });
  });

  it('never leads to another server', async () => {
    const target = await startMadeD1();
    for (const status of [301, 302, 303, 307, 308]) {
      await outcomeOf(serve('', { location: `${target.bankingUrl}/elsewhere` }, status));
      d1.token = serve('', { location: `${target.authUrl}/oauth2/token` }, status);
      expect(await clientFor(d1).fault()).toMatchObject({ family: 'malformed', cause: 'redirect' });
      d1.token = grant;
    }
    expect(target.connections()).toBe(0);
    await target.close();
  });

  it.each<[number, string, number | undefined]>([
    [429, '17', 17_000],
    [503, '86400', 300_000],
    [429, 'in a while', undefined],
  ])('%s with Retry-After %j is waited out, five minutes at most', async (status, header, expected) => {
    const outcome = await outcomeOf(serve('', { 'retry-after': header }, status));
    expect(outcome.kind === 'fault' ? outcome.fault.retryAfterMs : 'no fault').toBe(expected);
  });

  it.each([
    ["the response's own Date", 3_600_000, true],
    ["D1's time as the sign-in told it", -3_600_000, false],
  ])("a date as Retry-After is measured by %s, not by the station's clock", async (_words, aheadMs, withDate) => {
    const d1Now = Date.now() - aheadMs;
    d1.token = (request, response) => {
      response.setHeader('date', new Date(withDate ? Date.now() : d1Now).toUTCString());
      grant(request, response);
    };
    d1.status = (_request, response) => {
      response.sendDate = false;
      const headers = { 'retry-after': new Date(d1Now + 90_000).toUTCString() };
      sendJson(response, {}, 429, withDate ? { ...headers, date: new Date(d1Now).toUTCString() } : headers);
    };
    const { retryAfterMs } = await clientFor(d1).fault();
    expect(retryAfterMs).toBeGreaterThan(88_000);
    expect(retryAfterMs).toBeLessThanOrEqual(91_000);
  });

  it('a date as Retry-After is known to be the same for every station, and seconds are not', async () => {
    const until = await outcomeOf(serve('', { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }, 503));
    expect(until).toMatchObject({ kind: 'fault', fault: { sameForAll: true } });
    const seconds = await outcomeOf(serve('', { 'retry-after': '90' }, 503));
    expect(seconds.kind === 'fault' ? seconds.fault : {}).not.toHaveProperty('sameForAll');
  });

  it.each([['-5'], ['soon 5'], ['0x20'], ['1e3']])('%j as Retry-After says nothing', async (header) => {
    const outcome = await outcomeOf(serve('', { 'retry-after': header }, 429));
    expect(outcome).toMatchObject({ kind: 'fault', fault: { cause: 'too-many-requests' } });
    expect(outcome.kind === 'fault' ? outcome.fault : {}).not.toHaveProperty('retryAfterMs');
  });

  it('a date that has passed as Retry-After is no wait', async () => {
    const outcome = await outcomeOf(serve('', { 'retry-after': new Date(0).toUTCString() }, 503));
    expect(outcome).toMatchObject({ kind: 'fault', fault: { retryAfterMs: 0 } });
  });
});

describe('403', () => {
  const forbidden = serve('{}', JSON_TYPE, 403);

  it("for every card is a matter of the station's sign-in", async () => {
    d1.status = forbidden;
    const { fault } = clientFor(d1);
    expect(await fault('one')).toMatchObject({ family: 'sign-in', cause: 'forbidden' });
    expect(await fault('two')).toMatchObject({ family: 'sign-in', cause: 'forbidden' });
  });

  it('for one card while others are answered is about that card, also when the others are read once a minute', async () => {
    d1.status = (request, response) =>
      (request.url?.includes('/forbidden/') === true ? forbidden : empty)(request, response);
    const { fault, read, clock } = clientFor(d1);
    await read('fine');
    expect(await fault('forbidden')).toMatchObject({
      family: 'malformed',
      cause: 'unexpected-status',
      httpStatus: 403,
    });
    // A failed card's pace is a minute, and a fifth more.
    clock.advance(72_000);
    expect(await fault('forbidden')).toMatchObject({ family: 'malformed', cause: 'unexpected-status' });
  });

  it('for every card of a station that worked until then is told as soon as no other card speaks for it', async () => {
    const { fault, read } = clientFor(d1);
    await read('one');
    await read('two');
    d1.status = forbidden;
    expect(await fault('one')).toMatchObject({ family: 'malformed', cause: 'unexpected-status' });
    expect(await fault('two')).toMatchObject({ family: 'sign-in', cause: 'forbidden', httpStatus: 403 });
    expect(await fault('one')).toMatchObject({ family: 'sign-in', cause: 'forbidden' });
  });

  it('for the only card of a station is a matter of the sign-in, though it was answered a moment ago', async () => {
    const { fault, read } = clientFor(d1);
    await read('one');
    d1.status = forbidden;
    expect(await fault('one')).toMatchObject({ family: 'sign-in', cause: 'forbidden' });
  });

  it('is about the one card again once another is answered again', async () => {
    const { fault, read } = clientFor(d1);
    d1.status = forbidden;
    expect(await fault('two')).toMatchObject({ family: 'sign-in' });
    d1.status = (request, response) => (request.url?.includes('/one/') === true ? forbidden : empty)(request, response);
    await read('two');
    expect(await fault('one')).toMatchObject({ family: 'malformed', cause: 'unexpected-status' });
  });

  it('is no longer about the one card when no other was answered for two minutes', async () => {
    d1.status = (request, response) => (request.url?.includes('/one/') === true ? forbidden : empty)(request, response);
    const { fault, read, clock } = clientFor(d1);
    await read('two');
    clock.advance(119_000);
    expect(await fault('one')).toMatchObject({ family: 'malformed' });
    clock.advance(1_000);
    expect(await fault('one')).toMatchObject({ family: 'sign-in', cause: 'forbidden' });
  });
});

describe('a store of answers that tells nothing of itself', () => {
  it.each<[string, string | null, string]>([
    ['that goes by the whole address never answers, because no two reads have one', '_', 'second'],
    ['answers when the addresses are told to be the same', null, 'first'],
  ])('%s', async (_words, uniqueParameter, expected) => {
    const store = new Map<string, string>();
    let says = 'first';
    d1.status = (request, response) => {
      const body = store.get(request.url ?? '') ?? says;
      store.set(request.url ?? '', body);
      sendJson(response, { says: body });
    };
    const { read } = clientFor(d1, { settings: { uniqueParameter } });
    expect(await read('card')).toMatchObject({ body: { says: 'first' } });
    says = 'second';
    expect(await read('card')).toMatchObject({ body: { says: expected } });
  });

  it('is passed by the id of the call under the configured name', async () => {
    const { read } = clientFor(d1, { settings: { uniqueParameter: 'nonce' } });
    await read('card');
    const sent = d1.seen.at(-1);
    expect(sent?.query).toBe(`nonce=${String(sent?.headers['x-correlation-id'])}`);
    expect(d1.seen.filter(({ path }) => path.startsWith('/authz/')).map(({ query }) => query)).toEqual(['']);
  });
});

describe('a stored answer', () => {
  it('is told by its age', async () => {
    expect(await outcomeOf(serve(JSON.stringify(NOTHING), { ...JSON_TYPE, age: '5' }))).toMatchObject({ kind: 'body' });
    for (const age of ['6', 'garbage', '1000000']) {
      expect(await outcomeOf(serve(JSON.stringify(NOTHING), { ...JSON_TYPE, age }))).toMatchObject({
        kind: 'fault',
        fault: { family: 'malformed', cause: 'stored-answer' },
      });
    }
  });

  it('is told by its age for a card that D1 does not know as well', async () => {
    expect(await outcomeOf(serve('{}', { ...JSON_TYPE, age: '60' }, 404))).toMatchObject({
      kind: 'fault',
      fault: { cause: 'stored-answer' },
    });
  });

  const dated =
    (handler: Handler, ms: () => number): Handler =>
    (request, response) => {
      response.setHeader('date', new Date(ms()).toUTCString());
      handler(request, response);
    };

  it.each([
    [29_000, 'body'],
    [31_000, 'fault'],
  ])("is told by a Date %s ms behind the sign-in's: %s", async (behindMs, kind) => {
    const base = Date.UTC(2025, 0, 21, 9, 30);
    d1.token = dated(grant, () => base);
    d1.status = dated(empty, () => base - behindMs);
    const outcome = await clientFor(d1).read();
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'fault') expect(outcome.fault).toMatchObject({ family: 'malformed', cause: 'date-behind' });
  });

  it('is told after a sleep too, which one of the clocks has not counted', async () => {
    const base = Date.UTC(2025, 0, 21, 9, 30);
    let sleptMs = 0;
    d1.token = dated(grant, () => base + sleptMs);
    d1.status = dated(empty, () => base);
    const { read, clock } = clientFor(d1);
    expect((await read()).kind).toBe('body');
    sleptMs = 10 * 60_000;
    clock.setWall(sleptMs);
    expect((await read()).kind).toBe('fault');
  });

  it.each([
    [5_000, 0],
    [6_000, 6_000],
    [29_000, 29_000],
  ])('with a Date %s ms behind counts as %s ms older, on both clocks', async (behindMs, olderMs) => {
    const base = Date.UTC(2025, 0, 21, 9, 30);
    d1.token = dated(grant, () => base);
    for (const handler of [empty, serve('{}', JSON_TYPE, 404)]) {
      d1.status = dated(handler, () => base - behindMs);
      const { read, clock } = clientFor(d1);
      const { mono, wall } = clock.now();
      expect(await read()).toMatchObject({ sentAt: { mono: mono - olderMs, wall: wall - olderMs } });
    }
  });

  it('that took long on its way is not made older by that', async () => {
    const base = Date.UTC(2025, 0, 21, 9, 30);
    d1.token = dated(grant, () => base);
    const { read, clock } = clientFor(d1);
    const { mono, wall } = clock.now();
    d1.status = (request, response) => {
      clock.advance(8_000);
      dated(empty, () => base - 4_000)(request, response);
    };
    // Read 8 s after it was sent, and written 4 s before that: 12 s old when it came.
    expect(await read()).toMatchObject({ sentAt: { mono: mono - 4_000, wall: wall - 4_000 } });
  });

  it("grows old with the time that passes, not with the station's wall clock", async () => {
    const base = Date.UTC(2025, 0, 21, 9, 30);
    d1.token = dated(grant, () => base);
    d1.status = dated(empty, () => base);
    const { read, clock } = clientFor(d1);
    clock.setWall(9 * 3_600_000);
    expect((await read()).kind).toBe('body');
    clock.advance(29_000);
    expect((await read()).kind).toBe('body');
    clock.advance(2_000);
    expect((await read()).kind).toBe('fault');
  });

  it("that is D1's clock set back is found out by a new sign-in", async () => {
    let now = Date.UTC(2025, 0, 21, 9, 30);
    d1.token = dated(grant, () => now);
    d1.status = dated(empty, () => now);
    const { read } = clientFor(d1);
    expect((await read()).kind).toBe('body');
    now -= 3_600_000;
    expect((await read()).kind).toBe('fault');
    expect((await read()).kind).toBe('body');
    expect(d1.seen.filter(({ path }) => path.startsWith('/authz/'))).toHaveLength(2);
  });

  it('does not come to an error of ours when D1 sends no Date', async () => {
    d1.status = (_request, response) => {
      response.sendDate = false;
      sendJson(response, NOTHING);
    };
    expect((await clientFor(d1).read()).kind).toBe('body');
  });
});
