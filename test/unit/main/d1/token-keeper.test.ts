import { describe, expect, it } from 'vitest';

import { TokenKeeper, type GrantOutcome, type TokenOutcome } from '../../../../main/d1/token-keeper.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const FACTS = { detail: '', correlationId: null };
const REFUSED: Fault = { family: 'sign-in', cause: 'token-refused', ...FACTS };
const UNAUTHORISED: Fault = { family: 'sign-in', cause: 'unauthorised', ...FACTS };
const DOWN: Fault = { family: 'network', cause: 'refused', ...FACTS };
const MINUTE_MS = 60_000;

type Reply = number | null | Fault;

/** A keeper whose sign-ins take 100 ms and come to what `replies` say: a lifetime in ms, null for none, or a fault. */
function keeper(reply: (nth: number) => Reply, random = 0.5) {
  const clock = new FakeClock();
  const asked: number[] = [];
  const reported: GrantOutcome['kind'][] = [];
  const tokens = new TokenKeeper({
    requestToken: () => {
      const sentAt = clock.now();
      const nth = asked.push(sentAt.mono) - 1;
      return new Promise<GrantOutcome>((resolve) => {
        clock.after(100, () => {
          const says = reply(nth);
          if (typeof says === 'object' && says !== null) resolve({ kind: 'fault', fault: says });
          else resolve({ kind: 'granted', token: { accessToken: `token-${String(nth)}`, lifetimeMs: says, sentAt } });
        });
      });
    },
    clock,
    random: () => random,
    firstMs: 30_000,
    ceilingMs: 300_000,
    networkCeilingMs: 30_000,
    onSignIn: (outcome) => reported.push(outcome.kind),
  });
  /** What a caller is given, time passing until it is. */
  async function got(): Promise<TokenOutcome> {
    const promise = tokens.get();
    await clock.run(100);
    return promise;
  }
  return { clock, tokens, asked, reported, got };
}

const token = (nth: number): TokenOutcome => ({ kind: 'token', accessToken: `token-${String(nth)}` });

describe('one token for all', () => {
  it('asks once for sixty callers', async () => {
    const { tokens, asked, clock } = keeper(() => 15 * MINUTE_MS);
    const all = Promise.all(Array.from({ length: 60 }, () => tokens.get()));
    await clock.run(100);
    expect(new Set((await all).map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(token(0))]));
    expect(asked).toHaveLength(1);
  });

  it('reuses a token to four fifths of its life, counted from when it was asked for', async () => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS, 0);
    await got();
    await clock.run(12 * MINUTE_MS - 101);
    expect(await tokens.get()).toEqual(token(0));
    expect(asked).toHaveLength(1);
    expect(clock.now().mono).toBe((asked[0] ?? 0) + 12 * MINUTE_MS - 1);
    await clock.run(1);
    expect(await got()).toEqual(token(1));
  });

  it("is not used after a sleep: its life and D1's time went on, though one of the clocks stood still", async () => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS);
    await got();
    clock.setWall(2_000);
    expect(await tokens.get()).toEqual(token(0));
    clock.setWall(30 * MINUTE_MS);
    tokens.retryNow();
    await clock.run(100);
    expect(await tokens.get()).toEqual(token(1));
    expect(asked).toHaveLength(2);
  });

  it('is asked for anew where the machine slept over its sign-in: what D1 said of the time is of before', async () => {
    const { tokens, asked, clock } = keeper(() => 15 * MINUTE_MS);
    const given = tokens.get();
    clock.setWall(30 * MINUTE_MS);
    await clock.run(200);
    expect(await given).toEqual(token(1));
    expect(await tokens.get()).toEqual(token(1));
    expect(asked).toHaveLength(2);
  });

  it('renews by itself at that time, so that an idle station knows whether D1 can be reached', async () => {
    const { asked, clock, got, reported } = keeper(() => 15 * MINUTE_MS);
    await got();
    await clock.run(61 * MINUTE_MS);
    expect(asked).toHaveLength(6);
    expect(reported).toEqual(Array(6).fill('granted'));
  });

  it.each([
    ['keeps a token without a lifetime for five minutes', null, 4 * MINUTE_MS],
    ['believes nothing to live longer than fifteen minutes', 24 * 60 * MINUTE_MS, 12 * MINUTE_MS],
    ['reuses a token of just thirty seconds', 30_000, 24_000],
  ])('%s', async (_words, lifetimeMs, reuseMs) => {
    const { tokens, asked, clock, got } = keeper(() => lifetimeMs);
    await got();
    clock.advance(reuseMs - 101);
    expect(await tokens.get()).toEqual(token(0));
    clock.advance(1);
    void tokens.get();
    expect(asked).toHaveLength(2);
  });

  it.each([
    [0, 12 * MINUTE_MS],
    [0.5, 11.25 * MINUTE_MS],
    [0.999, 10.5 * MINUTE_MS],
  ])('is renewed in the background between 70 and 80 %% of its life, by chance (%s)', async (random, afterMs) => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS, random);
    await got();
    await clock.run(61 * MINUTE_MS);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    for (const pause of pauses) expect(Math.abs(pause - afterMs)).toBeLessThan(1_000);
    expect(await tokens.get()).toEqual(token(asked.length - 1));
  });

  it('uses a token of less than thirty seconds once', async () => {
    const { asked, got } = keeper(() => 29_999);
    expect(await got()).toEqual(token(0));
    expect(await got()).toEqual(token(1));
    expect(asked).toHaveLength(2);
  });

  it('drops the token that was refused, and not one that was renewed meanwhile', async () => {
    const { tokens, got } = keeper(() => 15 * MINUTE_MS);
    await got();
    tokens.drop('some older token');
    expect(await tokens.get()).toEqual(token(0));
    tokens.drop('token-0');
    expect(await got()).toEqual(token(1));
  });
});

describe('a token while a card is green', () => {
  const KEEP_MS = 60_000;

  it.each([
    ['of a quarter of an hour is renewed as ever', 15 * MINUTE_MS, 12 * MINUTE_MS],
    ['of three minutes is renewed when a minute is left', 3 * MINUTE_MS, 2 * MINUTE_MS],
    ['of 90 s is renewed when a minute is left', 90_000, 30_000],
    ['of 61 s is too short to have a minute left: renewed every half minute, not every second', 61_000, 30_000],
    ['of 59 s is renewed every half minute', 59_000, 30_000],
    ['of 30 s is renewed before it ends', 30_000, 24_000],
    ['of less is used once, and asked for anew every half minute', 29_999, 30_100],
    ['of no life at all is used once', 0, 30_100],
  ])('%s', async (_words, lifeMs, everyMs) => {
    const { tokens, asked, clock, got } = keeper(() => lifeMs, 0);
    tokens.setMinimumLife(KEEP_MS);
    await got();
    await clock.run(10 * MINUTE_MS + everyMs);
    const pauses = new Set(asked.slice(1).map((at, index) => at - (asked[index] ?? 0)));
    expect(asked.length).toBeGreaterThan(1);
    expect([...pauses]).toEqual([everyMs + 1]);
  });

  it('is renewed at once, by one request, when too little is left as the card becomes green', async () => {
    const { tokens, asked, clock, got } = keeper(() => 3 * MINUTE_MS);
    await got();
    await clock.run(130_000);
    for (let time = 0; time < 5; time += 1) tokens.setMinimumLife(KEEP_MS);
    const readers = Promise.all(Array.from({ length: 60 }, () => tokens.get()));
    expect(new Set((await readers).map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(token(0))]));
    await clock.run(200);
    expect(asked).toHaveLength(2);
    expect(await tokens.get()).toEqual(token(1));
  });

  it('is left alone when a minute and more is left, and again when no card is green', async () => {
    const { tokens, asked, clock, got } = keeper(() => 3 * MINUTE_MS, 0);
    await got();
    await clock.run(100_000);
    tokens.setMinimumLife(KEEP_MS);
    await clock.run(5_000);
    tokens.setMinimumLife(0);
    await clock.run(30_000);
    expect(asked).toHaveLength(1);
  });

  it('stays in use while its renewal fails, which backs off as ever', async () => {
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? 3 * MINUTE_MS : DOWN), 0.99);
    tokens.setMinimumLife(KEEP_MS);
    await got();
    await clock.run(2 * MINUTE_MS + 20_000);
    expect(await tokens.get()).toEqual(token(0));
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.length).toBeLessThan(8);
    await clock.run(5_000);
    expect(await tokens.get()).toEqual({ kind: 'fault', fault: DOWN });
  });

  it.each([NaN, -1, Infinity])('is kept by a sensible life only (%s)', async (ms) => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS);
    tokens.setMinimumLife(ms);
    await got();
    await clock.run(11 * MINUTE_MS);
    expect(asked).toHaveLength(1);
  });
});

describe('somebody who waits', () => {
  const BUSY: Fault = { family: 'network', cause: 'too-many-requests', retryAfterMs: 20_000, ...FACTS };
  const DENIED: Fault = { family: 'network', cause: 'too-many-requests', ...FACTS };
  const SKEW: Fault = { family: 'clock', cause: 'skew', ...FACTS };

  it.each([
    ['passes the back-off of a broken way', DOWN, true],
    ['passes that of a D1 that had enough and did not say for how long', DENIED, true],
    ['does not pass what D1 asked for', BUSY, false],
    ['does not pass that of a refused sign-in', REFUSED, false],
    ['does not pass that of a wrong clock', SKEW, false],
  ])('%s', async (_words, fault, passes) => {
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? fault : 15 * MINUTE_MS), 0.99);
    await got();
    expect(await tokens.get()).toEqual({ kind: 'fault', fault });
    const urgent = tokens.get(true);
    await clock.run(100);
    expect(await urgent).toEqual(passes ? token(1) : { kind: 'fault', fault });
    expect(asked).toHaveLength(passes ? 2 : 1);
  });

  it('shares one request with the others that come meanwhile', async () => {
    const { tokens, asked, clock, got } = keeper((nth) => (nth < 6 ? DOWN : 15 * MINUTE_MS), 0.99);
    await got();
    while (asked.length < 6) await clock.run(100);
    await clock.run(100);
    const all = Promise.all([tokens.get(true), tokens.get(), tokens.get(true), tokens.get()]);
    await clock.run(100);
    expect(await all).toEqual(Array(4).fill(token(6)));
    expect(asked).toHaveLength(7);
  });
});

describe('a refused sign-in', () => {
  it('answers every caller with the fault at once until thirty seconds are over', async () => {
    const { tokens, asked, clock, got } = keeper(() => REFUSED);
    expect(await got()).toEqual({ kind: 'fault', fault: REFUSED });
    await clock.run(29_000);
    expect(await tokens.get()).toEqual({ kind: 'fault', fault: REFUSED });
    expect(asked).toHaveLength(1);
    await clock.run(1_200);
    expect(asked).toHaveLength(2);
  });

  it.each([0, 0.5, 0.999])(
    'comes back after thirty seconds to five minutes, never faster, never given up (random %s)',
    async (random) => {
      const { asked, clock, got } = keeper(() => REFUSED, random);
      await got();
      await clock.run(4 * 60 * MINUTE_MS);
      const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0) - 100);
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(30_000);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(300_002);
      expect(pauses.at(-1)).toBeGreaterThanOrEqual(150_000);
      expect(pauses.length).toBeGreaterThan(40);
    },
  );

  it('is one refusal of the station, however many cards met it', async () => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS);
    await got();
    for (let card = 0; card < 4; card += 1) tokens.refused('token-0', UNAUTHORISED);
    expect(await tokens.get()).toEqual({ kind: 'fault', fault: UNAUTHORISED });
    await clock.run(30_002);
    expect(asked).toHaveLength(2);
  });

  it('grows over refusals although the sign-in itself succeeds each time, and starts short again after an answer', async () => {
    const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS, 0.999);
    await got();
    tokens.refused('token-0', UNAUTHORISED);
    await clock.run(30_200);
    tokens.refused('token-1', UNAUTHORISED);
    await clock.run(45_000);
    expect(asked).toHaveLength(2);
    await clock.run(16_000);
    expect(asked).toHaveLength(3);
    tokens.accepted();
    tokens.refused('token-2', UNAUTHORISED);
    await clock.run(30_200);
    expect(asked).toHaveLength(4);
  });

  it('is no refusal when it was about a token that has been renewed meanwhile', async () => {
    const { tokens, asked, got } = keeper(() => 15 * MINUTE_MS);
    await got();
    tokens.drop('token-0');
    await got();
    tokens.refused('token-0', UNAUTHORISED);
    expect(await tokens.get()).toEqual(token(1));
    expect(asked).toHaveLength(2);
  });

  it('is over for a machine that slept for longer than the pause', async () => {
    const { tokens, asked, clock, got } = keeper(() => REFUSED);
    await got();
    clock.setWall(29_000);
    tokens.retryNow();
    expect(asked).toHaveLength(1);
    clock.setWall(1_000);
    tokens.retryNow();
    expect(asked).toHaveLength(2);
  });

  it('is not shortened by a machine that wakes up', async () => {
    const { tokens, asked, got } = keeper(() => REFUSED);
    await got();
    tokens.retryNow();
    expect(asked).toHaveLength(1);
  });
});

describe('a way to D1 that is broken', () => {
  it('is tried again within thirty seconds for whoever waits, for ever', async () => {
    const { tokens, asked, clock, got } = keeper(() => DOWN, 0.9);
    await got();
    for (let second = 0; second < 3_600; second += 1) {
      void tokens.get();
      await clock.run(1_000);
    }
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0) - 100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_002);
    expect(asked.length).toBeGreaterThan(110);
  });

  it.each([0, 0.5, 0.999])(
    'is tried again soon at first, then every one to two minutes, while nobody waits (random %s)',
    async (random) => {
      const { asked, clock, got } = keeper(() => DOWN, random);
      await got();
      await clock.run(60 * MINUTE_MS);
      const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0) - 100);
      // The first is whoever asked; then a short break is looked for soon.
      expect(pauses[1]).toBeLessThanOrEqual(20_002);
      const settled = pauses.slice(5);
      expect(Math.max(...settled)).toBeLessThanOrEqual(120_002);
      expect(Math.min(...settled)).toBeGreaterThanOrEqual(60_000);
      expect(asked.length).toBeGreaterThan(28);
    },
  );

  it('is tried at once for the first card that comes to an idle station, and then as for whoever waits', async () => {
    const { tokens, asked, clock, got } = keeper(() => DOWN, 0.999);
    await got();
    await clock.run(5 * MINUTE_MS);
    const before = asked.length;
    expect(await got()).toEqual({ kind: 'fault', fault: DOWN });
    expect(asked).toHaveLength(before + 1);
    // The fault is known now: the next read is answered with it, and the sign-in is tried again soon.
    expect(await tokens.get()).toEqual({ kind: 'fault', fault: DOWN });
    expect(asked).toHaveLength(before + 1);
    await clock.run(31_000);
    expect(asked).toHaveLength(before + 2);
  });

  it('is asked for at the pace of whoever waits while a card is green', async () => {
    const { tokens, asked, clock, got } = keeper(() => DOWN, 0.999);
    tokens.setMinimumLife(60_000);
    await got();
    await clock.run(10 * MINUTE_MS);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0) - 100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_002);
  });

  it('is not asked by the card of an idle station before the server wants to be asked', async () => {
    const busy: Fault = { family: 'network', cause: 'too-many-requests', retryAfterMs: 60_000, ...FACTS };
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? 15 * MINUTE_MS : busy));
    await got();
    while (asked.length < 2) await clock.run(1_000);
    tokens.drop('token-0');
    await clock.run(30_000);
    const leftMs = (asked[1] ?? 0) + 100 + 60_000 - clock.now().mono;
    expect(await got()).toEqual({ kind: 'fault', fault: { ...busy, retryAfterMs: leftMs } });
    expect(asked).toHaveLength(2);
  });

  it('is tried again at once when the network comes back', async () => {
    const { tokens, asked, clock, got } = keeper((nth) => (nth < 8 ? DOWN : 15 * MINUTE_MS), 0.99);
    await got();
    while (asked.length < 8) await clock.run(500);
    await clock.run(200);
    tokens.retryNow();
    expect(asked).toHaveLength(9);
  });

  it('tells whoever asks meanwhile how long the server still wants to be left alone, not how long it did at first', async () => {
    const busy: Fault = { family: 'network', cause: 'too-many-requests', retryAfterMs: 120_000, ...FACTS };
    const { tokens, clock, got } = keeper(() => busy);
    expect(await got()).toEqual({ kind: 'fault', fault: busy });
    await clock.run(100_000);
    expect(await tokens.get(true)).toEqual({ kind: 'fault', fault: { ...busy, retryAfterMs: 20_000 } });
  });

  it.each([
    [0, 60_000],
    [0.5, 75_000],
    [0.99, 89_700],
  ])(
    'is asked after a moment that it named to all stations by each at a time of its own (random %s)',
    async (random, afterMs) => {
      const until: Fault = {
        family: 'network',
        cause: 'server-error',
        retryAfterMs: 60_000,
        sameForAll: true,
        ...FACTS,
      };
      const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? until : 15 * MINUTE_MS), random);
      await got();
      await clock.run(30_000);
      // Whoever asks meanwhile is told of all that is left, and need not add to it.
      expect(await tokens.get()).toEqual({
        kind: 'fault',
        fault: { ...until, retryAfterMs: afterMs - 30_000, sameForAll: false },
      });
      await clock.run(60_000);
      expect((asked[1] ?? 0) - (asked[0] ?? 0) - 101).toBe(afterMs);
    },
  );

  it('is not hammered for a green card, though the token of before is accepted on every read', async () => {
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? 15 * MINUTE_MS : DOWN), 0.5);
    tokens.setMinimumLife(60_000);
    await got();
    await clock.run(11 * MINUTE_MS);
    while (asked.length < 2) await clock.run(1_000);
    const before = asked.length;
    for (let second = 0; second < 40; second += 1) {
      expect(await tokens.get()).toEqual(token(0));
      tokens.accepted();
      await clock.run(1_000);
    }
    // 0.5 s, 1, 2, 4, 8, 15 s: half of a back-off that doubles to half a minute.
    expect(asked.length - before).toBeLessThanOrEqual(7);
  });

  it('is looked for soon again by an idle station, however long an earlier outage was', async () => {
    let down = true;
    const { tokens, asked, clock, got } = keeper(() => (down ? DOWN : 15 * MINUTE_MS), 0.999);
    await got();
    await clock.run(60 * MINUTE_MS);
    down = false;
    await clock.run(30 * 24 * 60 * MINUTE_MS);
    expect(await tokens.get()).toMatchObject({ kind: 'token' });
    down = true;
    const before = asked.length;
    while (asked.length === before) await clock.run(1_000);
    await clock.run(15_000);
    expect(asked.length).toBeGreaterThan(before + 1);
  });

  it('is asked at once when the machine slept until the server wanted to be asked again', async () => {
    const busy: Fault = { family: 'network', cause: 'too-many-requests', retryAfterMs: 120_000, ...FACTS };
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? busy : 15 * MINUTE_MS));
    await got();
    clock.setWall(119_000);
    expect(await tokens.get(true)).toEqual({ kind: 'fault', fault: { ...busy, retryAfterMs: 1_000 } });
    tokens.retryNow();
    expect(asked).toHaveLength(1);
    clock.setWall(1_000);
    tokens.retryNow();
    expect(asked).toHaveLength(2);
  });

  it('stays away as long as the server asks, also when the machine wakes up meanwhile', async () => {
    const busy: Fault = { family: 'network', cause: 'too-many-requests', retryAfterMs: 120_000, ...FACTS };
    const { tokens, asked, clock, got } = keeper((nth) => (nth === 0 ? busy : 15 * MINUTE_MS));
    await got();
    await clock.run(60_000);
    tokens.retryNow();
    await clock.run(59_900);
    expect(asked).toHaveLength(1);
    await clock.run(300);
    expect(asked).toHaveLength(2);
  });
});

it('asks nothing more once it was stopped', async () => {
  const { tokens, asked, clock, got } = keeper(() => 15 * MINUTE_MS);
  await got();
  tokens.stop();
  await clock.run(60 * MINUTE_MS);
  expect(asked).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});
