/** How far the station's clock is from D1's, by the `Date` of what D1 sends. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createSkewWatch, skewLimit } from '../../../../main/d1/skew-watch.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { clientFor, closeClients } from './client-under-test.ts';
import { empty, grant, startMadeD1, type Handler, type MadeD1 } from './made-d1.ts';

const NOW = Date.UTC(2025, 0, 21, 9, 30);
const LIMIT_MS = 60_000;

/** Exchanges of a station whose clock is ahead of D1's by each of `aheadMs`; what was told, as seconds or `none`. */
function told(aheadMs: readonly number[], tookMs = 0): string[] {
  const heard: string[] = [];
  const say = (fault: Fault | null): number =>
    heard.push(fault === null ? 'none' : String(Math.round((fault.skewMs ?? NaN) / 1_000)));
  const watch = createSkewWatch(LIMIT_MS, say);
  aheadMs.forEach((ms, index) => {
    const receivedAt = { mono: index * 100_000 + tookMs, wall: NOW + ms };
    watch.observe({
      header: () => new Date(NOW).toUTCString(),
      receivedAt,
      sentAt: { mono: receivedAt.mono - tookMs, wall: receivedAt.wall - tookMs },
      correlationId: 'id',
    });
  });
  return heard;
}

describe('a skew', () => {
  it('is told after the first exchange, also when there is none', () => {
    expect(told([0])).toEqual(['none']);
    expect(told([90_000])).toEqual(['89']);
    expect(told([-90_000])).toEqual(['-90']);
  });

  it('begins above the limit, to the second that a Date can tell', () => {
    expect(told([61_000])).toEqual(['none']);
    expect(told([61_001])).toEqual(['60']);
    expect(told([-60_000])).toEqual(['none']);
    expect(told([-60_001])).toEqual(['-60']);
  });

  it('that wanders about the limit is told once, and ends only well below it', () => {
    expect(told([70_000, 55_000, 65_000, 50_000, 62_000, 45_000])).toEqual(['69']);
    expect(told([70_000, 50_000, 31_000, 55_000])).toEqual(['69', 'none']);
    expect(told([70_000, 20_000, 55_000, 20_000])).toEqual(['69', 'none']);
  });

  it('that grows, shrinks or turns by much is told anew', () => {
    expect(told([70_000, 80_000, 95_000, 105_000, 3_600_000, -70_000])).toEqual(['69', '104', '3599', '-70']);
  });

  it('is not made up by an exchange that took long', () => {
    expect(told([75_000], 20_000)).toEqual(['none']);
    expect(told([95_000], 20_000)).toEqual(['74']);
  });

  it('counts from half of the life of an assertion where that is less than a minute', () => {
    expect(skewLimit(180_000)).toBe(60_000);
    expect(skewLimit(30_000)).toBe(15_000);
  });

  it('is unknown without a Date that can be read', () => {
    const heard: unknown[] = [];
    const watch = createSkewWatch(LIMIT_MS, (fault) => heard.push(fault));
    for (const date of [undefined, '', 'yesterday', '5', new Date(NOW).toISOString()]) {
      const at = { mono: 0, wall: 0 };
      watch.observe({ header: () => date, sentAt: at, receivedAt: at, correlationId: 'id' });
    }
    expect(heard).toEqual([]);
  });
});

describe('the station', () => {
  let d1: MadeD1;
  let behindMs = 0;
  beforeAll(async () => {
    d1 = await startMadeD1();
  });
  afterAll(() => d1.close());
  afterEach(async () => {
    await closeClients();
    behindMs = 0;
  });
  const dated =
    (handler: Handler, more = 0): Handler =>
    (request, response) => {
      response.setHeader('date', new Date(Date.now() - behindMs - more).toUTCString());
      handler(request, response);
    };

  it('hears of a wrong clock while D1 still accepts it, and of its end', async () => {
    d1.token = dated(grant);
    d1.status = dated(empty);
    behindMs = 120_000;
    const { read, skews, clock } = clientFor(d1);
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(skews).toHaveLength(1);
    expect(skews[0]).toMatchObject({
      family: 'clock',
      cause: 'skew',
      correlationId: d1.seen[0]?.headers['x-correlation-id'],
      detail: expect.stringMatching(/ahead of D1's/) as string,
    });
    expect((skews[0]?.skewMs ?? 0) / 1_000).toBeCloseTo(120, -1);
    clock.setWall(-120_000);
    await read();
    expect(skews).toHaveLength(2);
    expect(skews[1]).toBeNull();
  });

  it('learns nothing of its clock from a copy that a cache kept', async () => {
    d1.token = dated(grant);
    d1.status = dated(empty, 100_000);
    const { read, skews } = clientFor(d1);
    expect(await read()).toMatchObject({ kind: 'fault', fault: { cause: 'date-behind' } });
    expect(skews).toEqual([null]);
  });

  it('learns nothing of its clock from an answer that only counts as older', async () => {
    d1.token = dated(grant);
    d1.status = dated(empty, 20_000);
    // Half of the assertion's life is the limit: 15 s.
    const { read, skews } = clientFor(d1, { settings: { assertionLifetimeMs: 30_000 } });
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(skews).toEqual([null]);
  });
});
