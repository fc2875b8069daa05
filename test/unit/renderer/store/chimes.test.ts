import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CardView, StationView } from '../../../../main/ipc/contract.ts';
import {
  begin,
  listen,
  NOTHING_HEARD,
  SOUND_MS,
  type Chimes,
  type Scene,
  type Sound,
} from '../../../../renderer/store/chimes.ts';
import attention from '../../../../renderer/sounds/attention.wav?inline';
import ready from '../../../../renderer/sounds/ready.wav?inline';
import stop from '../../../../renderer/sounds/stop.wav?inline';
import { cardView, greenCard, stationView } from '../../views.ts';

const GREEN_MS = 60_000;
const green = (over: Partial<CardView> = {}): CardView => greenCard(GREEN_MS, over);
const failed = (over: Partial<CardView> = {}): CardView =>
  cardView({ phase: 'cancelled', verdict: 'do-not-hand-over', ...over });
const stale = (over: Partial<CardView> = {}): CardView =>
  cardView({ phase: 'personalised', verdict: 'cannot-tell', doubt: 'stale', ...over });
const MARK = { kind: 'rejected', at: 1_000_000, by: null, second: null, outcome: 'destroyed' } as const;
const refused = (id: number): StationView['notice'] => ({ kind: 'refused', id, refusal: 'characters', max: null });

const scene = (view: Partial<StationView>, ms: number, sinceSnapshotMs = 0): Scene => ({
  view: stationView(view),
  receivedAt: { mono: ms - sinceSnapshotMs, wall: 1_000_000 + ms - sinceSnapshotMs },
  now: { mono: ms, wall: 1_000_000 + ms },
  silent: false,
});

/** Listens to one scene after the other, 2 s apart, and tells what is heard at each. */
function heard(...views: readonly (Partial<StationView> | 'silence')[]): readonly (Sound | 'hush' | null)[] {
  let chimes = NOTHING_HEARD;
  return views.map((view, index) => {
    const at = index * 2_000;
    const step = listen(chimes, view === 'silence' ? { ...scene({}, at), silent: true } : scene(view, at));
    chimes = step.chimes;
    return step.act.kind === 'play' ? step.act.sound : step.act.kind === 'hush' ? 'hush' : null;
  });
}

describe('a sound is made', () => {
  it.each([
    ['ready', 'a card may be handed over', cardView(), green()],
    ['stop', 'D1 has ended the order', cardView(), failed()],
    ['stop', 'a green card turns out to have failed', green(), failed()],
    ['attention', 'a green card cannot be told any more', green(), stale()],
    ['attention', 'a green card contradicts itself', green(), cardView({ phase: 'unclear', verdict: 'cannot-tell' })],
    ['attention', 'a green card has lost its order', green(), stale({ operationId: null })],
    ['attention', 'a card is stuck', cardView({ patience: 'slow' }), cardView({ patience: 'stuck' })],
    ['attention', 'a newer order replaced the old one', cardView(), cardView({ operationId: 'op-2', newOrder: true })],
    ['ready', 'a newer order is done at once', cardView(), green({ operationId: 'op-2', newOrder: true })],
  ] as const)('%s: when %s', (sound, _what, before, after) => {
    expect(heard({ cards: [before] }, { cards: [after] })).toEqual([null, sound]);
  });

  it('when a scan is refused, for each scan once', () => {
    const views = [{}, { notice: refused(1) }, { notice: refused(1) }, {}, { notice: refused(2) }];
    expect(heard(...views)).toEqual([null, 'attention', null, null, 'attention']);
  });

  it('when a card comes that has an answer already: it was scanned again', () => {
    expect(heard({}, { cards: [failed()] })).toEqual([null, 'stop']);
    expect(heard({}, { cards: [green()] })).toEqual([null, 'ready']);
  });

  it('for the most urgent of what happens together', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((cardId) => ({ cardId })) as [object, object, object];
    const before = [cardView(one), cardView(two), green(three)];
    expect(heard({ cards: before }, { cards: [green(one), failed(two), stale(three)] })).toEqual([null, 'stop']);
    expect(heard({ cards: before }, { cards: [green(one), cardView(two), stale(three)] })).toEqual([null, 'ready']);
  });

  it('when the page itself withdraws a green, by its own clock', () => {
    const { chimes } = listen(NOTHING_HEARD, scene({ cards: [greenCard(1_500)] }, 0));
    expect(listen(chimes, scene({ cards: [greenCard(1_500)] }, 1_499, 1_499)).act.kind).toBe('none');
    const lapsed = listen(chimes, scene({ cards: [greenCard(1_500)] }, 1_500, 1_500));
    expect(lapsed.act).toEqual({ kind: 'play', sound: 'attention' });
  });
});

describe('no sound is made', () => {
  it('for what the first snapshot shows, then or later', () => {
    const all = [green({ cardId: 'a' }), failed({ cardId: 'b' }), cardView({ cardId: 'c', patience: 'stuck' })];
    const view = { cards: all, notice: refused(3) };
    const staleThen = { ...view, cards: [stale({ cardId: 'a' }), ...all.slice(1)] };
    expect(heard(view, view, staleThen, view)).toEqual([null, null, 'attention', null]);
  });

  it('for cards that the record brings back', () => {
    const back = { cards: [failed(), cardView({ cardId: 'b', patience: 'stuck' })] };
    expect(heard({ ledger: 'opening' }, { ledger: 'accepted', ...back })).toEqual([null, null]);
    expect(heard({ ledger: 'failing' }, { ledger: 'opening', ...back }, back)).toEqual([null, null, null]);
  });

  it('a second time when the same order goes green, stale and green again', () => {
    const views = [[cardView()], [green()], [stale()], [green()], [stale()], [green()]].map((cards) => ({ cards }));
    expect(heard(...views)).toEqual([null, 'ready', 'attention', null, null, null]);
  });

  it('a second time when a card is put away and brought back', () => {
    const views = [[cardView()], [green()], [], [stale()], [green()]].map((cards) => ({ cards }));
    expect(heard(...views)).toEqual([null, 'ready', null, null, null]);
  });

  it('for what staff did themselves, nor for what shows when they take it back', () => {
    expect(heard({ cards: [green()] }, { cards: [green({ verdict: 'do-not-hand-over', mark: MARK })] })).toEqual([
      null,
      null,
    ]);
    const marked = failed({ mark: MARK });
    expect(heard({ cards: [marked] }, { cards: [failed()] }, { cards: [failed()] })).toEqual([null, null, null]);
  });

  it('while main is silent; what has changed by then is told when it speaks again', () => {
    const spoken = heard({ cards: [cardView()] }, 'silence', 'silence', { cards: [green()] });
    expect(spoken).toEqual([null, null, null, 'ready']);
    expect(heard({ cards: [green()] }, 'silence', { cards: [green()] })).toEqual([null, null, null]);
  });

  it.each([
    ['muted', { volume: 60, muted: true, quietUntil: null }],
    ['without volume', { volume: 0, muted: false, quietUntil: null }],
    ['in quiet hours', { volume: 60, muted: false, quietUntil: 2_000_000 }],
  ])('while the station is %s, and not afterwards either', (_what, sound) => {
    const views = [{ cards: [cardView()] }, { cards: [green()], sound }, { cards: [green()] }];
    expect(heard(...views)).toEqual([null, null, null]);
  });

  it('for a card that was scanned and is known to be late: it is being looked at', () => {
    expect(heard({}, { cards: [cardView({ patience: 'stuck', newOrder: true })] })).toEqual([null, null]);
  });
});

describe('one sound at a time', () => {
  const playing = (sound: Sound): Chimes => begin(NOTHING_HEARD, sound, { mono: 0, wall: 0 }).chimes;
  const at = (mono: number) => ({ mono, wall: mono });

  it.each([
    ['ready', 'attention'],
    ['ready', 'ready'],
    ['stop', 'ready'],
    ['stop', 'stop'],
  ] as const)('%s is not interrupted by %s', (first, second) => {
    expect(begin(playing(first), second, at(SOUND_MS[first] - 1)).act).toEqual({ kind: 'none' });
    expect(begin(playing(first), second, at(SOUND_MS[first])).act).toEqual({ kind: 'play', sound: second });
  });

  it.each([
    ['attention', 'ready'],
    ['ready', 'stop'],
  ] as const)('%s gives way to %s', (first, second) => {
    expect(begin(playing(first), second, at(1)).act).toEqual({ kind: 'play', sound: second });
  });

  it('muting ends what is playing, once', () => {
    const muted = scene({ sound: { volume: 60, muted: true, quietUntil: null } }, 300);
    const step = listen(playing('stop'), muted);
    expect(step.act).toEqual({ kind: 'hush' });
    expect(listen(step.chimes, muted).act).toEqual({ kind: 'none' });
    expect(listen(playing('stop'), { ...muted, now: at(SOUND_MS.stop) }).act).toEqual({ kind: 'none' });
  });

  it('counts each sound for as long as its file is', () => {
    const HEADER_BYTES = 44;
    const BYTES_PER_MS = 48;
    for (const [sound, file] of Object.entries({ ready, stop, attention }))
      expect([sound, (atob(file.slice(file.indexOf(',') + 1)).length - HEADER_BYTES) / BYTES_PER_MS]).toEqual([
        sound,
        SOUND_MS[sound as Sound],
      ]);
  });
});

const anyCard = fc
  .record({
    cardId: fc.constantFrom('card-1', 'card-2'),
    operationId: fc.constantFrom('op-1', 'op-2'),
    kind: fc.constantFrom('wait', 'green', 'failed', 'stale', 'marked'),
    patience: fc.constantFrom('normal' as const, 'normal' as const, 'stuck' as const),
    newOrder: fc.constantFrom(false, false, true),
  })
  .map(({ kind, ...over }) => {
    switch (kind) {
      case 'wait':
        return cardView(over);
      case 'green':
        return green(over);
      case 'failed':
        return failed(over);
      case 'stale':
        return stale(over);
      default:
        return failed({ ...over, mark: MARK });
    }
  });
const anyStep = fc.record({
  cards: fc.uniqueArray(anyCard, { maxLength: 2, selector: ({ cardId }) => cardId }),
  notice: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  muted: fc.constantFrom(false, false, false, true),
  silent: fc.constantFrom(false, false, false, true),
  pauseMs: fc.integer({ min: 0, max: 1_500 }),
});
const RANK: Readonly<Record<Sound, number>> = { attention: 1, ready: 2, stop: 3 };

describe('whatever happens', () => {
  it('there are never two sounds at once, never more than there were events, and none while muted or silent', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        let chimes = NOTHING_HEARD;
        let ms = 0;
        let noticeId = 0;
        let until = { sound: 'attention' as Sound, ms: 0 };
        const counts: Record<Sound, number> = { ready: 0, stop: 0, attention: 0 };
        const events: Record<Sound, Set<string>> = { ready: new Set(), stop: new Set(), attention: new Set() };
        for (const one of steps) {
          ms += one.pauseMs;
          // The number of a notice never falls.
          noticeId += one.notice ?? 0;
          const notice = one.notice === null ? null : refused(noticeId);
          const sound = { volume: 60, muted: one.muted, quietUntil: null };
          const now = { ...scene({ cards: one.cards, notice, sound }, ms), silent: one.silent };
          const step = listen(chimes, now);
          chimes = step.chimes;
          for (const { cardId, operationId, verdict } of one.cards) {
            if (verdict === 'hand-over') events.ready.add(`${cardId} ${operationId}`);
            if (verdict === 'do-not-hand-over') events.stop.add(`${cardId} ${operationId}`);
            for (const what of ['lost', 'stuck', 'new']) events.attention.add(`${cardId} ${operationId} ${what}`);
          }
          if (notice !== null) events.attention.add(`notice ${notice.id}`);
          if (step.act.kind === 'hush') until = { sound: 'attention', ms: 0 };
          if (step.act.kind !== 'play') continue;
          const { sound: played } = step.act;
          expect(one.muted || one.silent).toBe(false);
          if (ms < until.ms) expect(RANK[played]).toBeGreaterThan(RANK[until.sound]);
          until = { sound: played, ms: ms + SOUND_MS[played] };
          counts[played] += 1;
        }
        for (const sound of ['ready', 'stop', 'attention'] as const)
          expect([sound, counts[sound] <= events[sound].size]).toEqual([sound, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is remembered stays small, and cards on screen are never forgotten', () => {
    let chimes = listen(NOTHING_HEARD, scene({ cards: [green({ cardId: 'stays' })] }, 0)).chimes;
    for (let round = 1; round <= 1_000; round += 1) {
      const passing = green({ cardId: `card-${round}` });
      chimes = listen(chimes, scene({ cards: [green({ cardId: 'stays' }), passing] }, round * 2_000)).chimes;
    }
    expect(chimes.told.size).toBeLessThanOrEqual(202);
    expect([...chimes.told.values()].every((told) => told.length <= 15)).toBe(true);
    const again = listen(chimes, scene({ cards: [green({ cardId: 'stays' })] }, 3_000_000));
    expect(again.act.kind).toBe('none');
  });
});
