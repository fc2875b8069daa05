/** A page that is not to be trusted: hostile calls are refused, and main goes on. */
import { readFileSync, statSync } from 'node:fs';

import { proves } from '../security/items.ts';
import { expect, expectStage, test } from './fixtures.ts';
import { openSharedStation, TWO_SNAPSHOTS, type SharedStation } from './shared-station.ts';

/** Main sends a snapshot each second at least; a page that hears nothing for this long withdraws green, in ms. */
const SILENCE_LIMIT_MS = 3_000;
/** What 2,000 hostile calls may leave in the log, in bytes: they must not push out what support needs. */
const LOG_GROWTH_LIMIT = 512 * 1024;

let shared: SharedStation;
test.beforeAll(async () => {
  shared = await openSharedStation();
});
test.afterAll(() => shared.close());

/** Runs an expression in the page's own world. */
const inPage = <T>(expression: string): Promise<T> => shared.station.page.evaluate<T>(expression);
const mainPid = (): Promise<number> => shared.station.electron.evaluate(() => process.pid);
const statusReads = (): unknown[] => shared.sandbox.control.requests().filter(({ kind }) => kind === 'status');

/** Main lives on as the same process, snapshots come, and their numbers rise. */
async function expectAlive(pid: number): Promise<void> {
  const { sequence } = await inPage<{ sequence: number }>('window.station.ready()');
  expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
  expect((await inPage<{ sequence: number }>('window.station.ready()')).sequence).toBeGreaterThan(sequence + 1);
  expect(await mainPid()).toBe(pid);
}

test('arguments of another kind are refused, each with the same bare word', proves('flood'), async () => {
  const pid = await mainPid();
  shared.sandbox.control.clearRequests();
  const outcomes = await inPage<Record<string, string>>(`(async () => {
    const ring = {}; ring.ring = ring;
    let deep = 'card-0001'; for (let n = 0; n < 2_000; n += 1) deep = [deep];
    const hostile = {
      undefined: [], null: [null], 'a number': [42], 'no number': [NaN], infinity: [Infinity], 'a big number': [10n],
      true: [true], 'an object': [{}], 'a text in disguise': [{ toString: () => 'card-0001', length: 9 }],
      'a list': [['card-0001']], 'a text object': [new String('card-0001')], 'a ring': [ring], 'far too deep': [deep],
      'a function': [() => 'card-0001'], 'a symbol': [Symbol('card-0001')], 'a date': [new Date(0)],
      'a map': [new Map([['text', 'card-0001']])], bytes: [new Uint8Array(9)], 'a proxy': [new Proxy({}, { get: () => 'card-0001' })],
      'a trap': [{ get text() { throw new Error('trap'); } }], 'a promise': [Promise.resolve('card-0001')], 'an element': [document.body],
      'a whole message': [{ text: 'card-0001', cardId: 'card-0001', sequence: 1 }],
      'a message with a prototype': [JSON.parse('{"__proto__": {"text": "card-0001"}, "text": "card-0001"}')],
      'one character too many': ['x'.repeat(513)], 'a megabyte': ['x'.repeat(1_000_000)], '64 megabytes': ['x'.repeat(64_000_000)],
    };
    const outcomes = {};
    for (const [name, values] of Object.entries(hostile)) {
      for (const call of ['watch', 'focus', 'acknowledge', 'bringBack', 'open', 'handOver', 'act', 'undo', 'choose', 'administrator', 'selfTest', 'painted']) {
        // A whole, finite number is what these take.
        if ((call === 'painted' || call === 'undo') && name === 'a number') continue;
        outcomes[call + ' ' + name] = await (async () => window.station[call](...values))().then(() => 'taken', (error) => String(error.message));
      }
    }
    for (const value of [-1, 0.5, 1e400, Number.MAX_VALUE, '1']) {
      outcomes['painted ' + value] = await window.station.painted(value).then(() => 'taken', (error) => String(error.message));
    }
    // Takes nothing: what it is given does not arrive, or cannot even cross.
    for (const [name, values] of Object.entries(hostile)) {
      outcomes['recent ' + name] = await (async () => window.station.recent(...values))()
        .then(({ kind }) => kind === 'actions' ? 'asked' : 'taken', (error) => String(error.message));
    }
    return outcomes;
  })()`);
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'taken')).toEqual([]);
  // What crosses to main comes back as one word; what cannot cross is refused before: neither tells of main's inside.
  const telling = Object.values(outcomes).filter((outcome) => /\/|\\|Zod|\.ts|\.js|asar|expected/i.test(outcome));
  expect(telling).toEqual([]);
  await expectAlive(pid);
  expect(statusReads()).toEqual([]);
  await expectStage(shared.station, { cardId: '', verdict: '' });
});

test('what is right by its shape and hostile by its content changes nothing', proves('contract'), async () => {
  const pid = await mainPid();
  await inPage(`(async () => {
    const slowly = async (call) => { for (;;) { try { return await call(); } catch (error) { if (!String(error).includes('too many calls')) throw error; } } };
    const cards = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '../x', '4111111111111111', '', 'x y', '%00', 'never-watched'];
    for (const card of cards) { await slowly(() => window.station.focus(card)); await slowly(() => window.station.acknowledge(card)); await slowly(() => window.station.bringBack(card));
      for (const dialog of ['hand-over', 'reject', 'store', 'decide-elsewhere', 'remove']) await slowly(() => window.station.open(dialog, card));
      await slowly(() => window.station.act({ act: 'remove', cardId: card, operationId: null, sequence: 1, by: null, second: null }));
      await slowly(() => window.station.handOver({ cardId: card, operationId: 'op', sequence: 1, by: null, second: null, lastFour: null, readBack: true, print: true, items: [] }));
      await slowly(() => window.station.undo(1));
    }
    const texts = ['', ' ', '../../x', 'a/b', 'a%2fb', 'a?b', 'a#b', 'a\\u0000b', '\\u202ecard', 'карта', 'card-0001\\r\\nx: y',
      '4111111111111111', '4111-1111-1111-1111', ';4111111111111111=2512', '%B4111111111111111^X/Y^2512', 'x'.repeat(49), 'x'.repeat(512)];
    const taken = [];
    for (const text of texts) if ((await slowly(() => window.station.watch(text, 'scanned'))).kind !== 'refused') taken.push(text);
    if (taken.length > 0) throw new Error('taken: ' + JSON.stringify(taken));
  })()`);
  expect(statusReads()).toEqual([]);
  await expectStage(shared.station, { cardId: '', verdict: '' });
  // Nothing of what was refused is kept.
  const log = readFileSync(shared.station.logFile(), 'utf8');
  expect(log).not.toContain('4111');
  expect(log).not.toContain('never-watched');
  await expectAlive(pid);
});

test("a page that bends its own world does not bend the bridge's", proves(3), async () => {
  const pid = await mainPid();
  const outcome = await inPage<{ kind: string; view: string[] }>(`(async () => {
    const saved = [Promise.prototype.then, Array.prototype.map, JSON.stringify];
    Object.prototype.cardId = 'bent-0001';
    Object.prototype.text = 'bent-0001';
    Object.prototype.kind = 'watched';
    Array.prototype.map = () => { throw new Error('bent'); };
    JSON.stringify = () => '{}';
    try {
      const first = await window.station.ready();
      // What the page does to its copy of a snapshot stays with it.
      first.connection.state = 'bent';
      first.cards.push({ cardId: 'bent-0001', verdict: 'hand-over' });
      const second = await window.station.ready();
      const { kind } = await window.station.watch('bent/0001', 'scanned', { text: 'bent-0001' });
      return { kind, view: [second.connection.state, String(second.cards.length)] };
    } finally {
      delete Object.prototype.cardId; delete Object.prototype.text; delete Object.prototype.kind;
      [Promise.prototype.then, Array.prototype.map, JSON.stringify] = saved;
    }
  })()`);
  expect(outcome).toEqual({ kind: 'refused', view: ['ok', '0'] });
  await expectAlive(pid);
  await expectStage(shared.station, { cardId: '', verdict: '' });
});

test('listeners that throw, hang or are none leave the others their snapshots', async () => {
  const pid = await mainPid();
  await inPage(`(() => {
    window.ends = [];
    for (const listener of [() => { throw new Error('hostile'); }, () => new Promise(() => undefined), 'none', null, {}, 7]) {
      try { window.ends.push(window.station.onSnapshot(listener)); } catch { /* refused aloud */ }
    }
    for (let n = 0; n < 200; n += 1) window.ends.push(window.station.onSnapshot(() => { throw new Error('hostile'); }));
  })()`);
  // The page's own came first, and go on.
  const before = await shared.station.page.locator('[data-testid="screen"]').count();
  expect(before).toBe(1);
  await inPage('new Promise((resolve) => setTimeout(resolve, 2_000))');
  await inPage('window.ends.forEach((end) => end())');
  await expectAlive(pid);
});

test('2,000 calls at once neither silence main nor drown its log', proves('flood'), async () => {
  const pid = await mainPid();
  const before = statSync(shared.station.logFile()).size;
  const longest = await inPage<number>(`(async () => {
    let last = performance.now();
    let longest = 0;
    const stop = window.station.onSnapshot(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    });
    const calls = [
      // What was never sent ends the page: recovery.spec.ts.
      () => window.station.painted(-1),
      (n) => window.station.watch(n, 'scanned'),
      () => window.station.watch('not/an id', 'scanned'),
      () => window.station.ready(),
      () => window.station.focus({}),
      () => window.station.undo(1_000),
      () => window.station.recent(),
      () => window.station.close(),
    ];
    await Promise.allSettled(Array.from({ length: 2_000 }, (_, n) => (async () => calls[n % calls.length](n))()));
    await ${TWO_SNAPSHOTS};
    stop();
    return longest;
  })()`);
  expect(longest).toBeLessThan(SILENCE_LIMIT_MS);
  expect(statSync(shared.station.logFile()).size - before).toBeLessThan(LOG_GROWTH_LIMIT);
  await expectAlive(pid);
});

test('after all this the screen works as ever', async () => {
  const { sandbox, station } = shared;
  sandbox.control.order({ cardId: 'card-0040', scenario: 'by-hand' });
  await station.scan('card-0040');
  await expectStage(station, { cardId: 'card-0040', phase: 'requested', verdict: 'wait' });
  sandbox.control.set('card-0040', { state: 'done' });
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
});

test('at last: a page that watches without end fills the board and no more', async () => {
  const pid = await mainPid();
  const accepted = await inPage<number>(`(async () => {
    let watched = 0;
    // As fast as main takes it; what is too fast is refused, and tried again.
    for (let n = 0; n < 120; n += 1) {
      let answer = null;
      while (answer === null) answer = await window.station.watch('flood-' + n, 'typed').catch(() => null);
      if (answer.kind === 'watched') watched += 1;
    }
    return watched;
  })()`);
  // One card is there from before.
  expect(accepted).toBe(59);
  await expectAlive(pid);
});
