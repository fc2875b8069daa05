import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { httpDate } from '../../../../main/d1/http-date.ts';
import { retryAfter } from '../../../../main/d1/retry-after.ts';
import { createServerClock, isStoredAnswer, MAX_DATE_LAG_MS } from '../../../../main/d1/server-clock.ts';
import { cardUrl } from '../../../../main/d1/settings.ts';
import { NoUsableProxy, proxyUrl } from '../../../../main/d1/proxy-rules.ts';

const NOW = Date.UTC(2025, 0, 21, 9, 30);
const CAP_MS = 300_000;

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['17', 17_000],
    [' 17 ', 17_000],
    ['301', CAP_MS],
    ['999999999', CAP_MS],
    [new Date(NOW + 42_000).toUTCString(), 42_000],
    [new Date(NOW - 42_000).toUTCString(), 0],
    [new Date(NOW + 86_400_000).toUTCString(), CAP_MS],
    ['9'.repeat(400), CAP_MS],
    ['', undefined],
    ['soon', undefined],
    ['soon 5', undefined],
    ['-5', undefined],
    ['+5', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['0x10', undefined],
    ['٥', undefined],
    ['120, 60', undefined],
    ['2025-01-21T09:31:00Z', undefined],
    ['Tue, 21 Jan 2025 09:31:00 +0200', undefined],
    [undefined, undefined],
  ])('reads %j', (header, expected) => {
    expect(retryAfter(header, NOW, CAP_MS)).toBe(expected);
  });

  it('is never negative, nor over the cap, nor anything but a number, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (header) => {
        const ms = retryAfter(header, NOW, CAP_MS);
        if (ms === undefined) return;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(CAP_MS);
      }),
    );
  });
});

describe('an HTTP date', () => {
  const SECOND = Date.UTC(1994, 10, 6, 8, 49, 37);
  it.each([['Sun, 06 Nov 1994 08:49:37 GMT'], ['Sunday, 06-Nov-94 08:49:37 GMT'], ['Sun Nov  6 08:49:37 1994']])(
    'may be written %j',
    (text) => {
      expect(httpDate(text)).toBe(SECOND);
    },
  );

  it.each([[''], ['5'], ['foo 5'], ['1994'], ['Sun, 06 Nov 1994 08:49:37'], ['Sun, 06 Nov 1994 28:49:37 GMT']])(
    'is not %j',
    (text) => {
      expect(httpDate(text)).toBeNull();
    },
  );

  it('is read back from whatever instant it was made of, to the second', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(httpDate(date.toUTCString())).toBe(Math.floor(date.getTime() / 1_000) * 1_000);
      }),
    );
  });
});

describe('Age', () => {
  it.each([
    [undefined, false],
    ['0', false],
    ['5', false],
    ['6', true],
    ['-1', true],
    ['garbage', true],
    ['', true],
    ['3, 4', true],
    ['Infinity', true],
    ['NaN', true],
  ])('of %j is a stored answer: %s', (header, stored) => {
    expect(isStoredAnswer(header)).toBe(stored);
  });
});

describe("D1's own time", () => {
  const date = (ms: number): string => new Date(NOW + ms).toUTCString();
  const seen = (mono: number, wall = NOW + mono): { mono: number; wall: number } => ({ mono, wall });

  it('is unknown before the first sign-in', () => {
    const clock = createServerClock();
    expect(clock.skew(seen(0))).toBeNull();
    expect(clock.lag(date(-3_600_000), seen(0))).toBe(0);
  });

  it("tells how far an answer lags behind it, whatever the station's wall clock says meanwhile", () => {
    const clock = createServerClock();
    clock.learn(date(0), seen(0));
    expect(clock.lag(date(0), seen(MAX_DATE_LAG_MS + 1_000, 0))).toBe(MAX_DATE_LAG_MS + 1_000);
    expect(clock.lag(date(29_000), seen(30_000))).toBe(1_000);
    expect(clock.lag(date(90_000), seen(30_000))).toBe(0);
    expect(clock.lag('no date', seen(90_000))).toBe(0);
  });

  it('tells how far the station is ahead or behind', () => {
    const clock = createServerClock();
    clock.learn(date(0), seen(0));
    expect(clock.skew(seen(10_000, NOW + 10_000))).toBe(0);
    expect(clock.skew(seen(10_000, NOW + 400_000))).toBe(390_000);
    expect(clock.skew(seen(10_000, NOW - 400_000))).toBe(-410_000);
    clock.learn('no date', seen(99_000));
    expect(clock.skew(seen(10_000, NOW + 10_000))).toBe(0);
  });
});

describe('the address of a read', () => {
  const settings = {
    bankingUrl: 'https://d1.example/banking/v1',
    statusPath: '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus',
  };

  it('holds both ids', () => {
    expect(cardUrl(settings.bankingUrl, settings.statusPath, 'ISSUER0001', '271b-6e47')).toBe(
      'https://d1.example/banking/v1/issuers/ISSUER0001/physicalCards/271b-6e47/productionStatus',
    );
  });

  it('is not led elsewhere by an id, whatever the id holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (cardId) => {
        fc.pre(cardId !== '.' && cardId !== '..');
        const url = new URL(cardUrl(settings.bankingUrl, settings.statusPath, 'ISSUER0001', cardId));
        expect(url.origin).toBe('https://d1.example');
        expect(url.pathname.split('/')).toHaveLength(8);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});

describe("the system's proxy rules", () => {
  it.each([
    ['DIRECT', null],
    ['', null],
    ['PROXY proxy.bank:8080', 'http://proxy.bank:8080'],
    ['HTTPS proxy.bank:8443; DIRECT', 'https://proxy.bank:8443'],
    ['SOCKS5 socks.bank:1080; PROXY proxy.bank:8080', 'http://proxy.bank:8080'],
    ['  PROXY   proxy.bank:8080 ; PROXY other.bank:1', 'http://proxy.bank:8080'],
  ])('%j leads to %s', (rules, expected) => {
    expect(proxyUrl(rules)).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, number>>, string | null]>([
    ['PROXY one:1; PROXY two:2', { 'http://one:1': 5 }, 'http://two:2'],
    ['PROXY one:1; DIRECT', { 'http://one:1': 5 }, null],
    ['PROXY one:1; PROXY two:2; DIRECT', { 'http://one:1': 5, 'http://two:2': 6 }, null],
    ['PROXY one:1; PROXY two:2; DIRECT', { 'http://one:1': 5, 'http://two:2': 6, direct: 7 }, 'http://one:1'],
    ['PROXY one:1; PROXY two:2', { 'http://one:1': 8, 'http://two:2': 6 }, 'http://two:2'],
    ['PROXY one:1', { 'http://one:1': 5 }, 'http://one:1'],
    ['PROXY one:1; SOCKS5 two:2', { 'http://one:1': 5 }, 'http://one:1'],
  ])('%j lead by the way that failed longest ago, or never (%j): %s', (rules, failed, expected) => {
    expect(proxyUrl(rules, (way) => failed[way ?? 'direct'] ?? -Infinity)).toBe(expected);
  });

  it.each([
    ['SOCKS5 socks.bank:1080', 'SOCKS5'],
    ['SOCKS socks.bank:1080; SOCKS5 other.bank:1080;', 'SOCKS, SOCKS5'],
    ['PROXY', 'PROXY'],
    ['<b>text</b> x', 'unknown'],
  ])('%j names no proxy that the station can use, and no direct way either', (rules, kinds) => {
    const found = proxyUrl(rules);
    expect(found).toBeInstanceOf(NoUsableProxy);
    expect((found as NoUsableProxy).message).toContain(`does not use (${kinds}):`);
  });
});
