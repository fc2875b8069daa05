/** A read that staff wait for: it passes what ordinary reads wait out, and ends when they stop waiting. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { clientFor, closeClients } from './client-under-test.ts';
import { empty, grant, sendJson, startMadeD1, type MadeD1 } from './made-d1.ts';

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

const URGENT = { urgent: true };
/** What a press may take in all; here in tenths, so that a test is short. */
const PRESS_MS = 400;
const signIns = (): number => d1.seen.filter(({ path }) => path.startsWith('/authz/')).length;

describe('while the sign-in backs off', () => {
  it('after an error of the way, it tries at once, and the others have the token too', async () => {
    d1.token = (_request, response) => sendJson(response, {}, 503);
    const { client, read, fault } = clientFor(d1);
    await fault();
    d1.token = grant;
    expect(await fault()).toMatchObject({ family: 'network', cause: 'server-error' });
    expect(signIns()).toBe(1);
    expect(await client.read('card', new AbortController().signal, URGENT)).toMatchObject({ kind: 'body' });
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(signIns()).toBe(2);
  });

  it.each([429, 503])('because D1 asked for it (%s), it answers at once with what D1 said', async (status) => {
    d1.token = (_request, response) => sendJson(response, {}, status, { 'retry-after': '60' });
    const { client, fault, clock } = clientFor(d1);
    const said = await fault();
    d1.token = grant;
    const press = (): ReturnType<typeof client.read> => client.read('card', new AbortController().signal, URGENT);
    expect(await press()).toEqual({ kind: 'fault', fault: said });
    clock.advance(59_000);
    // What is left of it: whoever hears it now counts from now.
    expect(await press()).toEqual({ kind: 'fault', fault: { ...said, retryAfterMs: 1_000 } });
    expect(signIns()).toBe(1);
    clock.advance(2_000);
    expect(await press()).toMatchObject({ kind: 'body' });
  });

  it('after a refused sign-in, it does not ask again', async () => {
    d1.token = (_request, response) => sendJson(response, {}, 400);
    const { client, fault } = clientFor(d1);
    await fault();
    const outcome = await client.read('card', new AbortController().signal, URGENT);
    expect(outcome).toMatchObject({ kind: 'fault', fault: { family: 'sign-in', cause: 'token-refused' } });
    expect(signIns()).toBe(1);
  });
});

describe('while a sign-in is under way', () => {
  it('it waits for that one with the others', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      d1.token = (request, response) => {
        answer = () => grant(request, response);
        resolve();
      };
    });
    const { client, read } = clientFor(d1);
    const others = Array.from({ length: 5 }, (_, index) => read(`other-${String(index)}`));
    await asked;
    const press = client.read('card', new AbortController().signal, URGENT);
    answer();
    expect((await Promise.all([press, ...others])).map(({ kind }) => kind)).toEqual(Array(6).fill('body'));
    expect(signIns()).toBe(1);
  });

  it('that stalls, it ends in time, and the others have their token when it comes', async () => {
    let answer = (): void => undefined;
    d1.token = (request, response) => {
      answer = () => grant(request, response);
    };
    const { client, read, signIns: ended } = clientFor(d1);
    const other = read('other');
    const begun = performance.now();
    expect(await client.read('card', AbortSignal.timeout(PRESS_MS), URGENT)).toMatchObject({ kind: 'fault' });
    expect(performance.now() - begun).toBeLessThan(PRESS_MS + 250);
    expect(ended).toEqual([]);
    answer();
    expect(await other).toMatchObject({ kind: 'body' });
    expect(signIns()).toBe(1);
  });
});

describe('while D1 is silent', () => {
  it('it ends in time, and the next one is answered', async () => {
    const { client, read } = clientFor(d1);
    await read();
    d1.status = () => undefined;
    const begun = performance.now();
    expect(await client.read('card', AbortSignal.timeout(PRESS_MS), URGENT)).toMatchObject({ kind: 'fault' });
    expect(performance.now() - begun).toBeLessThan(PRESS_MS + 250);
    d1.status = empty;
    expect(await client.read('card', AbortSignal.timeout(PRESS_MS), URGENT)).toMatchObject({ kind: 'body' });
  });

  it('it does not stand behind the polls that are held up, nor does its sign-in', async () => {
    const { client, read, clock } = clientFor(d1, { settings: { maxConcurrent: 4 } });
    await read();
    d1.status = (request, response) => {
      if (request.url?.includes('/press/') === true) empty(request, response);
    };
    const polls = new AbortController();
    const held = Array.from({ length: 8 }, (_, index) => read(`poll-${String(index)}`, polls.signal));
    await expect.poll(() => d1.seen.length).toBeGreaterThanOrEqual(6);
    clock.advance(13 * 60_000);
    expect(await client.read('press', AbortSignal.timeout(2_000), URGENT)).toMatchObject({ kind: 'body' });
    polls.abort();
    await Promise.all(held);
  });

  it('after a closed connection, it does not wait until the cause is found', async () => {
    const { client, read } = clientFor(d1);
    await read();
    // Fresh connections stay open: the search for the cause watches them for two seconds.
    d1.status = (request) => request.socket.destroy();
    const begun = performance.now();
    expect(await client.read('card', AbortSignal.timeout(PRESS_MS), URGENT)).toMatchObject({ kind: 'fault' });
    expect(performance.now() - begun).toBeLessThan(PRESS_MS + 250);
  });
});
