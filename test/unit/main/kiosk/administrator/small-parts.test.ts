import { describe, expect, it } from 'vitest';

import { createCallCount } from '../../../../../main/kiosk/administrator/call-count.ts';
import { provisionCommand } from '../../../../../main/kiosk/administrator/provision-command.ts';
import { createSession, SESSION_IDLE_MS } from '../../../../../main/kiosk/administrator/session.ts';
import { parseCommandLine } from '../../../../../main/kiosk/command-line.ts';
import { at } from '../../tracking/builders.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

describe('the session', () => {
  it('is opened, used, ended by time and by a lock', () => {
    const session = createSession();
    expect(session.isOpen(at(0))).toBe(false);
    session.touch(at(0));
    expect(session.isOpen(at(0))).toBe(false);
    expect(session.open(at(0), session.locks())).toBe(true);
    session.touch(at(1_000));
    expect(session.isOpen(at(SESSION_IDLE_MS + 999))).toBe(true);
    expect(session.isOpen(at(SESSION_IDLE_MS + 1_000))).toBe(false);
    // What is over is not brought back by a touch.
    session.touch(at(SESSION_IDLE_MS + 1_000));
    expect(session.isOpen(at(SESSION_IDLE_MS + 1_001))).toBe(false);
    const before = session.locks();
    session.lock();
    expect(session.open(at(0), before)).toBe(false);
    expect(session.isOpen(at(0))).toBe(false);
  });
});

describe('the calls of the last hour', () => {
  it('are counted by what came of them, and forgotten by the minute', () => {
    const clock = new FakeClock({ mono: 0, wall: 0 });
    const calls = createCallCount(clock);
    calls.count('answered');
    calls.count('failed');
    clock.advance(59 * 60_000);
    calls.count('answered');
    expect(calls.lastHour()).toEqual({ answered: 2, failed: 1 });
    clock.advance(60_000);
    expect(calls.lastHour()).toEqual({ answered: 1, failed: 0 });
    clock.advance(3_600_000);
    expect(calls.lastHour()).toEqual({ answered: 0, failed: 0 });
  });
});

describe('the command that provisions again', () => {
  it('is the short one where the station was started plainly', () => {
    expect(provisionCommand({ configFile: null, userDataFolder: null })).toBe(
      'card-station provision BUNDLE --replace --pin-file FILE',
    );
  });

  it('names configuration and profile where the station was started with them, and is one that is understood', () => {
    const command = provisionCommand({ configFile: '/etc/b.json', userDataFolder: 'C:\\Kiosk Data' });
    expect(command).toBe(
      'card-station provision BUNDLE --replace --pin-file FILE --config /etc/b.json --user-data-dir "C:\\Kiosk Data"',
    );
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    expect(parseCommandLine(args.slice(1), true)).toEqual({
      kind: 'provision',
      bundleFile: 'BUNDLE',
      replace: true,
      untried: false,
      passphraseFile: null,
      pinFile: 'FILE',
      configFile: '/etc/b.json',
      userDataFolder: 'C:\\Kiosk Data',
    });
  });
});
