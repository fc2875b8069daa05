import { expect, expectStage, test } from './fixtures.ts';

/** What the page bears at rest, and what it takes from the clock to the document, in ms. */
const REST_SILENCE_MS = 15_000;
const LATE_MS = 500;
/** Main may speak this seldom then, in ms. */
const SELDOM_MS = 5_500;

const VEIL = `getComputedStyle(document.querySelector('[data-testid="veil"]')).opacity`;

interface Noted {
  readonly heard: readonly { readonly at: number; readonly silentAfterMs: number }[];
  readonly silent: readonly { readonly at: number; readonly silent: string }[];
}

/** The page notes for itself what main says to it and when it takes main for silent: main may be stopped meanwhile. */
const NOTE = `(() => {
  window.noted = { heard: [], silent: [] };
  window.station.onSnapshot((view) => window.noted.heard.push({ at: Date.now(), silentAfterMs: view.silentAfterMs }));
  const connection = document.querySelector('[data-testid="connection"]');
  new MutationObserver(() => {
    window.noted.silent.push({ at: Date.now(), silent: connection.getAttribute('data-silent') });
  }).observe(connection, { attributes: true, attributeFilter: ['data-silent'] });
})()`;

test('a station that stands idle speaks seldom, is not taken for silent, and says so in time when it is', async ({
  desk,
  sandbox,
}) => {
  await desk.provision();
  const station = await desk.start();
  const noted = async (): Promise<Noted> => station.page.evaluate<Noted>('window.noted');
  const atRest = async (): Promise<Noted['heard']> =>
    (await noted()).heard.filter(({ silentAfterMs }) => silentAfterMs === REST_SILENCE_MS);
  await expect(station.page.locator('[data-testid="connection"]')).toHaveAttribute('data-connection', 'ok');
  await station.page.evaluate(NOTE);

  await expect.poll(async () => (await atRest()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
  const pauses = (await atRest()).map(({ at }, nth, all) => at - (all[nth - 1]?.at ?? at)).slice(1);
  // Once a second would be a station that does not rest.
  expect(Math.max(...pauses)).toBeGreaterThan(2_000);
  expect(Math.max(...pauses)).toBeLessThan(SELDOM_MS);
  expect((await noted()).silent).toEqual([]);

  const stoppedAt = Date.now();
  process.kill(station.pid, 'SIGSTOP');
  try {
    await new Promise((resolve) => setTimeout(resolve, REST_SILENCE_MS + 2 * LATE_MS));
  } finally {
    process.kill(station.pid, 'SIGCONT');
  }
  await expect(station.page.locator('[data-testid="connection"]')).toHaveAttribute('data-silent', 'false');
  const [silence] = (await noted()).silent;
  expect(silence?.silent).toBe('true');
  expect((silence?.at ?? Infinity) - stoppedAt).toBeLessThan(REST_SILENCE_MS + LATE_MS);

  // A page that begins anew at rest is told as often as a new one has to be: its veil never falls.
  await station.page.reload();
  await expect(station.page.locator('[data-testid="connection"]')).toHaveAttribute('data-connection', 'ok');
  await station.page.evaluate(NOTE);
  for (const until = Date.now() + 6_000; Date.now() < until;) {
    expect(await station.page.evaluate(VEIL)).toBe('0');
  }

  // Back at rest, and a card is there at once, with the short silence.
  const restedBefore = (await atRest()).length;
  await expect.poll(async () => (await atRest()).length, { timeout: 60_000 }).toBeGreaterThan(restedBefore);
  sandbox.control.order({ cardId: 'card-0040', scenario: 'by-hand' });
  sandbox.control.set('card-0040', { state: 'ready' });
  await station.scan('card-0040');
  await expectStage(station, { cardId: 'card-0040', verdict: 'wait' });
  expect((await noted()).heard.at(-1)?.silentAfterMs).toBe(3_000);
});
