/** The sounds of the station, as its page really asks the engine to play them. */
import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { TWO_SNAPSHOTS } from './shared-station.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StationApp } from './station-app.ts';

const CARD = 'card-0070';

/** From now on, and after each reload, the page writes down which sound was asked for, and which one the engine has begun. */
const LISTEN = `(() => {
  const nameOf = (element) => /(ready|stop|attention)[^/]*\\.wav$/.exec(element.src)?.[1] ?? element.src;
  const play = HTMLMediaElement.prototype.play;
  window.asked = [];
  window.begun = [];
  window.ended = [];
  HTMLMediaElement.prototype.play = function () {
    window.asked.push(nameOf(this));
    this.addEventListener('playing', () => window.begun.push(nameOf(this)), { once: true });
    this.addEventListener('ended', () => window.ended.push(nameOf(this)), { once: true });
    return play.call(this);
  };
})()`;

const asked = ({ page }: StationApp): Promise<string[]> => page.evaluate<string[]>('window.asked');
const begun = ({ page }: StationApp): Promise<string[]> => page.evaluate<string[]>('window.begun');
const ended = ({ page }: StationApp): Promise<string[]> => page.evaluate<string[]>('window.ended');
const toolOf = ({ page }: StationApp) => page.locator('[data-testid="tool"][data-tool="sound"]');

/** A station that listens, with a card that waits. */
async function listeningStation(desk: Desk, sandbox: Sandbox): Promise<StationApp> {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await station.page.evaluate(LISTEN);
  await station.page.addInitScript(LISTEN);
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'wait' });
  return station;
}

test('a card that goes green sounds once, and not again after the page was loaded anew', async ({ desk, sandbox }) => {
  const station = await listeningStation(desk, sandbox);
  expect(await asked(station)).toEqual([]);
  sandbox.control.set(CARD, { state: 'done' });
  await expectStage(station, { verdict: 'hand-over' });
  await expect.poll(() => begun(station)).toEqual(['ready']);
  await station.page.evaluate(TWO_SNAPSHOTS);
  expect(await asked(station)).toEqual(['ready']);

  await station.page.reload();
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  await station.page.evaluate(TWO_SNAPSHOTS);
  expect(await asked(station)).toEqual([]);
  // It is not deaf: what happens now is heard, to its end, and again.
  await station.scan('no/such id');
  await expect.poll(() => ended(station)).toEqual(['attention']);
  await station.scan('nor/such id');
  await expect.poll(() => ended(station)).toEqual(['attention', 'attention']);
  expect(await begun(station)).toEqual(['attention', 'attention']);
});

test('an order that D1 has ended sounds as stop', async ({ desk, sandbox }) => {
  const station = await listeningStation(desk, sandbox);
  sandbox.control.set(CARD, { state: 'cancelled' });
  await expectStage(station, { verdict: 'do-not-hand-over' });
  await expect.poll(() => begun(station)).toEqual(['stop']);
});

test('a touch switches the sound off at once, it is seen, and nothing sounds; another one switches it on', async ({
  desk,
  sandbox,
}) => {
  const station = await listeningStation(desk, sandbox);
  await expect(toolOf(station)).toHaveAttribute('data-state', 'on');
  await toolOf(station).click();
  await expect(toolOf(station)).toHaveAttribute('data-state', 'muted');
  sandbox.control.set(CARD, { state: 'done' });
  await expectStage(station, { verdict: 'hand-over' });
  await station.page.evaluate(TWO_SNAPSHOTS);
  await toolOf(station).click();
  await expect(toolOf(station)).toHaveAttribute('data-state', 'on');
  await station.page.evaluate(TWO_SNAPSHOTS);
  expect(await asked(station)).toEqual([]);
});

test('in quiet hours nothing sounds, and the screen says until when', async ({ desk, sandbox }) => {
  const hours = (minutesFromNow: number): string => {
    const at = new Date(Date.now() + minutesFromNow * 60_000);
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  };
  const quietTo = hours(120);
  desk.configure({ sound: { quietFrom: hours(-120), quietTo } });
  const station = await listeningStation(desk, sandbox);
  await expect(toolOf(station)).toHaveAttribute('data-state', 'quiet');
  await expect(toolOf(station)).toContainText(quietTo);
  sandbox.control.set(CARD, { state: 'done' });
  await expectStage(station, { verdict: 'hand-over' });
  await station.page.evaluate(TWO_SNAPSHOTS);
  expect(await asked(station)).toEqual([]);
});
