import { describe, expect, it } from 'vitest';

import { latestByChance } from '../../../bench/lag/simulated.ts';
import { lognormal } from '../../../bench/pace-simulation/distributions.ts';

const CARD_TIME = lognormal(45, 0.35);
const PAUSE_MS = 5_000;

describe('how late chance alone lets the learned pace be', () => {
  const latest = (share: number, cards: number): number => latestByChance(CARD_TIME, share, cards, PAUSE_MS);

  it('leaves few cards more room than many', () => {
    expect(latest(0.5, 4)).toBeGreaterThan(1.2 * latest(0.5, 16));
  });

  it('leaves the latest card more than a steady pause would, and no more than the longest pause with its jitter', () => {
    expect(latest(1, 16)).toBeGreaterThan(1.2 * PAUSE_MS);
    expect(latest(1, 16)).toBeLessThanOrEqual(1.2 * 20_000);
  });

  it('is the same each time', () => {
    expect(latest(0.9, 4)).toBe(latest(0.9, 4));
  });
});
