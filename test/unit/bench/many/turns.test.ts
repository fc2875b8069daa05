import { describe, expect, it } from 'vitest';

import { takeTurns } from '../../../bench/many/turns.ts';

describe('whose turn it is at one station', () => {
  it('is nobody else with one card: it is asked for at its pace, and its slip at once', async () => {
    const { overdueMs, scannedMs } = await takeTurns(1, 1);
    expect(overdueMs).toBeLessThanOrEqual(500);
    expect(scannedMs.length).toBeGreaterThan(10);
    expect(Math.max(...scannedMs)).toBeLessThanOrEqual(500);
  });

  it('comes to each of sixty in a round, to a slip that was just scanned at once, and to a green card in time', async () => {
    const { overdueMs, scannedMs, oldestGreenMs, startsPerSecond } = await takeTurns(60, 1);
    const roundMs = (60 / startsPerSecond) * 1_000;
    expect(overdueMs).toBeGreaterThan(roundMs * 0.8);
    expect(overdueMs).toBeLessThanOrEqual(roundMs * 1.2);
    expect(Math.max(...scannedMs)).toBeLessThanOrEqual(1_000);
    expect(oldestGreenMs).toBeLessThan(60_000);
  });

  it('is the same again with the same seed', async () => {
    expect(await takeTurns(5, 7)).toEqual(await takeTurns(5, 7));
  });
});
