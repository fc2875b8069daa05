import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Fault } from '../../../../main/tracking/fault.ts';
import { withFault } from '../../../../main/tracking/station-faults.ts';
import { EMPTY_STATION, withTrack, type StationState } from '../../../../main/tracking/station-state.ts';
import { visibleFaults } from '../../../../main/tracking/visible-faults.ts';
import { FAULT_CAUSES, FAULT_FAMILIES, type FaultFamily } from '../../../../main/tracking/words.ts';
import { answer, at, CANCELED, card, CARD, DONE, LIMITS, produce, type Pair } from './builders.ts';

const FACTS = { detail: '', correlationId: null };
const DOWN: Fault = { family: 'network', cause: 'timeout', ...FACTS };

function withAnswer(pair: Pair, ms: number): StationState {
  return { ...EMPTY_STATION, cards: new Map([[CARD, answer(card(), [produce(pair)], at(ms))]]) };
}

function causesAt(state: StationState, ms: number): readonly string[] {
  return visibleFaults(state, at(ms), LIMITS).map(({ fault }) => `${fault.family}/${fault.cause}`);
}

/** Every family with every cause. */
const fault = fc
  .constantFrom(...FAULT_FAMILIES)
  .chain((family: FaultFamily) =>
    fc.constantFrom(...FAULT_CAUSES[family]).map((cause) => ({ family, cause, ...FACTS }) as Fault),
  );

describe('damping', () => {
  it('keeps a young fault of the way off the screen while the answers on it are fresh', () => {
    const state = withFault(withAnswer(DONE, 0), `card:${CARD}`, DOWN, at(1_000));
    expect(causesAt(state, 10_999)).toEqual([]);
    expect(causesAt(state, 11_000)).toEqual(['network/timeout']);
  });

  it("counts a fault's age over repeated failures of one cause", () => {
    const once = withFault(withAnswer(DONE, 0), `card:${CARD}`, DOWN, at(1_000));
    expect(causesAt(withFault(once, `card:${CARD}`, DOWN, at(10_900)), 11_000)).toEqual(['network/timeout']);
  });

  it('shows it at once when an answer on screen is no longer fresh, or there never was one', () => {
    expect(causesAt(withFault(withAnswer(DONE, -59_999), `card:${CARD}`, DOWN, at(0)), 1)).toEqual(['network/timeout']);
    const unanswered = { ...EMPTY_STATION, cards: new Map([[CARD, card()]]) };
    expect(causesAt(withFault(unanswered, `card:${CARD}`, DOWN, at(0)), 1)).toEqual(['network/timeout']);
    expect(causesAt(withFault(EMPTY_STATION, 'sign-in', DOWN, at(0)), 1)).toEqual(['network/timeout']);
  });

  it('shows it at once when one of several cards has no fresh answer', () => {
    const both = withTrack(withAnswer(DONE, 0), { ...card(), cardId: 'unanswered' });
    expect(causesAt(withFault(both, `card:${CARD}`, DOWN, at(0)), 1)).toEqual(['network/timeout']);
  });

  it('keeps one answer that could not be read off the screen too, while the answers on it are fresh', () => {
    const shape: Fault = { family: 'malformed', cause: 'shape', ...FACTS };
    const state = withFault(withAnswer(DONE, 0), `card:${CARD}`, shape, at(1_000));
    expect(causesAt(state, 10_999)).toEqual([]);
    expect(causesAt(state, 11_000)).toEqual(['malformed/shape']);
  });

  it('is not undone by a failed card, which is read once a minute and whose verdict does not lapse', () => {
    const failed = withAnswer(CANCELED, -65_000).cards.get(CARD);
    const state = withFault(withAnswer(DONE, 0), `card:${CARD}`, DOWN, at(1_000));
    const both =
      failed === undefined
        ? state
        : { ...state, cards: new Map([...state.cards, ['failed', { ...failed, cardId: 'failed' }]]) };
    expect(causesAt(both, 2_000)).toEqual([]);
  });

  it.each<Fault>([
    { family: 'sign-in', cause: 'token-refused', ...FACTS },
    { family: 'certificate', cause: 'client-refused', ...FACTS },
    { family: 'keychain', cause: 'locked', ...FACTS },
    { family: 'clock', cause: 'skew', ...FACTS },
  ])('never holds back $family', (wrong) => {
    expect(causesAt(withFault(withAnswer(DONE, 0), 'credentials', wrong, at(1_000)), 1_000)).toHaveLength(1);
  });
});

it('lists the causes of one family oldest first', () => {
  const reset: Fault = { family: 'network', cause: 'reset', ...FACTS };
  const state = withFault(withFault(EMPTY_STATION, 'card:a', DOWN, at(2_000)), 'card:b', reset, at(1_000));
  expect(causesAt(state, 80_000)).toEqual(['network/reset', 'network/timeout']);
});

it('lists the faults in the order of the families, each cause once with its earliest beginning', () => {
  const entry = fc.tuple(fault, fc.integer({ min: 0, max: 60_000 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
      const state = entries.reduce(
        (next, [one, ms], index) => withFault(next, `card:${String(index)}`, one, at(ms)),
        EMPTY_STATION,
      );
      const shown = visibleFaults(state, at(80_000), LIMITS);
      const keys = shown.map((active) => `${active.fault.family}/${active.fault.cause}`);
      expect(new Set(keys)).toEqual(new Set(entries.map(([one]) => `${one.family}/${one.cause}`)));
      expect(new Set(keys).size).toBe(keys.length);
      const ranks = shown.map((active) => FAULT_FAMILIES.indexOf(active.fault.family));
      expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
      for (const active of shown) {
        const same = entries.filter(([one]) => one.family === active.fault.family && one.cause === active.fault.cause);
        expect(active.since.mono).toBe(Math.min(...same.map(([, ms]) => at(ms).mono)));
      }
    }),
  );
});
