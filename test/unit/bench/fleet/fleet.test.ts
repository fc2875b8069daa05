import { describe, expect, it } from 'vitest';

import { exponential, lognormal } from '../../../bench/fleet/chance.ts';
import { seeded } from '../../../seeded.ts';
import { answerFor, newCard, nextArrival } from '../../../bench/fleet/card-life.ts';
import { createD1Model, type D1Says } from '../../../bench/fleet/d1-model.ts';
import { figuresOf, together, type Counted } from '../../../bench/fleet/measures.ts';
import { HOUR, type Scenario } from '../../../bench/fleet/scenario.ts';
import { simulateHour } from '../../../bench/fleet/simulate.ts';
import { VirtualClock } from '../../../bench/fleet/virtual-clock.ts';
import { percentile } from '../../../bench/figures.ts';

const MINUTE = 60_000;

describe('the virtual clock', () => {
  it('runs timers in the order of their times, and those of one ms in the order in which they were set', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    for (const [ms, name] of [
      [30, 'c'],
      [10, 'a'],
      [30, 'd'],
      [20, 'b'],
    ] as const)
      clock.after(ms, () => ran.push(`${name}${clock.now().mono}`));
    await clock.run(25);
    expect(ran).toEqual(['a10', 'b20']);
    expect(clock.now()).toEqual({ mono: 25, wall: 25 });
    await clock.run(100);
    expect(ran).toEqual(['a10', 'b20', 'c30', 'd30']);
  });

  it('keeps many timers sorted, leaves out what was cancelled, and waits for promises before time goes on', async () => {
    const clock = new VirtualClock(0);
    const random = seeded(7);
    const ran: number[] = [];
    for (let index = 0; index < 2_000; index += 1) {
      const cancel = clock.after(random() * 10_000, () => ran.push(clock.now().mono));
      if (index % 4 === 0) cancel();
    }
    let seen = -1;
    clock.after(5_000, () => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => (seen = clock.now().mono));
    });
    await clock.run(10_001);
    expect(ran).toHaveLength(1_500);
    expect(ran).toEqual([...ran].sort((a, b) => a - b));
    expect(seen).toBe(5_000);
  });
});

describe('chance', () => {
  it('repeats itself by its seed and is even', () => {
    const draw = (seed: number): number[] => Array.from({ length: 20_000 }, seeded(seed));
    expect(draw(3).slice(0, 5)).toEqual(draw(3).slice(0, 5));
    expect(draw(3)[0]).not.toBe(draw(4)[0]);
    const mean = draw(3).reduce((sum, value) => sum + value, 0) / 20_000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  });

  it('draws times with the mean or median that was asked for', () => {
    const random = seeded(1);
    const waits = Array.from({ length: 20_000 }, () => exponential(random, 900));
    expect(waits.reduce((sum, value) => sum + value, 0) / 20_000 / 900).toBeCloseTo(1, 1);
    const times = Array.from({ length: 20_001 }, () => lognormal(random, 60, 0.5));
    expect(percentile(times, 0.5) / 60).toBeCloseTo(1, 1);
    expect(percentile(times, 0.841) / (60 * Math.exp(0.5))).toBeCloseTo(1, 1);
  });
});

describe('the modelled D1', () => {
  function model(scenario: Partial<Scenario> = {}) {
    const seen: D1Says[] = [];
    return { seen, d1: createD1Model({ ...HOUR, ...scenario }, seeded(1), (_kind, _at, says) => seen.push(says)) };
  }

  it('takes a token for its life and no longer, and none that it has not given', () => {
    const { d1 } = model();
    expect(d1.meet('token', 0, null)).toBe('ok');
    const token = d1.grant(0);
    expect(d1.meet('read', 899_999, token)).toBe('ok');
    expect(d1.meet('read', 900_000, token)).toBe('unauthorised');
    expect(d1.meet('read', 0, 'made up')).toBe('unauthorised');
    expect(d1.meet('read', 0, null)).toBe('unauthorised');
  });

  it('is away in its outage, half of the calls not even reaching it, and has forgotten its tokens after it', () => {
    const { d1, seen } = model();
    const token = d1.grant(19 * MINUTE);
    for (let call = 0; call < 1_000; call += 1) d1.meet('read', 25 * MINUTE, token);
    expect(seen.filter((says) => says === 'refused').length / 1_000).toBeCloseTo(0.5, 1);
    expect(new Set(seen)).toEqual(new Set(['refused', 'unavailable']));
    expect(d1.meet('read', 30 * MINUTE, token)).toBe('unauthorised');
    expect(d1.meet('read', 30 * MINUTE, d1.grant(30 * MINUTE))).toBe('ok');
  });

  it('takes so many calls a second while its limit holds', () => {
    const { d1, seen } = model({ limitPerSecond: 24 });
    d1.meet('token', 45 * MINUTE, null);
    const token = d1.grant(46 * MINUTE);
    for (let call = 0; call < 10_000; call += 1) d1.meet('read', 46 * MINUTE + call, token);
    const taken = seen.filter((says) => says === 'ok').length - 1;
    expect(taken).toBeGreaterThanOrEqual(240);
    expect(taken).toBeLessThanOrEqual(240 + 24);
    expect(d1.meet('read', 51 * MINUTE, token)).toBe('ok');
  });
});

describe('cards and customers', () => {
  it('a card goes from its order to the printer to its end, as D1 tells it', () => {
    const card = newCard('card', 1_000, { ...HOUR, failureShare: 0 }, seeded(5));
    const detail = (at: number): string => answerFor(card, at, 0).replace(/.*"details":\{"status":"(\w+)"\}.*/, '$1');
    expect(detail(1_000)).toBe('CARD_PROD_REQUESTED');
    expect(detail(card.atPrinterAt)).toBe('CARD_PROD_READY');
    expect(detail(card.endsAt - 1)).toBe('CARD_PROD_READY');
    expect(detail(card.endsAt)).toBe('CARD_PROD_DONE');
  });

  it('customers come by the rate that was asked for, none before the doors open or in the outage, more after it', () => {
    const random = seeded(9);
    const arrivals: number[] = [];
    for (let station = 0; station < 4_000; station += 1)
      for (let at = nextArrival(0, HOUR, random); at !== null; at = nextArrival(at, HOUR, random)) arrivals.push(at);
    const rate = (from: number, until: number): number =>
      arrivals.filter((at) => at >= from * MINUTE && at < until * MINUTE).length / 4_000 / ((until - from) / 60);
    expect(rate(0, 4)).toBe(0);
    expect(rate(4, 20) / 4).toBeCloseTo(1, 1);
    expect(rate(20, 30)).toBe(0);
    expect(rate(30, 40) / 4).toBeCloseTo(4 / 3, 1);
    expect(rate(40, 60) / 4).toBeCloseTo(1, 1);
  });
});

describe('what is measured', () => {
  const PART: Counted = {
    stations: 10,
    perSecond: Array.from({ length: 3_600 }, (_, second) => (second === 1_805 ? 30 : second === 1_300 ? 310 : 10)),
    calls: { 'read ok': 80, 'read too-many': 5, 'token ok': 15, 'read unavailable': 100 },
    notFresh: [10, 5, 1, 0],
    notFreshWithCards: [2, 0],
    signInsInOutage: 30,
    signInsOutside: 55,
    wrongGreens: 0,
    handovers: 7,
  };

  it('puts the highest second after D1 came back over the ordinary mean', () => {
    expect(figuresOf(PART, HOUR)).toMatchObject({
      ordinaryMean: 10,
      recoveryPeak: 30,
      peakToMean: 3,
      outageToMean: 1.05,
      tokenRequests: 5.5,
      triesInOutage: 3,
      freshHalf: 0.5,
      freshMost: 1.5,
      freshAll: 1.5,
      freshWithCards: 0.5,
      refusedPercent: 5,
    });
  });

  it('adds parts up as one fleet, and says of a fleet that never recovers that it did not', () => {
    const both = together([PART, { ...PART, notFresh: [10, 5, 1, 1, 1], wrongGreens: 1 }]);
    expect(both).toMatchObject({ stations: 20, notFresh: [20, 10, 2, 1, 1], wrongGreens: 1, handovers: 14 });
    expect(both.calls['read ok']).toBe(160);
    expect(figuresOf(both, HOUR)).toMatchObject({ ordinaryMean: 20, peakToMean: 3, freshAll: NaN });
  });
});

it('a few stations live through the hour: cards are handed over, none wrongly, and all are fresh again', async () => {
  const few = { ...HOUR, stations: 8, cardsPerHour: 12 };
  const counted = await simulateHour(few, 1);
  const figures = figuresOf(counted, few);
  expect(counted.wrongGreens).toBe(0);
  expect(counted.handovers).toBeGreaterThan(40);
  expect(figures.freshAll).toBeLessThanOrEqual(125);
  expect(figures.tokenRequests).toBeLessThanOrEqual(8);
  expect(counted.calls['read unavailable']).toBeGreaterThan(0);
});
