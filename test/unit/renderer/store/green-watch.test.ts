import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createGreenWatch, tellsToGive } from '../../../../renderer/store/green-watch.ts';
import { cardView, stationView } from '../../views.ts';

/** Snapshots come a second apart, unless it is said otherwise. */
const at = (sequence: number, everyMs: number) => ({ sequence, at: 1_000_000 + sequence * everyMs });
const green = (sequence: number, everyMs = 1_000) =>
  stationView({ ...at(sequence, everyMs), cards: [cardView({ verdict: 'hand-over', greenForMs: 9_000 })] });
const waiting = (sequence: number, everyMs = 1_000) =>
  stationView({ ...at(sequence, everyMs), cards: [cardView({ verdict: 'wait' })] });

it('believes that green is gone only after three pictures without it', () => {
  const watch = createGreenWatch();
  watch.committed(green(1));
  watch.painted(1);
  watch.committed(waiting(2));
  // A picture of before, however late it is reported.
  watch.painted(1);
  for (const [sequence, gone] of [
    [2, false],
    [3, false],
    [4, true],
  ] as const) {
    watch.committed(waiting(sequence));
    watch.painted(sequence);
    expect(watch.isGone()).toBe(gone);
  }
  // In the document and not on the glass yet: the veil watches from here on.
  watch.committed(green(5));
  expect(watch.isGone()).toBe(false);
});

it('does not believe pictures that follow each other fast: main has to have spoken for two seconds', () => {
  const watch = createGreenWatch();
  watch.committed(green(1, 50));
  for (let sequence = 2; sequence < 42; sequence += 1) {
    watch.committed(waiting(sequence, 50));
    watch.painted(sequence);
    expect(watch.isGone()).toBe(false);
  }
  watch.committed(waiting(42, 50));
  expect(watch.isGone()).toBe(true);
});

it('never believes it while the newest snapshot tells to give, nor within three pictures of one that did', () => {
  const step = fc.record({ gives: fc.boolean(), painted: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const watch = createGreenWatch();
      let without = 0;
      steps.forEach(({ gives, painted }, index) => {
        watch.committed(gives ? green(index + 1) : waiting(index + 1));
        if (painted) watch.painted(index + 1);
        without = gives ? 0 : without + (painted ? 1 : 0);
        expect(watch.isGone()).toBe(without >= 3);
      });
    }),
  );
});

it('counts the check list and what follows it as telling to give', () => {
  expect(tellsToGive(waiting(1))).toBe(false);
  expect(tellsToGive(green(1))).toBe(true);
  const desk = { kind: 'open', dialog: 'hand-over' } as ReturnType<typeof waiting>['desk'];
  expect(tellsToGive({ ...waiting(1), desk })).toBe(true);
});
