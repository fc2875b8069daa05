/** The facts of a quiet station, each of which a test may change. */
import { createTally } from '../../../../../main/kiosk/metrics/tally.ts';
import type { MetricFacts } from '../../../../../main/kiosk/metrics/station-metrics.ts';
import { EMPTY_STATION } from '../../../../../main/tracking/station-state.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

export const IDENTITY: MetricFacts['identity'] = {
  station: 'Main Street, desk 2',
  persoStation: 'KIOSK-PS-101',
  environment: 'sandbox',
  version: '0.1.0',
  electron: '45.0.0',
  node: '24.0.0',
};

export function facts(change: Partial<MetricFacts> = {}): MetricFacts {
  const clock = new FakeClock();
  return {
    now: clock.now(),
    startedAt: clock.now().wall - 60_000,
    identity: IDENTITY,
    versionTest: 'fine',
    state: { ...EMPTY_STATION, setup: 'ready', ledger: 'accepted' },
    freshnessMs: 60_000,
    counted: createTally(clock).counted(),
    recovery: { nothing: 0, redraw: 0, 'restart-page': 0, stop: 0, 'show-stop-page': 0 },
    pageStopped: false,
    pace: { inUse: 'followed', share: 0.95, cards: 212, drifted: false, medianMs: 44_160, ninetyMs: 71_020 },
    certificateEndsAt: clock.now().wall + 90 * 24 * 3_600_000,
    skewMs: 250,
    head: { count: 12, mac: 'e1a2b3c4'.padEnd(64, '0') },
    recordBytes: 40_960,
    ...change,
  };
}
