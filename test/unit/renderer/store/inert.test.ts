import { expect, it } from 'vitest';

import { ACTION_INERT_MS, isInert } from '../../../../renderer/store/inert.ts';

it('keeps buttons still until the stage has stood for a moment', () => {
  const since = { mono: 1_000, wall: 0 };
  expect(isInert(since, { mono: 1_000 + ACTION_INERT_MS - 1, wall: 0 })).toBe(true);
  expect(isInert(since, { mono: 1_000 + ACTION_INERT_MS, wall: 0 })).toBe(false);
});
