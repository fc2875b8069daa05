/** A version that is started for the first time on the packaged program: it tests itself once, says so, and colours nothing. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { TESTED_FILE } from '../../main/kiosk/first-start/tested-version.ts';
import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { logFile, StationApp } from './station-app.ts';

const PIN = '482913';
const CARD = 'card-0170';
/** A busy machine is slow, in ms. */
const START_MS = 30_000;

/** What the log says of tests. */
function tests(station: StationApp): readonly Record<string, string>[] {
  return readFileSync(station.logFile(), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event":"self-test"'))
    .map((line) => JSON.parse(line) as Record<string, string>);
}

/** A start in a profile on which this version has not been yet, with a sandbox that has been asked nothing. */
function firstStart({ place }: Desk, sandbox: Sandbox, beforeStart = (): void => undefined): Promise<StationApp> {
  return StationApp.launch({
    ...place,
    beforeStart() {
      rmSync(join(place.profileFolder, TESTED_FILE), { force: true });
      rmSync(logFile(place), { force: true });
      sandbox.control.clearRequests();
      sandbox.control.clearFaults();
      beforeStart();
    },
  });
}

/** As the administrator sees it. */
async function diagnosed({ page }: StationApp): Promise<unknown> {
  await page.evaluate(`window.station.administrator({ act: 'unlock', pin: '${PIN}' })`);
  return page.evaluate('window.station.diagnostics()');
}

test('a version tests itself at its first start, with one sign-in more, and not at the next', async ({
  desk,
  sandbox,
}) => {
  const tokens = () => sandbox.control.requests().filter(({ kind }) => kind === 'token').length;
  await desk.provision();
  let station = await firstStart(desk, sandbox);
  try {
    await expect.poll(() => tests(station)).toMatchObject([{ outcome: 'fine', detail: '5 checks' }]);
    expect(tokens()).toBe(2);
    await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
  } finally {
    await station.close();
  }
  station = await StationApp.launch({ ...desk.place, beforeStart: sandbox.control.clearRequests });
  try {
    await expectConnection(station, 'ok');
    expect(tokens()).toBe(1);
    expect(tests(station)).toHaveLength(1);
  } finally {
    await station.close();
  }
});

test('what the test finds is said to whom it concerns, and a green card stays what D1 said it is', async ({
  desk,
  sandbox,
}) => {
  await desk.provision(undefined, PIN);
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  sandbox.control.set(CARD, { state: 'done' });
  const station = await firstStart(desk, sandbox, () => {
    const signedIn = sandbox.control.nextRequest(({ kind }) => kind === 'token', START_MS);
    // The station has its token; the test's own sign-in is refused.
    const refuse = () => sandbox.control.inject({ on: 'token', effect: { kind: 'status', status: 401 } });
    void signedIn.then(refuse, () => undefined);
  });
  try {
    await station.scan(CARD);
    await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
    await expect
      .poll(() => tests(station))
      .toMatchObject([
        { outcome: 'token not fine', family: 'sign-in', cause: 'token-refused' },
        { outcome: 'not fine', detail: '2 of 6: token, read' },
      ]);
    await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
    await expectConnection(station, 'ok');
    await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
    expect(await diagnosed(station)).toMatchObject({
      firstStart: {
        test: { kind: 'not-fine', checks: 6, failed: [{ check: 'token', fault: { owner: 'd1-administrator' } }, {}] },
      },
    });
  } finally {
    await station.close();
  }
});
