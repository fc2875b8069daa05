/** A second D1, written by someone else: another TLS library, JSON layout, headers and chunks. By configuration only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import type { Bundle } from '../sandbox/bundle.ts';
import { expect, expectConnection, expectStage, test } from './fixtures.ts';

interface SecondD1 {
  readonly authUrl: string;
  readonly bankingUrl: string;
  readonly statusPath: string;
  readonly caFile: string;
  readonly bundleFile: string;
  readonly controlUrl: string;
}

const SCRIPT = resolve(import.meta.dirname, '../sandbox/second-d1/second-d1.py');
/** Its tokens live 40 s: a station that reads for this long has renewed its own, in ms. */
const PAST_ONE_TOKEN_MS = 50_000;

let folder: string;
let server: ChildProcess;
let d1: SecondD1;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-second-d1-'));
  // It ends when its standard input does.
  server = spawn('/usr/bin/python3', [SCRIPT, '--out', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout ?? process.stdin });
  d1 = await new Promise<SecondD1>((done, failed) => {
    lines.once('line', (line) => done(JSON.parse(line) as SecondD1));
    server.once('exit', (code) => failed(new Error(`the second D1 ended with ${String(code)}`)));
  });
});
test.afterAll(async () => {
  const gone = new Promise((done) => server.once('exit', done));
  server.stdin?.end();
  await gone;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function control(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(d1.controlUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
}

function configuration(): Readonly<Record<string, object>> {
  const { authUrl, bankingUrl, statusPath, caFile } = d1;
  return {
    d1: { authUrl, bankingUrl, statusPath, caFile, tokenEncoding: 'json' },
    limits: { startsPerSecond: 5 },
    pace: { greenSeconds: 1, requestedSeconds: 1 },
  };
}

test('a card goes to green, a newer order replaces it, and its failures show', async ({ desk }) => {
  desk.configure(configuration());
  await desk.provision(JSON.parse(readFileSync(d1.bundleFile, 'utf8')) as Bundle);
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await control('/order', { cardId: 'second-1' });
  await station.scan('second-1');
  await expectStage(station, { cardId: 'second-1', phase: 'requested', verdict: 'wait' });
  await control('/move', { cardId: 'second-1', to: 'ready' });
  await expectStage(station, { phase: 'at-printer', verdict: 'wait' });
  await control('/move', { cardId: 'second-1', to: 'done' });
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
  await control('/order', { cardId: 'second-1' });
  await expectStage(station, { cardId: 'second-1', phase: 'requested', verdict: 'wait' });
  await control('/move', { cardId: 'second-1', to: 'prod-exception' });
  await expectStage(station, { phase: 'production-failed', verdict: 'do-not-hand-over' });

  await control('/order', { cardId: 'second-2' });
  await control('/move', { cardId: 'second-2', to: 'data-exception' });
  await station.scan('second-2');
  const listed = station.page.locator('[data-testid="card"][data-card-id="second-2"]');
  await expect(listed).toHaveAttribute('data-phase', 'data-failed');
  await control('/order', { cardId: 'second-3' });
  await control('/move', { cardId: 'second-3', to: 'canceled' });
  await station.scan('second-3');
  const cancelled = station.page.locator('[data-testid="card"][data-card-id="second-3"]');
  await expect(cancelled).toHaveAttribute('data-phase', 'cancelled');
  await expect(cancelled).toHaveAttribute('data-verdict', 'do-not-hand-over');
  await station.scan('second-unknown');
  const unknown = station.page.locator('[data-testid="card"][data-card-id="second-unknown"]');
  await expect(unknown).toHaveAttribute('data-phase', 'not-found');
});

test('its short-lived tokens are renewed without a fault on the screen', async ({ desk }) => {
  test.setTimeout(150_000);
  desk.configure(configuration());
  await desk.provision(JSON.parse(readFileSync(d1.bundleFile, 'utf8')) as Bundle);
  const station = await desk.start();
  await control('/order', { cardId: 'second-4' });
  await station.scan('second-4');
  await expectStage(station, { phase: 'requested' });
  await station.page.evaluate(`(() => {
    window.faults = [];
    new MutationObserver(() => {
      for (const fault of document.querySelectorAll('[data-testid="fault"]')) window.faults.push(fault.dataset.cause);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  })()`);
  const since = Date.now();
  // A card that is read on past the end of two tokens; what is waited for is the newest of its reads.
  await expect
    .poll(
      async () => {
        const { requests } = (await (await fetch(`${d1.controlUrl}/requests`)).json()) as {
          requests: { path: string }[];
        };
        return Date.now() - since > PAST_ONE_TOKEN_MS
          ? requests.filter(({ path }) => path.endsWith('/oauth2/token')).length
          : 0;
      },
      { timeout: PAST_ONE_TOKEN_MS + 20_000, intervals: [1_000] },
    )
    .toBeGreaterThanOrEqual(3);
  expect(await station.page.evaluate('window.faults')).toEqual([]);
  await expectStage(station, { phase: 'requested', verdict: 'wait' });
});
