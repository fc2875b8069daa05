import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { wholePattern } from '../../../../main/intake/bounded-pattern.ts';
import { readScan, scanRules, type ScanHow, type ScanText } from '../../../../main/intake/scan-text.ts';

const PAN = '4111111111111111';
const BADGE = '^B[0-9]{6}$';
const SLIP = 'D1;(?<cardId>[^;]+)(?:;(?<reference>[^;]*)(?:;(?<operationId>[^;]*))?)?';

interface Settings {
  readonly allowNumericIds?: boolean;
  readonly badgePattern?: string;
  readonly scanPattern?: string;
}
function read(text: string, settings: Settings = {}, how: ScanHow = 'scanned'): ScanText {
  const { allowNumericIds = false, badgePattern, scanPattern } = settings;
  return readScan(text, how, scanRules({ allowNumericIds, badgePattern, scanPattern }));
}
const card = (cardId: string): ScanText => ({ kind: 'card', request: { cardId } });

describe('a badge', () => {
  it('is told from a card by the whole of its number', () => {
    const settings = { badgePattern: BADGE };
    expect(read('B123456', settings)).toEqual({ kind: 'badge', badge: 'B123456' });
    expect(read('B123456\r\n', settings, 'typed')).toEqual({ kind: 'badge', badge: 'B123456' });
    for (const text of ['B1234567', 'xB123456', 'B12345', 'b123456', 'B123456-B123456'])
      expect(read(text, settings)).toEqual(card(text));
  });

  it('comes before the slip, whatever the slip allows', () => {
    expect(read('B123456', { badgePattern: BADGE, scanPattern: '(?<cardId>.+)' })).toMatchObject({ kind: 'badge' });
  });

  it('that is a card number is none, whatever its pattern and the ids of the issuer', () => {
    for (const allowNumericIds of [false, true])
      expect(read(PAN, { badgePattern: '^[0-9]+$', allowNumericIds })).toEqual({
        kind: 'refused',
        refusal: 'card-number',
      });
  });

  it('of more characters than a record takes is refused', () => {
    expect(read('B'.repeat(65), { badgePattern: '^B+$' })).toEqual({ kind: 'refused', refusal: 'too-long' });
  });
});

describe('a slip', () => {
  const slip = (text: string, how?: ScanHow): ScanText => read(text, { scanPattern: SLIP }, how);

  it('gives its parts, and an empty part is none', () => {
    expect(slip('D1;271b-6e47')).toMatchObject({ request: { cardId: '271b-6e47', reference: undefined } });
    expect(slip('D1;271b-6e47;Desk 2;op-1\r')).toEqual({
      kind: 'card',
      request: { cardId: '271b-6e47', reference: 'Desk 2', operationId: 'op-1' },
    });
    expect(slip('D1;271b-6e47;;op-1')).toEqual({
      kind: 'card',
      request: { cardId: '271b-6e47', reference: undefined, operationId: 'op-1' },
    });
  });

  it('has to fit as a whole, also with alternatives in its pattern', () => {
    expect(slip('xD1;271b-6e47')).toEqual({ kind: 'refused', refusal: 'slip' });
    const either = { scanPattern: 'D1(?<cardId>[a-z]+)|E2' };
    expect(read('D1abcX', either)).toEqual({ kind: 'refused', refusal: 'slip' });
    expect(read('XE2', either)).toEqual({ kind: 'refused', refusal: 'slip' });
  });

  it('that does not fit is refused when scanned, and a plain id when typed', () => {
    expect(slip('4006381333931')).toEqual({ kind: 'refused', refusal: 'slip' });
    expect(slip('271b-6e47')).toEqual({ kind: 'refused', refusal: 'slip' });
    expect(slip('271b-6e47', 'typed')).toEqual(card('271b-6e47'));
  });

  it('with a card number or stripe data in it is not looked at', () => {
    expect(slip(`D1;271b-6e47;${PAN}`)).toEqual({ kind: 'refused', refusal: 'card-number' });
    expect(slip(`D1;271b-6e47;;${PAN}=2812101`)).toEqual({ kind: 'refused', refusal: 'track-data' });
  });
});

describe('what scanners put around a code', () => {
  it.each([
    ['\u0002271b-6e47\u0003\r\n', '271b-6e47'],
    [']C1271b-6e47', '271b-6e47'],
    ['\u0002]Q3271b-6e47\t', '271b-6e47'],
    [']C0]C1', ']C1'],
    [']271b', ']271b'],
    ['', ''],
  ])('%j is read as %j', (text, cardId) => {
    expect(read(text)).toEqual(card(cardId));
  });

  it('does not hide a badge or a slip', () => {
    expect(read(']A0B123456\r', { badgePattern: BADGE })).toEqual({ kind: 'badge', badge: 'B123456' });
    expect(read('\u0002]d2D1;271b\u0003', { scanPattern: SLIP })).toMatchObject({ request: { cardId: '271b' } });
  });
});

describe('a text that may have been cut', () => {
  it('is refused, whatever fits it', () => {
    const settings = { scanPattern: '(?<cardId>.+?)x*', badgePattern: '^x+$' };
    expect(read('x'.repeat(512), settings)).toEqual({ kind: 'refused', refusal: 'too-long' });
    expect(read(`${PAN}${'x'.repeat(500)}`.slice(0, 512), settings)).toMatchObject({ refusal: 'card-number' });
  });
});

describe('a pattern that takes too long', () => {
  const endless = '(?<cardId>(?:a|a)*b)';

  it('is broken off within a fraction of a second, and lets nothing through', () => {
    const text = 'a'.repeat(511);
    const from = performance.now();
    expect(read(text, { scanPattern: endless }, 'typed')).toEqual({ kind: 'refused', refusal: 'slip' });
    expect(read(text, { badgePattern: '^(?:a|a)*b$' })).toEqual({ kind: 'refused', refusal: 'badge' });
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  it('works again with the next text', () => {
    const pattern = wholePattern(endless);
    expect(pattern('a'.repeat(500))).toEqual({ kind: 'too-slow' });
    expect(pattern('ab')).toMatchObject({ kind: 'match' });
    expect(pattern('x')).toEqual({ kind: 'none' });
  });

  it.each(['(a+)+', '((a+))+', '(a|aa)+', '(a*)*', 'a*a*a*a*a*a*a*a*a*', '(?:(?=(a+))a)+'])(
    '%s is bounded',
    (source) => {
      const from = performance.now();
      wholePattern(`${source}!`)('a'.repeat(511));
      expect(performance.now() - from).toBeLessThan(1_000);
    },
  );
});

describe('no scan', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.stringMatching(/^[A-Z0-9;-]{0,40}$/));
  const settings = fc.record({
    allowNumericIds: fc.boolean(),
    badgePattern: fc.constantFrom(BADGE, '^[0-9]+$', '^.*$'),
    scanPattern: fc.constantFrom(SLIP, '(?<cardId>.*)'),
  });

  it('that fits the badge ever becomes a card, and no card number a badge', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.stringMatching(/^B[0-9]{6}$/), fc.constant(PAN)),
        settings,
        fc.constantFrom<ScanHow>('scanned', 'typed'),
        (text, rules, how) => {
          const scan = read(text, rules, how);
          const fits = new RegExp(rules.badgePattern, 'u').test(text);
          if (fits) expect(scan.kind).not.toBe('card');
          if (scan.kind === 'badge') expect(scan.badge).not.toContain(PAN);
        },
      ),
      { numRuns: 500 },
    );
  });
});
