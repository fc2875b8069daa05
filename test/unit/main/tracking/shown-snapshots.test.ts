import { describe, expect, it } from 'vitest';

import { pressedStage, withShown, type ShownSnapshot } from '../../../../main/tracking/shown-snapshots.ts';
import { at, CARD, OTHER_CARD } from './builders.ts';

const GREEN = { cardId: CARD, operationId: 'op-a', verdict: 'hand-over' } as const;
const WAITING = { ...GREEN, verdict: 'wait' } as const;
const OTHER = { ...GREEN, cardId: OTHER_CARD } as const;
const PRESS = { cardId: CARD, operationId: 'op-a', sequence: 2 } as const;

/** Green since zero, the second snapshot a second later. */
const SHOWN = withShown(withShown([], 1, GREEN, at(0)), 2, GREEN, at(1_000));

describe('what was on stage', () => {
  it('remembers since when the same card has been there, whatever its verdict', () => {
    const later = withShown(withShown(SHOWN, 3, WAITING, at(1_050)), 4, GREEN, at(1_100));
    expect(later.map(({ stageSince }) => stageSince)).toEqual([at(0), at(0), at(0), at(0)]);
    expect(later.at(-1)).toEqual({ sequence: 4, at: at(1_100), stage: GREEN, stageSince: at(0) });
  });

  it('counts anew when another card, or none, was there in between', () => {
    for (const between of [OTHER, null]) {
      const back = withShown(withShown(SHOWN, 3, between, at(1_050)), 4, GREEN, at(1_100));
      expect(back.slice(-2).map(({ stageSince }) => stageSince)).toEqual([at(1_050), at(1_100)]);
    }
  });

  it('counts anew when the card has another order', () => {
    const other = withShown(SHOWN, 3, { ...GREEN, operationId: 'op-b' }, at(1_050));
    expect(other.at(-1)?.stageSince).toEqual(at(1_050));
    expect(pressedStage(other, { ...PRESS, operationId: 'op-b', sequence: 3 }, at(1_649))).toBe('changed');
    expect(pressedStage(other, { ...PRESS, operationId: 'op-b', sequence: 3 }, at(1_650))).toMatchObject({
      operationId: 'op-b',
    });
  });

  it('keeps the newest 128 and lets go of the oldest', () => {
    let shown: readonly ShownSnapshot[] = [];
    for (let sequence = 1; sequence <= 200; sequence += 1) shown = withShown(shown, sequence, GREEN, at(sequence));
    expect(shown).toHaveLength(128);
    expect(shown[0]?.sequence).toBe(73);
    expect(shown.at(-1)?.sequence).toBe(200);
  });
});

describe('a press', () => {
  it('finds the stage that it was made on', () => {
    expect(pressedStage(SHOWN, PRESS, at(1_200))).toEqual(GREEN);
    expect(pressedStage(withShown(SHOWN, 3, WAITING, at(1_100)), { ...PRESS, sequence: 3 }, at(1_200))).toEqual(
      WAITING,
    );
  });

  it('counts on the snapshot it names, also when a newer one shows another card', () => {
    expect(pressedStage(withShown(SHOWN, 3, OTHER, at(1_100)), PRESS, at(1_200))).toEqual(GREEN);
  });

  it('counts on a screen of five seconds ago and no older, by either clock', () => {
    expect(pressedStage(SHOWN, PRESS, at(6_000))).toEqual(GREEN);
    expect(pressedStage(SHOWN, PRESS, at(6_001))).toBe('old-screen');
    expect(pressedStage(SHOWN, PRESS, at(2_000, 4_001))).toBe('old-screen');
  });

  it('on a snapshot that never was, or is forgotten, is one on an old screen', () => {
    expect(pressedStage([], PRESS, at(1_200))).toBe('old-screen');
    expect(pressedStage(SHOWN, { ...PRESS, sequence: 3 }, at(1_200))).toBe('old-screen');
  });

  it('counts 600 ms after the card came on stage and no sooner', () => {
    const shown = withShown([], 2, GREEN, at(1_000));
    expect(pressedStage(shown, PRESS, at(1_599))).toBe('changed');
    expect(pressedStage(shown, PRESS, at(1_600))).toEqual(GREEN);
  });

  it('does not count sooner because the wall clock was set ahead', () => {
    expect(pressedStage(withShown([], 2, GREEN, at(1_000)), PRESS, at(1_100, 700))).toBe('changed');
  });

  it.each([
    ['another card', { cardId: OTHER_CARD }],
    ['another operation', { operationId: 'op-b' }],
    ['no operation', { operationId: null }],
  ])('on %s than the stage of its snapshot does not count', (_words, other) => {
    expect(pressedStage(SHOWN, { ...PRESS, ...other }, at(1_200))).toBe('changed');
  });

  it('on an empty stage does not count', () => {
    expect(pressedStage(withShown([], 2, null, at(0)), PRESS, at(1_200))).toBe('changed');
  });
});
