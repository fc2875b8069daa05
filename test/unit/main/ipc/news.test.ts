import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { StationView } from '../../../../main/ipc/contract.ts';
import { tellsNews } from '../../../../main/ipc/news.ts';
import { cardView, faultView, greenCard, stationView } from '../../views.ts';

/** When the builders' snapshots are made. */
const AT = stationView().at;
const waiting = cardView({ answerAt: AT - 3_000, answerAgeMs: 3_000 });
const told = stationView({
  sequence: 7,
  at: AT,
  cards: [waiting],
  connection: { state: 'ok', lastContactAgeMs: 3_000, since: AT - 60_000 },
});

/** The same station half a second later, as far as nothing else is said. */
function later(over: Partial<StationView> = {}): StationView {
  return { ...structuredClone(told), sequence: 8, at: AT + 500, ...over };
}

describe('news', () => {
  it('is not that D1 said the same again, and not that time went by', () => {
    const again = later({
      cards: [{ ...waiting, answerAt: AT + 400, answerAgeMs: 100 }],
      connection: { state: 'ok', lastContactAgeMs: 100, since: AT - 60_000 },
    });
    expect(tellsNews(told, again)).toBe(false);
    expect(tellsNews(told, later())).toBe(false);
  });

  it('is every other change, whatever part of the screen it is about', () => {
    const changes: Partial<StationView>[] = [
      { cards: [] },
      { cards: [waiting, cardView({ cardId: 'another' })] },
      { cards: [{ ...waiting, phase: 'in-progress' }] },
      { cards: [{ ...waiting, verdict: 'cannot-tell', doubt: 'stale' }] },
      { cards: [{ ...waiting, patience: 'slow' }] },
      { cards: [{ ...waiting, acts: ['store'] }] },
      { stage: null },
      { connection: { state: 'degraded', lastContactAgeMs: 3_000, since: AT } },
      { faults: [faultView()] },
      { testBuild: true },
      { screen: { kind: 'not-provisioned', bundle: null } },
      { ledger: 'failing' },
      { language: 'fr' },
      { notice: { kind: 'already-watched', id: 1, cardId: 'a' } },
      { desk: { kind: 'open', dialog: 'hand-over', cardId: waiting.cardId } },
      { shelf: [{ cardId: 'b', reference: null, place: 'stored', since: AT }] },
    ];
    for (const change of changes) expect(tellsNews(told, later(change)), JSON.stringify(change)).toBe(true);
  });

  it('is the first answer to a card, and the first contact with D1', () => {
    const unanswered = stationView({
      at: AT,
      cards: [cardView({ answerAt: null, answerAgeMs: null })],
      connection: { state: 'ok', lastContactAgeMs: null, since: AT },
    });
    const base = { ...unanswered, at: AT + 100, sequence: unanswered.sequence + 1 };
    expect(tellsNews(unanswered, base)).toBe(false);
    expect(tellsNews(unanswered, { ...base, cards: [cardView({ answerAt: AT, answerAgeMs: 100 })] })).toBe(true);
    expect(tellsNews(unanswered, { ...base, connection: { state: 'ok', lastContactAgeMs: 1, since: AT } })).toBe(true);
  });

  it('is not that main goes to its rest', () => {
    expect(tellsNews(told, later({ silentAfterMs: 15_000 }))).toBe(false);
  });

  it('is not how much longer an outcome stays or can be taken back', () => {
    const undo = { number: 1, kind: 'handed-over', cardId: 'a', reference: null, leftMs: 8_000 } as const;
    const given = { kind: 'given', cardId: 'a', reference: null, at: AT, leftMs: 8_000 } as const;
    const before = stationView({ at: AT, cards: [], stage: null, undo, desk: given });
    const less = { ...before, at: AT + 500, undo: { ...undo, leftMs: 7_500 }, desk: { ...given, leftMs: 7_500 } };
    expect(tellsNews(before, less)).toBe(false);
    expect(tellsNews(before, { ...less, undo: null })).toBe(true);
    expect(tellsNews(before, { ...less, undo: { ...undo, number: 2 } })).toBe(true);
  });

  it('is a green that would go out although D1 stands by it', () => {
    const green = stationView({ at: AT, cards: [greenCard(2_400)] });
    const longer = (at: number): StationView => ({ ...green, at, cards: [greenCard(60_000)] });
    expect(tellsNews(green, longer(AT + 300))).toBe(false);
    expect(tellsNews(green, longer(AT + 500))).toBe(true);
  });

  it('is never kept back longer than the screen says the same without it', () => {
    const greenFor = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(greenFor, greenFor, fc.integer({ min: 0, max: 900 }), (before, after, elapsed) => {
        const next = stationView({ at: AT + elapsed, cards: [greenCard(after)] });
        if (tellsNews(stationView({ cards: [greenCard(before)] }), next)) return;
        // At the latest then the next one goes out, and it may be on its way for a while.
        for (const ms of [elapsed, 900, 1_900]) {
          expect(before).toBeGreaterThan(ms);
        }
      }),
    );
  });
});
