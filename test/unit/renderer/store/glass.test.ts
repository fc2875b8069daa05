import { expect, it } from 'vitest';

import { createGlass } from '../../../../renderer/store/glass.ts';
import { cardView, stationView } from '../../views.ts';

const [a, b] = [cardView({ cardId: 'a', operationId: 'op-a' }), cardView({ cardId: 'b', operationId: 'op-b' })];
const showing = (sequence: number, stage: string | null) => stationView({ sequence, cards: [a, b], stage });

it('names the snapshot that was painted, not the one that only came', () => {
  const glass = createGlass();
  glass.committed(showing(4, 'a'));
  expect(glass.press('a')).toBeNull();
  glass.painted(4);
  glass.committed(showing(5, 'a'));
  expect(glass.press('a')).toEqual({ cardId: 'a', operationId: 'op-a', sequence: 4 });
  glass.painted(5);
  expect(glass.press('a')?.sequence).toBe(5);
});

it('makes no press on a card that the glass does not show, though the page already has it on stage', () => {
  const glass = createGlass();
  glass.committed(showing(1, 'a'));
  glass.painted(1);
  glass.committed(showing(2, 'b'));
  expect(glass.press('b')).toBeNull();
  expect(glass.press('a')?.sequence).toBe(1);
  glass.painted(2);
  expect(glass.press('a')).toBeNull();
  expect(glass.press('b')).toEqual({ cardId: 'b', operationId: 'op-b', sequence: 2 });
});

it('takes the newest of several that were painted together, and makes no press without a stage', () => {
  const glass = createGlass();
  glass.committed(showing(1, 'a'));
  glass.committed(showing(2, 'b'));
  glass.committed(showing(3, null));
  glass.painted(2);
  expect(glass.press('b')?.sequence).toBe(2);
  glass.painted(3);
  expect(glass.press('b')).toBeNull();
});
