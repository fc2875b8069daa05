/** A page that is not to be trusted: hostile calls are refused, and main goes on. */
import { expect, expectConnection, expectStage, test } from './fixtures.ts';
import { TWO_SNAPSHOTS } from './shared-station.ts';

test('hostile calls through the bridge change nothing, and the station works on', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const outcomes = await station.page.evaluate<Record<string, string>>(`(async () => {
    const hostile = {
      'no text': () => window.station.watch(),
      'a number': () => window.station.watch(42),
      'an object': () => window.station.watch({ toString: () => 'card-0001' }),
      'a list': () => window.station.watch(['card-0001']),
      'a megabyte': () => window.station.watch('x'.repeat(1_000_000)),
      'no card': () => window.station.focus(),
      'a long card': () => window.station.focus('x'.repeat(49)),
      'remove null': () => window.station.remove(null),
      'remove an object': () => window.station.remove({ cardId: 'card-0001' }),
      'painted text': () => window.station.painted('1'),
      'painted less than nothing': () => window.station.painted(-1),
      'painted not a number': () => window.station.painted(NaN),
    };
    const outcomes = {};
    for (const [name, call] of Object.entries(hostile)) {
      outcomes[name] = await Promise.resolve().then(call).then(() => 'taken', () => 'refused');
    }
    return outcomes;
  })()`);
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);

  // Valid by its shape, and of no use: nothing is asked of D1 and nothing is on the board.
  sandbox.control.clearRequests();
  await station.page.evaluate(`(async () => {
    const cards = ['__proto__', 'constructor', '../x', '4111111111111111', '', 'x y', '%00'];
    for (const card of cards) {
      await window.station.focus(card).catch(() => undefined);
      await window.station.remove(card).catch(() => undefined);
    }
    for (const text of ['../../x', '4111111111111111', ';4111111111111111=2512', ' ', 'a/b', '\\u202ecard']) await window.station.watch(text);
  })()`);
  expect(sandbox.control.requests().filter(({ kind }) => kind === 'status')).toEqual([]);
  await expectStage(station, { cardId: '', verdict: '' });

  await station.page.evaluate(`Promise.all(Array.from({ length: 2_000 }, (_, n) =>
    n % 3 === 0 ? window.station.painted(n) : window.station.watch(n % 3 === 1 ? n : 'not/an id').catch(() => undefined)))`);
  expect(await station.page.evaluate(TWO_SNAPSHOTS)).toBe(true);
  sandbox.control.order({ cardId: 'card-0040', scenario: 'by-hand' });
  await station.scan('card-0040');
  await expectStage(station, { cardId: 'card-0040', phase: 'requested', verdict: 'wait' });
});
