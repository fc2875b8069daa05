import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { REST_SILENCE_MS, SILENCE_LIMIT_MS, type CardView } from '../../../../main/ipc/contract.ts';
import { PHASES, VERDICTS } from '../../../../main/tracking/words.ts';
import { effectiveVerdict, isSilent, nextLapseMs, silenceLimitMs } from '../../../../renderer/store/lease.ts';
import { CLOCK_DISAGREEMENT_MS, type Moment } from '../../../../renderer/store/moment.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

const START: Moment = { mono: 5_000, wall: 1_700_000_000_000 };
const after = (ms: number, wallMs = ms): Moment => ({ mono: START.mono + ms, wall: START.wall + wallMs });

const anyCard: fc.Arbitrary<CardView> = fc
  .record({
    phase: fc.constantFrom(...PHASES),
    verdict: fc.constantFrom(...VERDICTS),
    greenForMs: fc.option(fc.integer({ min: 0, max: 120_000 })),
    doubt: fc.constantFrom('stale' as const, 'not-found' as const, null),
  })
  .map(cardView);
const anyStep = fc.integer({ min: -10_000, max: 200_000 });

describe('effectiveVerdict', () => {
  it('is never greener than the snapshot, whatever the clocks do', () => {
    fc.assert(
      fc.property(anyCard, anyStep, anyStep, (card, mono, wall) => {
        const { verdict } = effectiveVerdict(card, START, after(mono, wall));
        expect([card.verdict, 'cannot-tell']).toContain(verdict);
      }),
    );
  });

  it('is green only for a personalised card, within its lease, without silence, on clocks that agree', () => {
    fc.assert(
      fc.property(anyCard, anyStep, anyStep, (card, mono, wall) => {
        if (effectiveVerdict(card, START, after(mono, wall)).verdict !== 'hand-over') return;
        expect(card.phase).toBe('personalised');
        expect(Math.min(mono, wall)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(mono - wall)).toBeLessThanOrEqual(CLOCK_DISAGREEMENT_MS);
        expect(Math.max(mono, wall)).toBeLessThan(Math.min(card.greenForMs ?? 0, SILENCE_LIMIT_MS));
      }),
    );
  });

  it('once withdrawn, stays withdrawn until the next snapshot as time goes on', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(10_000), fc.nat(10_000), (lease, first, more) => {
        const early = effectiveVerdict(greenCard(lease), START, after(first)).verdict;
        const late = effectiveVerdict(greenCard(lease), START, after(first + more)).verdict;
        expect(early === 'cannot-tell' && late === 'hand-over').toBe(false);
      }),
    );
  });

  it('shows green until the last millisecond of the lease and not in the next', () => {
    expect(effectiveVerdict(greenCard(1_500), START, after(1_499)).verdict).toBe('hand-over');
    expect(effectiveVerdict(greenCard(1_500), START, after(1_500))).toEqual({ verdict: 'cannot-tell', doubt: 'stale' });
  });

  it('takes the larger of both clocks for the age of the lease', () => {
    expect(effectiveVerdict(greenCard(1_500), START, after(1_000, 1_600)).verdict).toBe('cannot-tell');
    expect(effectiveVerdict(greenCard(1_500), START, after(1_600, 1_000)).verdict).toBe('cannot-tell');
  });

  it.each([
    ['the wall clock was set back', after(1_000, -1)],
    ['the wall clock was set forward', after(100, 100 + CLOCK_DISAGREEMENT_MS + 1)],
    ['the monotonic clock ran backwards', after(-1, 1_000)],
  ])('withdraws green and wait when %s', (_what, now) => {
    expect(effectiveVerdict(greenCard(60_000), START, now).doubt).toBe('clock-jump');
    expect(effectiveVerdict(cardView(), START, now).verdict).toBe('cannot-tell');
  });

  it('does not let a wait pretend after silence, and keeps failures and doubts as they are', () => {
    const now = after(SILENCE_LIMIT_MS);
    expect(effectiveVerdict(cardView(), START, after(SILENCE_LIMIT_MS - 1)).verdict).toBe('wait');
    expect(effectiveVerdict(cardView(), START, now)).toEqual({ verdict: 'cannot-tell', doubt: 'stale' });
    const failed = cardView({ phase: 'cancelled', verdict: 'do-not-hand-over' });
    expect(effectiveVerdict(failed, START, now).verdict).toBe('do-not-hand-over');
    const doubted = cardView({ phase: 'unclear', verdict: 'cannot-tell', doubt: 'contradiction' });
    expect(effectiveVerdict(doubted, START, now).doubt).toBe('contradiction');
  });

  it('does not grant a green to a card that is not personalised', () => {
    for (const phase of PHASES.filter((each) => each !== 'personalised')) {
      expect(effectiveVerdict(greenCard(60_000, { phase }), START, START).verdict).toBe('cannot-tell');
    }
  });

  it('does not grant a green without a lease', () => {
    expect(effectiveVerdict(greenCard(null), START, START).verdict).toBe('cannot-tell');
  });
});

describe('nextLapseMs', () => {
  it('never lies after the moment at which a shown green is withdrawn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6_000), { minLength: 1 }), fc.nat(4_000), (leases, passed) => {
        const cards = leases.map((lease) => greenCard(lease));
        const greens = (now: Moment): number =>
          cards.filter((card) => effectiveVerdict(card, START, now).verdict === 'hand-over').length;
        const lapse = nextLapseMs(stationView({ cards }), START, after(passed));
        if (lapse === null) {
          expect(greens(after(passed))).toBe(0);
          return;
        }
        expect(lapse).toBeGreaterThan(0);
        expect(greens(after(passed + lapse - 1))).toBe(greens(after(passed)));
        if (greens(after(passed)) > 0) expect(greens(after(passed + lapse))).toBeLessThan(greens(after(passed)));
      }),
    );
  });

  it('is the beginning of silence when nothing is green', () => {
    expect(nextLapseMs(stationView({ cards: [cardView()] }), START, after(1_000))).toBe(SILENCE_LIMIT_MS - 1_000);
  });
});

describe('the silence that a snapshot bears', () => {
  it('is what main says, for a screen without a card and nobody at it', () => {
    const resting = stationView({ silentAfterMs: REST_SILENCE_MS });
    expect(silenceLimitMs(resting)).toBe(REST_SILENCE_MS);
    expect(nextLapseMs(resting, START, after(1_000))).toBe(REST_SILENCE_MS - 1_000);
    expect(silenceLimitMs(stationView())).toBe(SILENCE_LIMIT_MS);
  });

  it('is never more than the limit beside a card or an open dialog, whatever main says', () => {
    const said = { silentAfterMs: REST_SILENCE_MS };
    const desk = { kind: 'open', dialog: 'hand-over', cardId: 'card-1' } as const;
    expect(silenceLimitMs(stationView({ ...said, cards: [greenCard(60_000)] }))).toBe(SILENCE_LIMIT_MS);
    expect(silenceLimitMs(stationView({ ...said, cards: [cardView()] }))).toBe(SILENCE_LIMIT_MS);
    expect(silenceLimitMs(stationView({ ...said, desk }))).toBe(SILENCE_LIMIT_MS);
  });
});

describe('isSilent', () => {
  it('begins with the limit, by either clock', () => {
    expect(isSilent(START, after(SILENCE_LIMIT_MS - 1))).toBe(false);
    expect(isSilent(START, after(SILENCE_LIMIT_MS))).toBe(true);
    expect(isSilent(START, after(0, SILENCE_LIMIT_MS))).toBe(true);
  });
});
