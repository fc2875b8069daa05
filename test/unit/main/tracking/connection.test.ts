import { describe, expect, it } from 'vitest';

import { connectionOf } from '../../../../main/tracking/connection.ts';
import { at } from './builders.ts';

const FRESHNESS_MS = 60_000;

describe('the way to D1 in words', () => {
  it('is never before the first success, also when nothing has failed yet', () => {
    expect(connectionOf({ lastAt: null, failingSince: null }, at(0), FRESHNESS_MS)).toBe('never');
    expect(connectionOf({ lastAt: null, failingSince: at(0) }, at(90_000), FRESHNESS_MS)).toBe('never');
  });

  it('is ok while the last exchange succeeded, however long ago: an idle station asks rarely', () => {
    expect(connectionOf({ lastAt: at(0), failingSince: null }, at(12 * 60_000), FRESHNESS_MS)).toBe('ok');
  });

  it('is degraded while answers may still be fresh, and down from the moment they cannot be', () => {
    const contact = { lastAt: at(0), failingSince: at(5_000) };
    expect(connectionOf(contact, at(59_999), FRESHNESS_MS)).toBe('degraded');
    expect(connectionOf(contact, at(60_000), FRESHNESS_MS)).toBe('down');
  });

  it('goes by the clock that says the longer time', () => {
    const contact = { lastAt: at(0), failingSince: at(5_000) };
    expect(connectionOf(contact, at(6_000, 60_000), FRESHNESS_MS)).toBe('down');
    expect(connectionOf(contact, at(61_000, -60_000), FRESHNESS_MS)).toBe('down');
  });
});
