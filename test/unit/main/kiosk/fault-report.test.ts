/** What a configuration and credentials that do not work leave behind for branch IT, and how often. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { provision } from '../../../../main/credentials/provision.ts';
import { listed, type LogEvent } from '../../../../main/diagnostics/log.ts';
import { createD1Session } from '../../../../main/kiosk/d1-session.ts';
import { createFaultReport, reportProblems } from '../../../../main/kiosk/fault-report.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { createStationStore } from '../../../../main/tracking/station-store.ts';
import { createIdentity } from '../../../sandbox/bundle.ts';
import { configOf, loadText, problemsOf, smallestWith } from '../config/fake-files.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { FakeClock } from '../tracking/fake-clock.ts';
import { outputInto } from './output-into.ts';

function traces() {
  const written: LogEvent[] = [];
  const told: string[] = [];
  return {
    written,
    told,
    log: { write: (event: LogEvent) => void written.push(event) },
    output: outputInto(() => told),
  };
}

const fault = (detail: string): Fault => ({
  family: 'configuration',
  cause: 'unreadable',
  detail,
  correlationId: null,
});

describe('problems of a configuration', () => {
  it('are all in the log, by fields that it may have, and on standard error, without a value', () => {
    const { written, told, log, output } = traces();
    const problems = problemsOf(
      loadText(smallestWith({ d1: { bankingUrl: 'hunter2' }, limits: { maxCards: 'hunter3' } })),
    );
    reportProblems(
      [...problems, { path: '', message: 'is empty', source: '/etc/card-station/config.json' }],
      log,
      output,
    );
    expect(written.map(listed)).toEqual([
      { event: 'configuration', path: 'd1.bankingUrl', detail: expect.stringMatching(/^must /) },
      { event: 'configuration', path: 'limits.maxCards', detail: expect.stringMatching(/^must /) },
      { event: 'configuration', path: '/etc/card-station/config.json', detail: 'is empty' },
    ]);
    expect(told).toHaveLength(3);
    expect(told[2]).toBe('card-station: configuration: /etc/card-station/config.json: is empty');
    expect(JSON.stringify([written, told])).not.toContain('hunter');
  });
});

describe('a fault that is met at every try', () => {
  it('is said once, and again when it is another or has been over', () => {
    const { written, told, log, output } = traces();
    const report = createFaultReport(log, output);
    for (const one of [fault('a'), fault('a'), fault('b'), null, null, fault('b'), fault('b')]) report(one);
    expect(written.map(({ detail }) => detail)).toEqual(['a', 'b', 'b']);
    expect(told[0]).toBe('card-station: configuration: unreadable. a');
    expect(told).toHaveLength(3);
  });

  it('such as a file of trust anchors that is not there', async () => {
    const { written, told, log, output } = traces();
    const profileFolder = mkdtempSync(join(tmpdir(), 'card-station-fault-'));
    onTestFinished(() => rmSync(profileFolder, { recursive: true, force: true }));
    const store = createKeychainStore(new MemoryKeychain());
    const clock = new FakeClock({ mono: 0, wall: Date.now() });
    const { bundle } = await createIdentity(null);
    const stored = await provision(JSON.stringify(bundle), {
      store,
      profileFolder,
      environment: 'sandbox',
      mode: 'direct',
      now: Date.now(),
      replace: false,
      prove: null,
      passphrase: null,
      pin: null,
    });
    expect(stored.kind).toBe('provisioned');
    const openStore = vi.fn(() => Promise.resolve({ kind: 'store', store } as const));
    const session = createD1Session({
      config: configOf(loadText(smallestWith({ d1: { caFile: join(profileFolder, 'missing.pem') } }))),
      profileFolder,
      openStore,
      takeBundle: () => Promise.resolve(false),
      stationStore: createStationStore(),
      clock,
      random: () => 0.5,
      resolveProxy: () => Promise.resolve('DIRECT'),
      buildDate: 0,
      log,
      output,
      ownPause: undefined,
      onCall: () => undefined,
    });
    onTestFinished(() => session.stop());
    session.start();
    for (const tries of [1, 2, 3]) {
      await vi.waitFor(() => expect(openStore).toHaveBeenCalledTimes(tries));
      await new Promise((resolve) => setTimeout(resolve, 100));
      clock.advance(10_000);
    }
    expect(written.map(listed)).toEqual([
      { event: 'credentials', family: 'configuration', cause: 'unreadable', detail: 'd1.caFile: ENOENT' },
    ]);
    expect(told).toEqual(['card-station: configuration: unreadable. d1.caFile: ENOENT']);
  });
});
