import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

import { afterAll, describe, expect, it } from 'vitest';

import {
  caFileFault,
  d1SettingsOf,
  learningOf,
  limitsOf,
  paceOf,
  queueLimitsOf,
  retryLimitsOf,
  staffRulesOf,
} from '../../../../main/kiosk/settings.ts';
import { lacksDisplay, runHeadless } from '../../../../main/kiosk/without-display.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { configOf, loadText, SMALLEST } from '../config/fake-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'card-station-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const defaults = configOf(loadText(SMALLEST));
const withD1 = (d1: Record<string, unknown>) => configOf(loadText({ ...SMALLEST, d1: { ...SMALLEST.d1, ...d1 } }));

describe('the configuration in the units of the parts', () => {
  it('reads a badge by the rule that a scan is read by: whole, also where the pattern offers a choice', () => {
    const { badge } = staffRulesOf(configOf(loadText({ ...SMALLEST, staff: { badgePattern: '^B[0-9]{3}|X$' } })));
    expect(['B123', 'B1234', 'aX'].map((text) => badge?.(text))).toEqual([true, false, false]);
    expect(staffRulesOf(defaults).badge).toBeNull();
  });

  it('has the bounds of the pace that learns, where it is switched on', () => {
    expect(learningOf(configOf(loadText({ ...SMALLEST, pace: { learn: true } })))).toEqual({
      floorMs: 1_000,
      requestedCeilingMs: 10_000,
      atPrinterCeilingMs: 20_000,
      inProgressCeilingMs: 20_000,
    });
    expect(learningOf(defaults)).toBeNull();
  });

  it('has the times of the rules in ms', () => {
    expect(limitsOf(defaults)).toEqual({
      freshnessMs: 60_000,
      notAskedMs: 10_000,
      notFoundGraceMs: 120_000,
      slowAfterMs: 360_000,
      stuckAfterMs: 900_000,
    });
    expect(paceOf(defaults)).toMatchObject({
      requestedMs: 3_000,
      atPrinterMs: 2_000,
      slowMs: 5_000,
      stuckMs: 15_000,
      notFoundFirstMs: 3_000,
      notFoundLastMs: 15_000,
      greenMs: 15_000,
      failureMs: 60_000,
      jitter: 0.2,
    });
    expect(retryLimitsOf(defaults)).toEqual({ firstMs: 1_000, ceilingMs: 30_000, refusedMs: 60_000 });
    expect(queueLimitsOf(defaults)).toEqual({ maxConcurrent: 4, startsPerSecond: 2 });
  });

  it("names the parameter that makes a read's address unique, and none where it is switched off", () => {
    expect(d1SettingsOf(defaults).uniqueParameter).toBe('_');
    expect(d1SettingsOf(withD1({ uniqueParameter: 'nonce' })).uniqueParameter).toBe('nonce');
    expect(d1SettingsOf(withD1({ uniqueParameter: 'none' })).uniqueParameter).toBeNull();
  });

  it('has the limits of a call', () => {
    expect(d1SettingsOf(defaults)).toMatchObject({
      authUrl: SMALLEST.d1.authUrl,
      bankingUrl: SMALLEST.d1.bankingUrl,
      statusPath: '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus',
      tokenEncoding: 'form',
      assertionLifetimeMs: 180_000,
      connectTimeoutMs: 5_000,
      headersTimeoutMs: 10_000,
      bodyTimeoutMs: 10_000,
      maxAnswerBytes: 1_048_576,
      maxConcurrent: 4,
      retryAfterCapMs: 300_000,
      signInFirstMs: 30_000,
      signInCeilingMs: 300_000,
    });
  });

  it('passes every number on: none is left at a default of its own', () => {
    const limits = Object.fromEntries(
      Object.entries({
        freshnessLimitSeconds: 41,
        notAskedSeconds: 7,
        notFoundGraceSeconds: 90,
        slowAfterSeconds: 100,
        stuckAfterSeconds: 200,
        maxConcurrentRequests: 2,
        startsPerSecond: 3,
        retryFirstSeconds: 2,
        retryCeilingSeconds: 21,
      }),
    );
    const config = configOf(loadText({ ...SMALLEST, limits, pace: { refusedSeconds: 70, jitterPercent: 10 } }));
    expect(limitsOf(config)).toEqual({
      freshnessMs: 41_000,
      notAskedMs: 7_000,
      notFoundGraceMs: 90_000,
      slowAfterMs: 100_000,
      stuckAfterMs: 200_000,
    });
    expect(retryLimitsOf(config)).toEqual({ firstMs: 2_000, ceilingMs: 21_000, refusedMs: 70_000 });
    expect(queueLimitsOf(config)).toEqual({ maxConcurrent: 2, startsPerSecond: 3 });
    expect(paceOf(config).jitter).toBe(0.1);
  });
});

describe('whom the station trusts', () => {
  const file = join(folder, 'bank-ca.pem');
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\nMADE\n-----END CERTIFICATE-----\n');

  it('is the built-in authorities without a file of the bank', () => {
    expect(d1SettingsOf(defaults).caPem).toEqual(rootCertificates);
  });

  it("is both with the bank's file added, and the bank's alone when only that is wanted", () => {
    expect(d1SettingsOf(withD1({ caFile: file })).caPem).toHaveLength(rootCertificates.length + 1);
    const only = d1SettingsOf(withD1({ caFile: file, caMode: 'only' })).caPem;
    expect(only).toHaveLength(1);
    expect(only[0]).toContain('MADE');
  });

  it('is not guessed when the file is missing', () => {
    expect(() => d1SettingsOf(withD1({ caFile: join(folder, 'missing.pem') }))).toThrow(/ENOENT/);
  });

  // Windows has no such file.
  it.skipIf(process.platform === 'win32')(
    'is not read from what is no file: the start could wait for it for ever',
    () => {
      expect(() => d1SettingsOf(withD1({ caFile: '/dev/null' }))).toThrow('d1.caFile is not a file');
    },
  );

  it('is not taken from a file without a certificate, and the fault says so', () => {
    const other = join(folder, 'other.pem');
    for (const text of [
      '',
      'hello',
      '\x30\x82\x04',
      '-----BEGIN PRIVATE KEY-----\nMADE\n-----END PRIVATE KEY-----\n',
    ]) {
      writeFileSync(other, text);
      expect(faultWith(other)).toEqual({
        family: 'configuration',
        cause: 'unreadable',
        detail: 'd1.caFile holds no certificate in PEM form',
        correlationId: null,
      });
    }
    expect(faultWith(join(folder, 'missing.pem'))).toMatchObject({ detail: 'd1.caFile: ENOENT' });
    expect(faultWith(file)).toBeNull();
  });
});

function faultWith(caFile: string): Fault | null {
  try {
    d1SettingsOf(withD1({ caFile }));
    return null;
  } catch (error) {
    return caFileFault(error);
  }
}

describe('a machine without a screen', () => {
  it('is a Linux without a display, unless the engine was told how to draw', () => {
    expect(lacksDisplay('linux', {}, ['watch', 'card'])).toBe(true);
    expect(lacksDisplay('linux', { DISPLAY: '' }, [])).toBe(true);
    expect(lacksDisplay('linux', { DISPLAY: ':0' }, [])).toBe(false);
    expect(lacksDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' }, [])).toBe(false);
    expect(lacksDisplay('linux', {}, ['--ozone-platform=headless'])).toBe(false);
    expect(lacksDisplay('linux', {}, ['--ozone-platform-hint=auto'])).toBe(true);
    expect(lacksDisplay('win32', {}, [])).toBe(false);
    expect(lacksDisplay('darwin', {}, [])).toBe(false);
  });

  it('runs the same program once more with the headless switch before its arguments, and gives its exit code', () => {
    const program = join(folder, 'program.sh');
    writeFileSync(program, '#!/bin/sh\n[ "$*" = "--ozone-platform=headless watch card" ] && exit 7\nexit 3\n', {
      mode: 0o700,
    });
    expect(runHeadless(program, ['watch', 'card'])).toBe(7);
    expect(runHeadless(join(folder, 'no-such-program'), [])).toBe(1);
  });
});
