import { describe, expect, it } from 'vitest';

import type { CardView } from '../../../../main/ipc/contract.ts';
import { PHASES, VERDICTS } from '../../../../main/tracking/words.ts';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import type { Line } from '../../../../renderer/locales/line.ts';
import { isLongInstruction, reasonInstruction, reasonWords } from '../../../../renderer/locales/reason-text.ts';
import { effectiveVerdict } from '../../../../renderer/store/lease.ts';
import { cardView } from '../../views.ts';

const words = createWords();
function say(line: Line): string {
  const said = words.t(line.key, { ...line.values });
  expect(said, line.key).not.toBe(line.key);
  return said;
}

const failed = (over: Partial<CardView> = {}): CardView =>
  cardView({ phase: 'production-failed', verdict: 'do-not-hand-over', reason: 'CB_TIME', ...over });
const BANK = { words: 'The chip did not answer', do: 'Put the card into the red box.', call: 'Card operations' };
const FAILURE = { verdict: 'do-not-hand-over', doubt: null } as const;

describe('words for a reason', () => {
  it.each(['MISSING_SATELLITEUID', 'CB_TIME'])('%s: says with what it was seen and claims no meaning', (reason) => {
    const own = reasonWords(failed({ reason }), say);
    expect(own?.words).toMatch(/^Appears when .* D1 does not say why\.$/);
    expect(own?.do).toMatch(/^Keep the card\./);
    expect(own?.call).toBe('Branch support');
  });

  it("are the bank's where it has any, in place of our own; what it leaves out stays as it was", () => {
    expect(reasonWords(failed({ reasonText: BANK }), say)).toEqual(BANK);
    expect(reasonWords(failed({ reason: 'OWN-7', reasonText: BANK }), say)).toEqual(BANK);
    expect(reasonWords(failed({ reasonText: { ...BANK, do: null, call: null } }), say)).toEqual({
      words: BANK.words,
      do: null,
      call: 'Branch support',
    });
  });

  it('are neutral for every other code, also one that looks alike or names something of the language', () => {
    const neutral = { words: 'No explanation is known for this code', do: null, call: 'Branch support' };
    const others = [
      'OTHER',
      'cb_time',
      'CB_TIME ',
      'СB_TIME',
      'constructor',
      '__proto__',
      'code',
      'neutral',
      '',
      '<b>',
    ];
    for (const reason of [...others, 'MISSING_SATELLITEUID.words', '../verdict', '$t(verdict.hand-over)', '{{at}}'])
      expect(reasonWords(failed({ reason }), say)).toEqual(neutral);
  });

  it('are none without a reason and for every verdict that is no failure', () => {
    expect(reasonWords(failed({ reason: null }), say)).toBeNull();
    for (const verdict of VERDICTS.filter((each) => each !== 'do-not-hand-over'))
      expect(reasonWords(failed({ verdict, reasonText: BANK }), say)).toBeNull();
  });
});

describe('what the reason tells staff to do', () => {
  it('takes the place of the instruction for a failure, and of no other', () => {
    expect(reasonInstruction(failed({ reasonText: BANK }), FAILURE, say)).toBe(BANK.do);
    expect(reasonInstruction(failed({ reason: 'OTHER' }), FAILURE, say)).toBeNull();
    for (const verdict of VERDICTS.filter((each) => each !== 'do-not-hand-over')) {
      expect(reasonInstruction(failed({ verdict, reasonText: BANK }), { verdict, doubt: null }, say)).toBeNull();
      expect(reasonInstruction(failed({ reasonText: BANK }), { verdict, doubt: null }, say)).toBeNull();
    }
  });

  it('is shown as it is written: nothing in it is a place to fill in', () => {
    const hostile = '{{at}} $t(verdict.hand-over) <b>HAND OVER</b>';
    expect(reasonInstruction(failed({ reasonText: { ...BANK, do: hostile } }), FAILURE, say)).toBe(hostile);
  });

  it('never changes what the page may show', () => {
    const now = { mono: 10_000, wall: 1_010_000 };
    for (const phase of PHASES)
      for (const verdict of VERDICTS)
        for (const greenForMs of [null, 60_000])
          for (const reason of [null, 'CB_TIME', 'HAND OVER']) {
            const card = cardView({ phase, verdict, greenForMs, reason });
            const told = { ...card, reasonText: { words: 'HAND OVER', do: 'Hand it over', call: null } };
            expect(effectiveVerdict(told, now, now)).toEqual(
              effectiveVerdict(cardView({ phase, verdict, greenForMs }), now, now),
            );
          }
  });

  it('takes more lines when it is long; wide characters count twice', () => {
    expect(isLongInstruction('x'.repeat(84))).toBe(false);
    expect(isLongInstruction('x'.repeat(85))).toBe(true);
    expect(isLongInstruction('カ'.repeat(42))).toBe(false);
    expect(isLongInstruction('カ'.repeat(43))).toBe(true);
  });
});
