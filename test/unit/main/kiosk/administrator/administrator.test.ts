import { beforeEach, describe, expect, it } from 'vitest';

import type { OpenDiagnostics } from '../../../../../main/ipc/contract.ts';
import type { LogEvent } from '../../../../../main/diagnostics/log.ts';
import { createAdministrator, type Administrator } from '../../../../../main/kiosk/administrator/administrator.ts';
import type { PinOutcome, PinStanding } from '../../../../../main/kiosk/administrator/pin-gate.ts';
import { SESSION_IDLE_MS } from '../../../../../main/kiosk/administrator/session.ts';
import { FakeClock, settled } from '../../tracking/fake-clock.ts';

const PIN = '482913';
const OPEN = { kind: 'open' } as OpenDiagnostics;

let clock: FakeClock;
let log: LogEvent[];
let quits: number;
let wipes: number;
/** What could not be removed. */
let left: string[];
let tests: { begun: number; ended: number };
/** What the gate says of the next PIN. */
let outcome: PinOutcome | Promise<PinOutcome>;
let standing: PinStanding;
let administrator: Administrator;

beforeEach(() => {
  clock = new FakeClock();
  log = [];
  quits = 0;
  wipes = 0;
  left = [];
  tests = { begun: 0, ended: 0 };
  outcome = { kind: 'right' };
  standing = { kind: 'ready' };
  administrator = createAdministrator({
    gate: { look: () => Promise.resolve(standing), attempt: () => Promise.resolve(outcome) },
    beginSelfTest: () => {
      tests.begun += 1;
      return { step: () => new Promise(() => undefined), end: () => void (tests.ended += 1) };
    },
    diagnose: () => Promise.resolve(OPEN),
    settings: () => [{ path: 'd1.environment', value: 'sandbox', origin: null }],
    wipe: () => {
      wipes += 1;
      return Promise.resolve(left);
    },
    quit: () => void (quits += 1),
    clock,
    log: { write: (event) => log.push(event) },
  });
});

const unlock = () => administrator.ask({ act: 'unlock', pin: PIN });

async function expectLocked(): Promise<void> {
  expect(administrator.isOpen()).toBe(false);
  expect(administrator.view()).toEqual({ kind: 'locked' });
  expect(await administrator.diagnostics()).toEqual({ kind: 'locked' });
  expect(administrator.settings()).toEqual({ kind: 'locked' });
  const before = { ...tests };
  expect(administrator.selfTest({ act: 'start' })).toEqual({ kind: 'locked' });
  expect(administrator.selfTest({ act: 'end' })).toEqual({ kind: 'locked' });
  expect(tests).toEqual(before);
  expect(await administrator.wipe()).toEqual({ kind: 'locked' });
  expect(wipes).toBe(0);
  expect(administrator.quit()).toEqual({ kind: 'locked' });
  expect(quits).toBe(0);
}

describe("the administrator's area", () => {
  it('is locked to begin with, and gives nothing away', async () => {
    await expectLocked();
    expect(await administrator.ask({ act: 'touch' })).toEqual({ kind: 'locked', waitMs: 0 });
    await expectLocked();
  });

  it('opens for the right PIN, with all that lies behind it', async () => {
    expect(await unlock()).toEqual({ kind: 'unlocked', waitMs: 0 });
    expect(administrator.view()).toEqual({ kind: 'unlocked', selfTest: null });
    expect(await administrator.diagnostics()).toBe(OPEN);
    expect(administrator.settings()).toMatchObject({ kind: 'open', lines: [{ path: 'd1.environment' }] });
    expect(administrator.selfTest({ act: 'start' })).toEqual({ kind: 'taken' });
    expect(administrator.view()).toMatchObject({ selfTest: { running: true } });
    expect(administrator.quit()).toEqual({ kind: 'taken' });
    expect(quits).toBe(1);
  });

  it('removes the credentials when told to, says what is left, and stays open for that to be read', async () => {
    await unlock();
    expect(await administrator.wipe()).toEqual({ kind: 'wiped', left: [] });
    left = ['keychain: identity: locked. made up'];
    expect(await administrator.wipe()).toEqual({ kind: 'wiped', left });
    expect(administrator.isOpen()).toBe(true);
    expect(log.map(({ outcome }) => outcome)).toEqual(['right-pin', 'wipe', 'wiped', 'wipe', 'not wiped']);
  });

  it.each<[PinOutcome, unknown]>([
    [
      { kind: 'wrong', waitMs: 4_999.2 },
      { kind: 'wrong', waitMs: 5_000 },
    ],
    [
      { kind: 'wait', waitMs: 10 },
      { kind: 'wait', waitMs: 10 },
    ],
    [{ kind: 'no-pin' }, { kind: 'no-pin', waitMs: 0 }],
    [
      { kind: 'keychain', fault: { family: 'keychain', cause: 'locked', detail: '', correlationId: null } },
      { kind: 'keychain', waitMs: 0 },
    ],
  ])('stays shut for %j', async (said, expected) => {
    outcome = said;
    expect(await unlock()).toEqual(expected);
    await expectLocked();
  });

  it('stays shut, and tells the page nothing, when looking at the PIN fails', async () => {
    outcome = Promise.reject(new Error('out of memory: 482913'));
    expect(await unlock()).toEqual({ kind: 'keychain', waitMs: 0 });
    await expectLocked();
  });

  it('says what would come of a PIN without one', async () => {
    expect(await administrator.ask({ act: 'look' })).toEqual({ kind: 'locked', waitMs: 0 });
    standing = { kind: 'wait', waitMs: 70 };
    expect(await administrator.ask({ act: 'look' })).toEqual({ kind: 'wait', waitMs: 70 });
    standing = { kind: 'no-pin' };
    expect(await administrator.ask({ act: 'look' })).toEqual({ kind: 'no-pin', waitMs: 0 });
    await unlock();
    expect(await administrator.ask({ act: 'look' })).toEqual({ kind: 'unlocked', waitMs: 0 });
  });

  it('is shut by whoever leaves, and the self-test ends with it', async () => {
    await unlock();
    administrator.selfTest({ act: 'start' });
    expect(await administrator.ask({ act: 'lock' })).toEqual({ kind: 'locked', waitMs: 0 });
    await settled();
    expect(tests).toEqual({ begun: 1, ended: 1 });
    await expectLocked();
  });

  it('is not opened by a PIN that was still being looked at when it was shut', async () => {
    let say: (said: PinOutcome) => void = () => undefined;
    outcome = new Promise((resolve) => (say = resolve));
    const answer = unlock();
    await administrator.ask({ act: 'lock' });
    say({ kind: 'right' });
    expect(await answer).toEqual({ kind: 'locked', waitMs: 0 });
    await expectLocked();
  });

  it('shuts by itself when nobody uses it, and the self-test ends with it', async () => {
    await unlock();
    administrator.selfTest({ act: 'start' });
    clock.advance(SESSION_IDLE_MS - 1);
    expect(administrator.isOpen()).toBe(true);
    clock.advance(1);
    expect(administrator.view()).toEqual({ kind: 'locked' });
    await settled();
    expect(tests.ended).toBe(1);
    await expectLocked();
    expect(await administrator.ask({ act: 'touch' })).toEqual({ kind: 'locked', waitMs: 0 });
  });

  it('is kept open by touches, and by looking at diagnostics it is not', async () => {
    await unlock();
    clock.advance(SESSION_IDLE_MS - 1);
    expect(await administrator.ask({ act: 'touch' })).toEqual({ kind: 'unlocked', waitMs: 0 });
    clock.advance(SESSION_IDLE_MS - 1);
    expect(await administrator.diagnostics()).toBe(OPEN);
    clock.advance(1);
    await expectLocked();
  });

  it('shuts when the machine has slept or its clock was set ahead', async () => {
    await unlock();
    clock.setWall(SESSION_IDLE_MS);
    await expectLocked();
  });

  it('tells who listens of each change', async () => {
    const seen: string[] = [];
    const unsubscribe = administrator.subscribe(() => seen.push(administrator.view().kind));
    await unlock();
    administrator.lock();
    unsubscribe();
    await unlock();
    expect(seen).toEqual(['unlocked', 'locked']);
  });

  it('is in the log without the PIN, and trouble with the keychain once', async () => {
    outcome = { kind: 'wrong', waitMs: 0 };
    await unlock();
    const fault = { family: 'keychain', cause: 'locked', detail: 'made up', correlationId: null } as const;
    outcome = { kind: 'keychain', fault };
    await unlock();
    await unlock();
    outcome = { kind: 'right' };
    await unlock();
    administrator.lock();
    administrator.lock();
    expect(log).toEqual([
      { event: 'administrator', outcome: 'wrong-pin' },
      { event: 'administrator', family: 'keychain', cause: 'locked', detail: 'made up' },
      { event: 'administrator', outcome: 'right-pin' },
      { event: 'administrator', outcome: 'locked' },
    ]);
    expect(JSON.stringify(log)).not.toContain(PIN);
  });
});
