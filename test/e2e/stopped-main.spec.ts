import { greenShare, lookAtGlass } from './glass.ts';
import { expect, expectStage, test, type Desk } from './fixtures.ts';
import { openDialog, tick, typeInto } from './staff-desk.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StationApp } from './station-app.ts';

/** Green is gone from the glass this long after main stopped, in ms. */
const WITHDRAWN_WITHIN_MS = 3_000;
/** What a busy machine takes from the document to the glass, in ms. */
const LATE_MS = 300;
/** A green verdict fills the screen; anything else shows next to none. */
const MUCH = 0.3;
/** The button that a complete check list is confirmed with. */
const SOME = 0.012;
const NONE = 0.01;

async function greenStation(desk: Desk, sandbox: Sandbox): Promise<StationApp> {
  desk.configure({ staff: { identity: 'initials' } });
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-0030', scenario: 'by-hand' });
  sandbox.control.set('card-0030', { state: 'done' });
  await station.scan('card-0030');
  await expectStage(station, { verdict: 'hand-over' });
  await expect.poll(() => greenShare(lookAtGlass())).toBeGreaterThan(MUCH);
  return station;
}

/** Looks until no green is on the glass; gives when the last look began that saw some. */
async function lastGreen(): Promise<number> {
  let seenAt = -Infinity;
  for (;;) {
    const at = Date.now();
    if (greenShare(lookAtGlass()) < NONE) return seenAt;
    seenAt = at;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('when main is stopped, green leaves the glass within 3 s, and what D1 takes back meanwhile never returns', async ({
  desk,
  sandbox,
}) => {
  const station = await greenStation(desk, sandbox);
  // Nothing can be asked of the page while main is stopped, so it notes for itself what its document says when.
  await station.page.evaluate(`(() => {
    const verdict = () => document.querySelector('[data-testid="stage"]').getAttribute('data-verdict');
    window.changes = [];
    let last = verdict();
    new MutationObserver(() => {
      const now = verdict();
      if (now !== last) window.changes.push({ verdict: now, at: Date.now() });
      last = now;
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  })()`);
  const stoppedAt = Date.now();
  process.kill(station.pid, 'SIGSTOP');
  try {
    expect((await lastGreen()) - stoppedAt).toBeLessThan(WITHDRAWN_WITHIN_MS + LATE_MS);
    // It stays off: the page that changes meanwhile brings no old picture back.
    for (let look = 0; look < 20; look += 1) {
      expect(greenShare(lookAtGlass())).toBeLessThan(NONE);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    sandbox.control.set('card-0030', { state: 'production-exception' });
    // So long the answer of before would be the newest one.
    sandbox.control.inject({ effect: { kind: 'delay', ms: 2_000 }, on: 'status' });
  } finally {
    process.kill(station.pid, 'SIGCONT');
  }
  const verdict = station.page.locator('[data-testid="stage"]');
  while ((await verdict.getAttribute('data-verdict')) !== 'do-not-hand-over') {
    expect(greenShare(lookAtGlass())).toBeLessThan(NONE);
  }
  const [first] = await station.page.evaluate<{ verdict: string; at: number }[]>('window.changes');
  expect(first?.verdict).toBe('cannot-tell');
  expect((first?.at ?? Infinity) - stoppedAt).toBeLessThanOrEqual(WITHDRAWN_WITHIN_MS + 50);
});

test('when main is stopped under an open check list, with a field that has the focus, green leaves the glass too', async ({
  desk,
  sandbox,
}) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await typeInto(station, 'by', 'ab');
  await expect.poll(() => greenShare(lookAtGlass())).toBeGreaterThan(SOME);
  const stoppedAt = Date.now();
  process.kill(station.pid, 'SIGSTOP');
  try {
    expect((await lastGreen()) - stoppedAt).toBeLessThan(WITHDRAWN_WITHIN_MS + LATE_MS);
  } finally {
    process.kill(station.pid, 'SIGCONT');
  }
  await expectStage(station, { verdict: 'hand-over' });
});

test('while main speaks, green stays on the glass without a flicker', async ({ desk, sandbox }) => {
  await greenStation(desk, sandbox);
  for (let look = 0; look < 40; look += 1) {
    expect(greenShare(lookAtGlass())).toBeGreaterThan(MUCH);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
