/** The screens on the runtime that they are packaged with, against pictures that were looked at. */
import { expect, test } from '@playwright/test';

import { openState } from '../gallery/open-state.ts';
import { openPinned } from '../gallery/pinned.ts';
import { STATES } from '../gallery/states.ts';
import { TWIN } from './fixtures.ts';

/** Pixels that may differ, as a share: letters are drawn a little otherwise with other system settings. */
const TOLERANCE = 0.004;

/** One of each kind; the others differ from these in words. */
const COMPARED = [
  'idle',
  'wait-at-printer',
  'wait-stuck',
  'hand-over',
  'hand-over-sandbox',
  'production-failed',
  'cannot-tell-stale',
  'already-handed-over',
  'several-7',
  'check-list-last-four',
  'checking',
  'given',
  'refused-no-answer',
  'reject',
  'fault-certificate',
  'banner-network',
  'language',
  'silent',
  'pin-typed',
  'setup',
];

test('the screens are as they were when somebody last looked at them', async () => {
  test.slow();
  const engine = await openPinned(TWIN);
  try {
    await engine.resize({ width: 1366, height: 768 });
    await engine.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const state of STATES.filter(({ name }) => COMPARED.includes(name))) {
      await openState(engine.page, engine.server, state);
      const picture = await engine.page.screenshot();
      expect.soft(picture, state.name).toMatchSnapshot(`${state.name}.png`, { maxDiffPixelRatio: TOLERANCE });
    }
  } finally {
    await engine.close();
  }
});
