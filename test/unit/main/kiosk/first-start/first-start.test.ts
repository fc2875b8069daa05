import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../../main/diagnostics/log.ts';
import type { SelfTestStep, StepOutcome } from '../../../../../main/kiosk/administrator/self-test.ts';
import { createFirstStart } from '../../../../../main/kiosk/first-start/first-start.ts';
import { versionHere } from '../../../../../main/kiosk/first-start/tested-version.ts';
import type { Fault } from '../../../../../main/tracking/fault.ts';
import { withContact, withFault } from '../../../../../main/tracking/station-faults.ts';
import { snapshotOf } from '../../../../../main/tracking/station-snapshot.ts';
import { withLedger, withSetup } from '../../../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../../../main/tracking/station-store.ts';
import { at, CARD, DONE, LIMITS, PACE, produce } from '../../tracking/builders.ts';
import { FakeClock, settled } from '../../tracking/fake-clock.ts';
import { openStation, told } from '../../tracking/staff-builders.ts';

const OK: StepOutcome = { kind: 'ok', detail: '' };
const BEFORE: StepOutcome = { kind: 'not-done', why: 'before' };
const NO_CARD: StepOutcome = { kind: 'not-done', why: 'no-card' };
const FACTS = { detail: 'made up', correlationId: null };
const DOWN: Fault = { family: 'network', cause: 'dns', ...FACTS };
const SILENT: Fault = { family: 'keychain', cause: 'no-answer', ...FACTS };
const failed = (fault: Fault): StepOutcome => ({ kind: 'failed', fault });
/** Longer than anything that is waited for, in ms. */
const LONG_MS = 61_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-first-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Answers = Partial<Record<SelfTestStep, () => StepOutcome | Promise<StepOutcome>>>;

function started(answers: Answers = {}, version = '1.1.0') {
  const clock = new FakeClock(at(2_000));
  const store = createStationStore();
  const lines: LogEvent[] = [];
  const asked: SelfTestStep[] = [];
  let open = 0;
  const firstStart = createFirstStart({
    version,
    profileFolder: folder,
    store,
    clock,
    log: { write: (event) => void lines.push(event) },
    begin: () => {
      open += 1;
      return {
        step(name) {
          asked.push(name);
          return Promise.resolve((answers[name] ?? (() => (name === 'read' ? NO_CARD : OK)))());
        },
        end: () => void (open -= 1),
      };
    },
  });
  const heartbeat = firstStart.hearing({ sent: () => undefined, painted: () => undefined });
  return {
    clock,
    store,
    lines,
    asked,
    firstStart,
    open: () => open,
    paint: () => heartbeat.painted(1),
    answer() {
      store.change((state) => withLedger(withSetup(state, 'ready'), 'accepted'));
      store.change((state) => withContact(state, 'sign-in', clock.now()));
    },
    async whole() {
      this.paint();
      this.answer();
      await clock.run(LONG_MS);
    },
  };
}

describe('the first start of a version', () => {
  it('tests itself once the screen is painted and D1 has answered, notes it, and never again', async () => {
    const station = started();
    expect(station.firstStart.view()).toEqual({ since: expect.any(Number) as number, test: { kind: 'waiting' } });
    station.answer();
    await station.clock.run(LONG_MS);
    expect(station.asked).toEqual([]);
    station.paint();
    expect(station.asked).toEqual([]);
    await station.clock.run(LONG_MS);
    expect(station.asked).toEqual(['keychain', 'dns', 'tls', 'token', 'read']);
    expect(station.open()).toBe(0);
    expect(station.firstStart.view().test.kind).toBe('fine');
    expect(station.lines).toEqual([{ event: 'self-test', outcome: 'fine', version: '1.1.0', detail: '5 checks' }]);
    const again = started();
    await again.whole();
    expect(again.asked).toEqual([]);
    expect(again.firstStart.view()).toEqual(station.firstStart.view());
    const newer = started({}, '1.2.0');
    await newer.whole();
    expect(newer.asked).toHaveLength(5);
  });

  it('keeps no card waiting for its first answer, but not for ever', async () => {
    const station = started();
    const { store, clock } = station;
    station.paint();
    store.change(() => openStation());
    store.change((state) => withContact(state, 'sign-in', clock.now()));
    await clock.run(LONG_MS - 2_000);
    expect(station.asked).toEqual([]);
    await clock.run(2_000);
    expect(station.asked).toHaveLength(5);
  });

  it('waits for credentials as long as there are none', async () => {
    const station = started();
    station.paint();
    station.store.change((state) => withSetup(state, 'not-provisioned'));
    await station.clock.run(10 * LONG_MS);
    expect(station.firstStart.view().test.kind).toBe('waiting');
    await station.whole();
    expect(station.firstStart.view().test.kind).toBe('fine');
  });

  it('says what is not fine, of how many, in the log and to the administrator; and tests again at the next start', async () => {
    const station = started({ dns: () => failed(DOWN), tls: () => BEFORE, token: () => BEFORE, read: () => BEFORE });
    await station.whole();
    expect(station.firstStart.view().test).toMatchObject({
      kind: 'not-fine',
      checks: 6,
      failed: [
        { check: 'dns', fault: { family: 'network', cause: 'dns', owner: 'network' } },
        { check: 'tls', fault: null },
        { check: 'token', fault: null },
        { check: 'read', fault: null },
      ],
    });
    expect(station.lines).toMatchObject([
      { outcome: 'dns not fine', family: 'network', cause: 'dns' },
      { outcome: 'not fine', version: '1.1.0', detail: '4 of 6: dns, tls, token, read' },
    ]);
    // What the way to D1 is like the board knows by itself.
    expect(station.store.getState().faults.size).toBe(0);
    const next = started();
    await next.whole();
    expect(next.firstStart.view().test.kind).toBe('fine');
  });

  it('finds a record that this version cannot read', async () => {
    const station = started();
    const tooNew: Fault = { family: 'ledger', cause: 'too-new', ...FACTS };
    station.paint();
    station.answer();
    station.store.change((state) => withLedger(withFault(state, 'ledger', tooNew, station.clock.now()), 'failing'));
    await station.clock.run(LONG_MS);
    expect(station.firstStart.view().test).toMatchObject({
      kind: 'not-fine',
      failed: [{ check: 'record', fault: { cause: 'too-new' } }],
    });
  });

  it('that crashes in the middle is tested by the next start', async () => {
    const station = started({ token: () => new Promise<StepOutcome>(() => undefined) });
    station.paint();
    station.answer();
    await station.clock.run(3_000);
    expect(station.firstStart.view().test.kind).toBe('running');
    expect(versionHere(folder, '1.1.0', 0).testedAt).toBeNull();
    station.firstStart.stop();
    await settled();
    expect(station.lines).toEqual([]);
    expect(station.open()).toBe(0);
    expect(station.clock.pending()).toBe(0);
    const next = started();
    await next.whole();
    expect(next.firstStart.view()).toMatchObject({ since: station.firstStart.view().since, test: { kind: 'fine' } });
  });

  it('shows on the board that the keychain keeps nothing, and takes it back when it does; no verdict changes by it', async () => {
    let keychain = failed(SILENT);
    const station = started({ keychain: () => keychain });
    const { store, clock } = station;
    station.paint();
    store.change(() => told(openStation(), [produce(DONE)], 1_000));
    store.change((state) => withContact(state, `card:${CARD}`, clock.now()));
    await clock.run(3_000);
    const { faults, ...shown } = snapshotOf(store.getState(), clock.now(), LIMITS, PACE);
    expect(faults.map(({ fault }) => fault)).toEqual([SILENT]);
    const without = snapshotOf({ ...store.getState(), faults: new Map() }, clock.now(), LIMITS, PACE);
    expect({ ...shown, faults: [] }).toEqual(without);
    expect(shown.cards[0]?.verdict).toBe('hand-over');
    expect(shown.connection).toBe('ok');
    await clock.run(LONG_MS);
    expect(store.getState().faults.has('self-test')).toBe(true);
    keychain = OK;
    await clock.run(LONG_MS);
    expect(store.getState().faults.has('self-test')).toBe(false);
    expect(station.asked.filter((step) => step === 'token')).toHaveLength(1);
  });

  it('says so when the test itself meets a defect', async () => {
    const station = started({
      tls: () => {
        throw new TypeError('no text of this');
      },
    });
    await station.whole();
    expect(station.firstStart.view().test).toMatchObject({ kind: 'not-fine', failed: [{ check: 'record' }] });
    expect(JSON.stringify(station.lines)).not.toContain('no text');
  });
});
