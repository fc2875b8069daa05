import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { StationView } from '../../../../main/ipc/contract.ts';
import { awake, careAt, placeAt, stirred, type Care, type Watched } from '../../../../renderer/store/care.ts';
import { cardView, faultView, stationView } from '../../views.ts';

const DIM_MS = 600_000;
const at = (ms: number) => ({ mono: ms, wall: 1_000_000 + ms });

function watched(over: Partial<StationView>, ms: number, more: Partial<Watched> = {}): Watched {
  return { view: stationView(over), receivedAt: at(ms), now: at(ms), silent: false, panel: null, typed: '', ...more };
}

/** Looked at once when it was opened, and once more after so long. */
function after(ms: number, over: Partial<StationView> = {}, more: Partial<Watched> = {}): Care {
  return careAt(careAt(awake(at(0)), watched(over, 0, more)), watched(over, ms, more));
}

describe('the idle screen', () => {
  it('grows dark when nobody has touched it for the set time, and not a moment sooner', () => {
    expect(after(DIM_MS - 1).dim).toBe(false);
    expect(after(DIM_MS).dim).toBe(true);
    expect(after(60_000, { dimAfterMs: 60_000 }).dim).toBe(true);
  });

  it('is bright again when somebody is there, and stays so for as long', () => {
    const care = stirred(after(DIM_MS), at(DIM_MS + 5));
    expect(care.dim).toBe(false);
    expect(careAt(care, watched({}, 2 * DIM_MS + 4)).dim).toBe(false);
    expect(careAt(care, watched({}, 2 * DIM_MS + 5)).dim).toBe(true);
  });

  it('does not grow dark by a clock that was set, or while the PC sleeps', () => {
    const care = careAt(awake(at(0)), watched({}, 0));
    const jumped = { mono: 5_000, wall: 1_000_000 + 9 * DIM_MS };
    expect(careAt(care, watched({}, 5_000, { now: jumped, receivedAt: jumped })).dim).toBe(false);
  });

  it.each<[string, Partial<StationView>, Partial<Watched>]>([
    ['a card is there', { cards: [cardView()] }, {}],
    [
      'a fault is the whole screen',
      { connection: { state: 'never', lastContactAgeMs: null, since: 0 }, faults: [faultView()] },
      {},
    ],
    ['the configuration is wrong', { screen: { kind: 'configuration', problems: [] } }, {}],
    ['the station starts', { screen: { kind: 'starting' } }, {}],
    ['there are no credentials', { screen: { kind: 'not-provisioned', bundle: null } }, {}],
    ['main is silent', {}, { silent: true }],
    ['a panel is open', {}, { panel: { name: 'language', touchedAt: at(0) } }],
    ['something is half typed', {}, { typed: 'card-0' }],
    [
      'a card is to be given',
      { desk: { kind: 'given', cardId: 'card-1', reference: null, at: 0, leftMs: 10 * DIM_MS } },
      {},
    ],
  ])('is never dark while %s', (_what, over, more) => {
    expect(after(10 * DIM_MS, over, more).dim).toBe(false);
  });

  it('never is dark with a card, whatever else is so', () => {
    const anyView = fc.record({
      cards: fc.array(fc.constant(cardView()), { minLength: 1, maxLength: 2 }),
      screen: fc.constantFrom({ kind: 'board' } as const, { kind: 'starting' } as const),
      faults: fc.array(fc.constant(faultView()), { maxLength: 1 }),
    });
    fc.assert(fc.property(anyView, fc.nat(100 * DIM_MS), (over, ms) => !after(ms, over).dim));
  });

  it.each<[string, Partial<StationView>]>([
    ['a card comes', { cards: [cardView()] }],
    ['D1 cannot be reached', { connection: { state: 'down', lastContactAgeMs: 1, since: 1 } }],
    ['a fault comes', { faults: [faultView()] }],
    ['a scan was refused', { notice: { kind: 'refused', id: 1, refusal: 'characters', max: null } }],
    ['the record fails', { ledger: 'failing' }],
    ['a card is put aside', { shelf: [{ cardId: 'c', reference: null, place: 'parked', since: 1 }] }],
    ['the language changes', { language: 'fr' }],
    ['the colours change', { theme: 'light' }],
  ])('wakes when %s', (_what, over) => {
    expect(careAt(after(DIM_MS), watched(over, DIM_MS + 1)).dim).toBe(false);
  });

  it.each<[string, Partial<StationView>]>([
    ['the next snapshot', { sequence: 2, at: 9_000_000 }],
    ['a later contact', { connection: { state: 'ok', lastContactAgeMs: 7_777, since: 900_000 } }],
    ['a retry', { connection: { state: 'degraded', lastContactAgeMs: 1, since: 1 } }],
    ['quiet hours', { sound: { volume: 60, muted: false, quietUntil: 5 } }],
  ])('sleeps on through %s', (_what, over) => {
    expect(careAt(after(DIM_MS), watched(over, DIM_MS + 1)).dim).toBe(true);
  });
});

describe('the place of the picture', () => {
  it('moves on once a minute, through all of them, and comes back', () => {
    const places = Array.from({ length: 9 }, (_, minute) => placeAt({ mono: 0, wall: minute * 60_000 }));
    expect(new Set(places).size).toBe(8);
    expect(places[8]).toBe(places[0]);
    expect(placeAt({ mono: 0, wall: 59_999 })).toBe(places[0]);
  });
});
