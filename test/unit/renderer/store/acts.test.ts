import { describe, expect, it } from 'vitest';

import { CARD_ACTS, VERDICTS } from '../../../../main/tracking/words.ts';
import { stageActs } from '../../../../renderer/store/acts.ts';
import { cardView, greenCard } from '../../views.ts';

const judged = (verdict: (typeof VERDICTS)[number]) => ({ verdict, doubt: null });
const acts = ['hand-over', 'reject', 'store', 'remove'] as const;

describe('the buttons of the stage', () => {
  it('offer handing over as the large one only while the page itself still says hand over', () => {
    const card = greenCard(60_000, { acts: [...acts] });
    expect(stageActs(card, judged('hand-over'), false).primary).toBe('hand-over');
    for (const verdict of VERDICTS.filter((each) => each !== 'hand-over')) {
      expect(stageActs(card, judged(verdict), false).primary).toBeNull();
    }
    expect(stageActs(cardView({ acts: ['remove'] }), judged('hand-over'), false).primary).toBeNull();
  });

  it('are none in silence', () => {
    const card = greenCard(60_000, { acts: [...CARD_ACTS] });
    expect(stageActs(card, judged('hand-over'), true)).toEqual({ primary: null, others: [] });
  });

  it('keep every act in one place, apart from the large one and from each other', () => {
    const sets = [
      ['hand-over', 'reject', 'store', 'remove'],
      ['acknowledge', 'reject', 'remove'],
      ['reject', 'decide-elsewhere', 'store', 'remove'],
    ] as const;
    const seen = new Map<string, string>();
    for (const set of sets) {
      const { others } = stageActs(cardView({ acts: [...set] }), judged('cannot-tell'), false);
      expect(new Set(others.map(({ place }) => place)).size).toBe(others.length);
      for (const { act, place } of others) {
        expect(place).not.toBe('primary');
        expect(seen.get(act) ?? place).toBe(place);
        seen.set(act, place);
      }
    }
  });
});
