/** A station without a configuration drops what is delivered, and whoever delivers a card is told. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../main/diagnostics/log.ts';
import { handedOver } from '../../../../main/kiosk/delivered.ts';
import type { Delivery } from '../../../../main/kiosk/delivery.ts';
import { meetDelivery } from '../../../../main/kiosk/unconfigured-deliveries.ts';
import { isUnconfigured, markConfigured } from '../../../../main/kiosk/unconfigured-mark.ts';

const WATCH: Delivery = { kind: 'watch', cardId: 'card-1', reference: 'Desk 2' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-unconfigured-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the mark in the profile', () => {
  it('is there while a station runs without a configuration, also after one that was killed', () => {
    expect(isUnconfigured(folder)).toBe(false);
    markConfigured(folder, false);
    markConfigured(folder, false);
    expect(isUnconfigured(folder)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'unconfigured')).mode & 0o777).toBe(0o600);
    markConfigured(folder, true);
    markConfigured(folder, true);
    expect(isUnconfigured(folder)).toBe(false);
  });

  it('stops no start that cannot write it', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    markConfigured(file, false);
    expect(isUnconfigured(file)).toBe(false);
  });
});

describe('a card that is handed over', () => {
  const held = { kind: 'held' } as const;

  it('has arrived at a station that is configured, and at no other', () => {
    expect(handedOver(WATCH, held, () => false)).toEqual({ kind: 'taken' });
    expect(handedOver(WATCH, held, () => true)).toEqual({
      kind: 'failed',
      why: expect.stringMatching(/without a valid configuration.* Branch IT: /),
    });
  });

  it('has not where nobody could take it, and says why', () => {
    const failed = { kind: 'failed', sentence: 'The disk is full.' } as const;
    expect(handedOver(WATCH, failed, () => true)).toEqual({ kind: 'failed', why: 'The disk is full.' });
  });

  it('is the only message that fails for it', () => {
    for (const message of [{ kind: 'show' }, { kind: 'update-window', question: 'f'.repeat(32) }] as const)
      expect(handedOver(message, held, () => true)).toEqual({ kind: 'taken' });
  });
});

describe('the station without a configuration', () => {
  function drop(delivery: Delivery) {
    const written: LogEvent[] = [];
    const answered: string[] = [];
    let shown = 0;
    meetDelivery(delivery, {
      log: { write: (event) => void written.push(event) },
      show: () => (shown += 1),
      answer: (question) => void answered.push(question),
    });
    return { written, shown, answered };
  }

  it('writes down that a card came, not which, and shows its problems', () => {
    const { written, shown } = drop(WATCH);
    expect(written).toEqual([expect.objectContaining({ event: 'dropped-message', path: 'watch' })]);
    expect(JSON.stringify(written)).not.toMatch(/card-1|Desk 2/);
    expect(shown).toBe(1);
  });

  it('comes to the front without a word when it is only asked to', () => {
    expect(drop({ kind: 'show' })).toEqual({ written: [], shown: 1, answered: [] });
  });

  it('answers whether it may be updated, and leaves its screen as it is', () => {
    const question = 'f'.repeat(32);
    expect(drop({ kind: 'update-window', question })).toEqual({ written: [], shown: 0, answered: [question] });
  });
});
