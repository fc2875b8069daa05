import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { StationView, type ScreenView } from '../../../../main/ipc/contract.ts';
import { stationView, type StationFacts } from '../../../../main/ipc/station-view.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { snapshotOf } from '../../../../main/tracking/station-snapshot.ts';
import { withContact, withFault } from '../../../../main/tracking/station-faults.ts';
import {
  EMPTY_STATION,
  pinned,
  withAnswersVoided,
  withCard,
  withNotice,
  withoutCard,
  withTrackEvent,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import { FAULT_CAUSES, FAULT_FAMILIES, REFUSALS } from '../../../../main/tracking/words.ts';
import {
  at,
  body,
  DONE,
  FAILED_ODDLY,
  LIMITS,
  ONGOING,
  PACE,
  produce,
  READY,
  type Entry,
} from '../tracking/builders.ts';
import { RULES } from '../tracking/staff-builders.ts';

const FACTS: StationFacts & Pick<StationView, 'administrator'> = {
  stationName: 'Main Street, desk 2',
  persoStation: 'KIOSK-PS-101',
  version: '0.1.0',
  testBuild: false,
  environment: 'sandbox',
  language: 'en',
  theme: 'dark',
  sound: { volume: 60, muted: false },
  quiet: null,
  dimAfterMs: 600_000,
  keyboardLayout: 'as-typed',
  maxCards: 60,
  rules: RULES,
  pressMs: 4_000,
  reasonTextOf: () => null,
  administrator: { kind: 'locked' },
};
const BOARD: ScreenView = { kind: 'board' };

function viewOf(state: StationState, now = at(0), sequence = 1, facts = FACTS): StationView {
  return stationView(snapshotOf(state, now, LIMITS, PACE), facts, BOARD, sequence, now, now.wall);
}

function answered(state: StationState, cardId: string, entries: readonly Entry[], ms: number): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  const reading = readAnswer(body(...entries), track);
  if (reading.kind === 'malformed') return state;
  return withTrackEvent(state, cardId, { kind: 'answered', reading, sentAt: at(ms), at: at(ms) });
}

function oneCard(entry: Entry): StationState {
  const state = withCard(EMPTY_STATION, { cardId: 'card', pinnedOperationId: null, reference: 'Desk 2' }, at(0));
  return answered(state, 'card', [produce(READY, { cardId: 'card', ...entry })], 1_000);
}

const fault = fc
  .constantFrom(...FAULT_FAMILIES)
  .chain((family) =>
    fc.record({
      family: fc.constant(family),
      cause: fc.constantFrom(...FAULT_CAUSES[family]),
      detail: fc.string({ maxLength: 300 }),
      correlationId: fc.option(fc.uuid()),
    }),
  )
  .map((one) => one as Fault);

const text = fc.oneof(
  fc.string({ maxLength: 500 }),
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.constant('💳'.repeat(150)),
);
const entry = fc.record({
  operationId: fc.constantFrom('op-a', 'op-b'),
  status: fc.constantFrom('PENDING', 'SUCCESSFUL', 'FAILED', 'ODD'),
  details: fc.record({
    status: fc.constantFrom('CARD_PROD_REQUESTED', 'CARD_PROD_READY', 'CARD_PROD_DONE', 'DATA_EXCEPTION', 'ODD'),
    reason: text,
  }),
  error: text,
  errorCode: text,
  startTime: fc.constantFrom('2025-01-17T06:28:02Z', '2025-01-17T06:28:03Z'),
});
const step = fc.record({
  kind: fc.constantFrom('card', 'answer', 'answer', 'answer', 'fault', 'contact', 'void', 'notice', 'pin', 'remove'),
  cardId: fc.constantFrom('a', 'b', 'c'),
  entries: fc.array(entry, { maxLength: 3 }),
  fault,
  refusal: fc.constantFrom(...REFUSALS),
  pauseMs: fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.double({ min: 0, max: 900, noNaN: true })),
  wallMs: fc.constantFrom(0, 0, 0, -3_600_000, 3_600_000, 0.25),
});

function stateAfter(
  state: StationState,
  one: typeof step extends fc.Arbitrary<infer T> ? T : never,
  ms: number,
  wallMs: number,
): StationState {
  const now = at(ms, wallMs);
  switch (one.kind) {
    case 'card':
      return withCard(state, { cardId: one.cardId, pinnedOperationId: null, reference: 'Desk' }, now);
    case 'answer':
      return answered(
        state,
        one.cardId,
        one.entries.map((fields) => produce(DONE, { ...fields, cardId: one.cardId })),
        ms,
      );
    case 'fault':
      return withFault(state, `card:${one.cardId}`, one.fault, now);
    case 'contact':
      return withContact(state, `card:${one.cardId}`, now);
    case 'void':
      return withAnswersVoided(state, now);
    case 'notice':
      return withNotice(state, { kind: 'refused', refusal: one.refusal, max: null }, now);
    case 'pin':
      return pinned(state, one.cardId, now);
    case 'remove':
      return withoutCard(state, one.cardId);
  }
}

describe('a snapshot as the screen is sent it', () => {
  it('satisfies the contract whatever happened to the station, and is green only with a lease within the limit', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = EMPTY_STATION;
        let ms = 0;
        let wallMs = 0;
        for (const [index, one] of steps.entries()) {
          ms += one.pauseMs;
          wallMs += one.wallMs;
          state = stateAfter(state, one, ms, wallMs);
          const view = viewOf(state, at(ms, wallMs), index + 1);
          const parsed = StationView.safeParse(view);
          expect(parsed.error?.issues ?? []).toEqual([]);
          expect(structuredClone(view)).toEqual(view);
          expect(view.stage).toBe(view.cards[0]?.cardId ?? null);
          for (const card of view.cards) {
            expect(card.greenForMs !== null).toBe(card.verdict === 'hand-over');
            expect(card.doubt !== null).toBe(card.verdict === 'cannot-tell');
            if (card.verdict === 'hand-over') {
              expect(card.phase).toBe('personalised');
              expect((card.greenForMs ?? Infinity) + (card.answerAgeMs ?? Infinity)).toBeLessThanOrEqual(
                LIMITS.freshnessMs,
              );
            }
            for (const shown of [card.reason, card.error, card.errorCode])
              expect(shown?.length ?? 0).toBeLessThanOrEqual(200);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is empty when idle', () => {
    expect(viewOf(EMPTY_STATION)).toMatchObject({
      stage: null,
      cards: [],
      faults: [],
      notice: null,
      connection: { state: 'never', lastContactAgeMs: null },
    });
  });

  it('shows the raw values where our own words say too little, and nowhere else', () => {
    const raw = (pair: readonly [string, string]): unknown =>
      viewOf(oneCard({ status: pair[0], details: { status: pair[1] } }), at(1_100)).cards[0]?.raw;
    expect(raw(ONGOING)).toEqual({ status: 'PENDING', detail: 'CARD_PROD_ONGOING' });
    expect(raw(FAILED_ODDLY)).toEqual({ status: 'FAILED', detail: 'PRINTER_ON_FIRE' });
    expect(raw(['SUCCESSFUL', 'CARD_PROD_READY'])).toEqual({ status: 'SUCCESSFUL', detail: 'CARD_PROD_READY' });
    expect(raw(READY)).toBeNull();
    expect(raw(DONE)).toBeNull();
  });

  it('keeps every text of D1 as it came, cut at two hundred characters', () => {
    const long = `<b>${'x'.repeat(300)}`;
    const [card] = viewOf(
      oneCard({ status: 'FAILED', details: { status: 'DATA_EXCEPTION', reason: 'MISSING_SATELLITEUID' }, error: long }),
      at(1_100),
    ).cards;
    expect(card).toMatchObject({ reason: 'MISSING_SATELLITEUID', error: long.slice(0, 200), errorCode: null });
  });

  it("adds the bank's words to the reason of a failure, in the language of the screen", () => {
    const asked: string[] = [];
    const facts: typeof FACTS = {
      ...FACTS,
      language: 'fr',
      reasonTextOf: (code, language) => {
        asked.push(`${code} ${language}`);
        return code === 'CB_TIME' ? { words: 'Puce', do: null, call: '4410' } : null;
      },
    };
    const textOf = (pair: readonly [string, string], reason: string): unknown =>
      viewOf(oneCard({ status: pair[0], details: { status: pair[1], reason } }), at(1_100), 1, facts).cards[0]
        ?.reasonText;
    expect(textOf(['FAILED', 'CARD_PROD_EXCEPTION'], 'CB_TIME')).toEqual({ words: 'Puce', do: null, call: '4410' });
    expect(textOf(FAILED_ODDLY, 'CB_TIME')).toEqual({ words: 'Puce', do: null, call: '4410' });
    // Cut on the screen, but compared whole.
    expect(textOf(FAILED_ODDLY, 'x'.repeat(300))).toBeNull();
    expect(asked).toEqual(['CB_TIME fr', 'CB_TIME fr', `${'x'.repeat(300)} fr`]);
    for (const pair of [READY, ONGOING, DONE, ['SUCCESSFUL', 'CARD_PROD_READY']] as const)
      expect(textOf(pair, 'CB_TIME')).toBeNull();
    expect(asked).toHaveLength(3);
  });

  it('is the same but for the words, whatever the reason is and whatever the bank says of it', () => {
    const pair = fc.constantFrom(
      READY,
      ONGOING,
      DONE,
      FAILED_ODDLY,
      ['FAILED', 'CARD_PROD_EXCEPTION'] as const,
      ['FAILED', 'DATA_EXCEPTION'] as const,
    );
    const reason = fc.oneof(text, fc.constantFrom('CB_TIME', 'CARD_PROD_DONE', 'SUCCESSFUL', 'hand-over'));
    const told = fc.record({ words: text, do: fc.option(text), call: fc.option(text) });
    const bare = (view: StationView): unknown => ({
      ...view,
      cards: view.cards.map((card) => ({ ...card, reason: '', reasonText: null })),
    });
    fc.assert(
      fc.property(pair, reason, reason, told, ([status, detail], one, other, words) => {
        const view = (given: string, facts = FACTS): StationView =>
          viewOf(oneCard({ status, details: { status: detail, reason: given } }), at(1_100), 1, facts);
        const plain = view(one);
        expect(bare(view(other, { ...FACTS, reasonTextOf: () => words }))).toEqual(bare(plain));
        expect(view(one, { ...FACTS, reasonTextOf: () => words }).cards[0]?.verdict).toBe(plain.cards[0]?.verdict);
      }),
    );
  });

  it('says who can end a fault and since when it lasts', () => {
    const state = withFault(
      EMPTY_STATION,
      'sign-in',
      { family: 'clock', cause: 'skew', skewMs: -90_000, detail: 'HTTP 400', correlationId: 'id' },
      at(500),
    );
    expect(viewOf(state, at(900)).faults).toEqual([
      {
        family: 'clock',
        cause: 'skew',
        owner: 'branch-it',
        detail: 'HTTP 400',
        correlationId: 'id',
        since: at(500).wall,
        daysLeft: null,
        skewMs: -90_000,
      },
    ]);
  });

  it('has an age and an instant for an answer, and neither before the first', () => {
    const [fresh] = viewOf(
      withCard(EMPTY_STATION, { cardId: 'card', pinnedOperationId: null, reference: null }, at(0)),
      at(50),
    ).cards;
    expect(fresh).toMatchObject({ answerAt: null, answerAgeMs: null, endedAt: null, verdict: 'wait' });
    const [done] = viewOf(oneCard({ status: 'SUCCESSFUL', details: { status: 'CARD_PROD_DONE' } }), at(4_000)).cards;
    expect(done).toMatchObject({
      answerAt: at(1_000).wall,
      answerAgeMs: 3_000,
      endedAt: at(1_000).wall,
      greenForMs: 57_000,
      verdict: 'hand-over',
    });
  });
});
