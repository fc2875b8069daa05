/** What a modelled year stands on: its clocks, and a disk that can be full. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';

import { openLedger } from '../../../main/ledger/open-ledger.ts';
import { createDisk } from '../../bench/year/disk.ts';
import { createYearClock, type YearClock } from '../../bench/year/year-clock.ts';
import { storedCard } from '../main/ledger/ledger-under-test.ts';

const START = Date.UTC(2026, 0, 5, 8);

function clockUnderTest(): YearClock {
  const clock = createYearClock(START);
  onTestFinished(() => clock.close());
  return clock;
}

it("the PC's clock may jump, and D1's does not", async () => {
  const clock = clockUnderTest();
  await clock.run(1_000);
  clock.setAhead(600_000);
  expect(clock.now()).toEqual({ mono: 1_000, wall: START + 601_000 });
  expect(clock.d1Now()).toBe(START + 1_000);
});

it.each([
  ['goes-on', 51_000, [51_000]],
  ['stands', 1_000, [10_000]],
] as const)('of a sleep in which the monotonic clock %s, timers and clocks know', async (monotonic, mono, firedAt) => {
  const clock = clockUnderTest();
  const fired: number[] = [];
  clock.after(10_000, () => fired.push(clock.now().mono));
  await clock.run(1_000);
  clock.sleep(50_000, monotonic);
  expect(clock.now()).toEqual({ mono, wall: START + 51_000 });
  expect(clock.d1Now()).toBe(START + 51_000);
  await clock.run(20_000);
  expect(fired).toEqual(firedAt);
});

it('time stands still while a call is under way', async () => {
  const server = createServer((_request, response) => void setImmediate(() => response.end('{}')));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const clock = clockUnderTest();
  const answeredAt: number[] = [];
  clock.after(100, () => {
    void request(`http://127.0.0.1:${port}/`)
      .then(({ body }) => body.text())
      .then(() => answeredAt.push(clock.now().mono));
  });
  for (let step = 1; step <= 200; step += 1) clock.after(100 + step, () => undefined);
  await clock.run(1_000);
  expect(answeredAt).toEqual([100]);
  expect(clock.calls()).toBe(0);
});

it('on a full disk nothing is written, and all is again when it has room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const disk = createDisk();
  const opened = openLedger(folder, { sqlite: disk.sqlite });
  if (opened.kind === 'fault') throw new Error(opened.fault.detail);
  const { ledger } = opened;
  onTestFinished(() => ledger.close());
  disk.setFull(true);
  expect(ledger.save([storedCard('card-1')], [])).toMatchObject({ family: 'ledger', cause: 'full' });
  expect(ledger.find('card-1')).toEqual({ kind: 'absent' });
  disk.setFull(false);
  expect(ledger.save([storedCard('card-1')], [])).toBeNull();
  expect(ledger.find('card-1')).toMatchObject({ kind: 'card' });
});
