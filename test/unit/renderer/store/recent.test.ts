import { describe, expect, it } from 'vitest';

import { readRecentList, recentKey, REFERENCES_SHOWN_MS, referencesShown } from '../../../../renderer/store/recent.ts';
import { PANEL_IDLE_MS } from '../../../../renderer/store/panel.ts';
import { stationView } from '../../views.ts';

const at = (ms: number, wallMs = ms): { mono: number; wall: number } => ({ mono: ms, wall: 1_000_000 + wallMs });
const UNDO = {
  number: 7,
  kind: 'handed-over',
  cardId: 'card-1',
  reference: null,
  leftMs: 20_000,
} as const;

describe('references in the list of today', () => {
  it('stand for thirty seconds, and the panel stays open for longer', () => {
    expect(REFERENCES_SHOWN_MS).toBe(30_000);
    expect(REFERENCES_SHOWN_MS).toBeLessThan(PANEL_IDLE_MS);
    expect(referencesShown(at(5_000), at(5_000))).toBe(true);
    expect(referencesShown(at(5_000), at(34_999))).toBe(true);
    expect(referencesShown(at(5_000), at(35_000))).toBe(false);
    expect(referencesShown(at(5_000), at(3_600_000))).toBe(false);
  });

  it('go by whichever clock says that more time has passed', () => {
    // Asleep: the monotonic clock stands still. Set back: the wall clock runs backwards.
    expect(referencesShown(at(0), at(1_000, 30_000))).toBe(false);
    expect(referencesShown(at(0), at(30_000, -3_600_000))).toBe(false);
    expect(referencesShown(at(0), at(1_000, -3_600_000))).toBe(true);
  });

  it('are there when the page draws a moment late', () => {
    expect(referencesShown(at(5_000), at(4_300))).toBe(true);
  });
});

describe('the list is asked for anew', () => {
  const view = stationView({ undo: UNDO });

  it('when something is recorded or taken back, and when the record comes back', () => {
    const keys = [
      recentKey(null),
      recentKey(stationView()),
      recentKey(view),
      recentKey(stationView({ undo: { ...UNDO, number: 8 } })),
      recentKey(stationView({ undo: UNDO, ledger: 'failing' })),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('and not with each snapshot', () => {
    expect(recentKey({ ...view, sequence: 9, undo: { ...UNDO, leftMs: 19_000 } } as typeof view)).toBe(recentKey(view));
  });
});

describe('what main answers', () => {
  it('is taken as it is, and anything else is no answer', () => {
    const list = { kind: 'actions', actions: [] };
    expect(readRecentList(list)).toEqual(list);
    for (const wrong of [undefined, null, 'x', [], {}, { kind: 'actions' }, { ...list, verdict: 'hand-over' }])
      expect(readRecentList(wrong)).toEqual({ kind: 'unavailable' });
    const action = { number: 1, kind: 'hand-over', at: 0, cardId: 'c', reference: null, by: null, second: null };
    expect(readRecentList({ kind: 'actions', actions: [{ ...action, outcome: null, undone: false }] })).toEqual({
      kind: 'unavailable',
    });
  });
});
