import { describe, expect, it } from 'vitest';

import { layoutOf, stageCardId } from '../../../../renderer/store/layout.ts';
import { cardView, faultView, stationView } from '../../views.ts';

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

  it('gives the whole stage to the check with D1 and to its outcome, and lists every other card beside it', () => {
    const cards = [a, b, c].flatMap((card) => card ?? []);
    const given = { kind: 'given', cardId: 'x', reference: null, at: 1, leftMs: 9_000 } as const;
    const outcome = layoutOf(stationView({ cards, desk: given }), { kind: 'given', given });
    expect(outcome.screen === 'given' && outcome.others.map((card) => card.cardId)).toEqual(['a', 'b', 'c']);
    expect(stageCardId(outcome)).toBeNull();
    const [first] = cards;
    if (first === undefined) throw new Error('no card');
    const checking = { kind: 'checking', card: first, askedMs: 0, limitMs: 4_000 } as const;
    const check = layoutOf(stationView({ cards }), checking);
    expect(check.screen === 'checking' && check.others.map((card) => card.cardId)).toEqual(['b', 'c']);
  });

  it('shows the outcome of a handover where no card is left', () => {
    const given = { kind: 'given', cardId: 'x', reference: null, at: 1, leftMs: 9_000 } as const;
    expect(layoutOf(stationView({ desk: given }), { kind: 'given', given }).screen).toBe('given');
    expect(layoutOf(stationView({ desk: given })).screen).toBe('idle');
  });
});
