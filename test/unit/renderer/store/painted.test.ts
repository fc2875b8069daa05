import { describe, expect, it } from 'vitest';

import { createPaintReporter, isDrawn } from '../../../../renderer/store/painted.ts';

it('reports a snapshot when the frame after its drawing begins, and the newest for several', () => {
  const frames: (() => void)[] = [];
  const reports: number[] = [];
  const reporter = createPaintReporter(
    (callback) => frames.push(callback),
    (sequence) => reports.push(sequence),
  );
  const frame = (): void => frames.splice(0).forEach((callback) => callback());

  reporter.committed(1);
  frame();
  expect(reports).toEqual([]);
  // Too late for the first report: nobody has drawn these yet.
  reporter.committed(2);
  reporter.committed(3);
  frame();
  expect(reports).toEqual([1]);
  frame();
  frame();
  expect(reports).toEqual([1, 3]);
  frame();
  expect(frames).toEqual([]);
});

describe('a page with nothing in it', () => {
  it('is told from one that is drawn', () => {
    expect(isDrawn({ childElementCount: 1, isConnected: true })).toBe(true);
    expect(isDrawn({ childElementCount: 0, isConnected: true })).toBe(false);
    expect(isDrawn({ childElementCount: 1, isConnected: false })).toBe(false);
    expect(isDrawn(null)).toBe(false);
  });
});
