import { describe, expect, it } from 'vitest';

import { layoutOf, stageCardId } from '../../../../renderer/store/layout.ts';
import { cardView, faultView, stationView } from '../views.ts';

const never = { state: 'never', lastContactAgeMs: null, since: 0 } as const;
const [a, b, c] = ['a', 'b', 'c'].map((cardId) => cardView({ cardId }));

describe('layoutOf', () => {
  it('starts before the first snapshot', () => {
    expect(layoutOf(null).screen).toBe('starting');
  });

  it('shows a fault as a full screen only while D1 has never answered and no card is watched', () => {
    const faults = [faultView()];
    expect(layoutOf(stationView({ connection: never, faults })).screen).toBe('full-fault');
    expect(layoutOf(stationView({ connection: never, faults, cards: [cardView()] })).screen).toBe('one-card');
    expect(layoutOf(stationView({ faults })).screen).toBe('idle');
    expect(layoutOf(stationView({ connection: never })).screen).toBe('idle');
  });

  it('puts the named card on stage and the others in the order given', () => {
    const layout = layoutOf(stationView({ cards: [a, b, c].flatMap((card) => card ?? []), stage: 'b' }));
    expect(stageCardId(layout)).toBe('b');
    expect(layout.screen === 'several' && layout.others.map((card) => card.cardId)).toEqual(['a', 'c']);
  });

  it('does not leave the stage empty when the named card is not there', () => {
    expect(stageCardId(layoutOf(stationView({ cards: [cardView()], stage: 'gone' })))).toBe('card-1');
  });
});
