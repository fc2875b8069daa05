/** Where a figure is taken: a sandbox D1 over mutual TLS and the packaged station on it, provisioned into the keychain. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runCommand, StationApp, type StationPlace } from '../e2e/station-app.ts';
import type { RecordedRequest } from '../sandbox/record.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** Longest wait for something that takes a second or two, in ms; beyond it there is nothing to measure. */
export const PATIENCE_MS = 20_000;

export interface BenchDesk {
  readonly station: StationApp;
  readonly sandbox: Sandbox;
}

/** A station that is provisioned and not started. */
export interface PreparedDesk {
  readonly place: StationPlace;
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Writes another configuration of the same station, with the sandbox at this port, and gives its place. */
  configured(name: string, port: number): StationPlace;
}

type Groups = Readonly<Record<string, object>>;

/**
 * Runs `measure` on a station of its own, started with these groups of the configuration, and clears it all away.
 * Throws when the station could not be provisioned or started.
 */
export function atDesk<T>(program: string, groups: Groups, measure: (desk: BenchDesk) => Promise<T>): Promise<T> {
  return atPreparedDesk(program, groups, async ({ place, sandbox }) => {
    const station = await StationApp.launch(place);
    try {
      return await measure({ station, sandbox });
    } finally {
      await station.close().catch(() => undefined);
    }
  });
}

/** The same with a station that `measure` starts itself. */
export async function atPreparedDesk<T>(
  program: string,
  groups: Groups,
  measure: (desk: PreparedDesk) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-bench-'));
  const sandbox = await startSandbox();
  const configured = (name: string, port?: number): StationPlace => {
    const [authUrl, bankingUrl] = [sandbox.authUrl, sandbox.bankingUrl].map((url) => atPort(url, port));
    const configFile = join(folder, name);
    const d1 = { environment: 'sandbox', authUrl, bankingUrl, caFile: 'ca.pem', caMode: 'only' };
    const station = { name: 'Bench', persoStation: 'KIOSK-PS-101' };
    writeFileSync(configFile, JSON.stringify({ station, ...groups, d1 }));
    return { program, profileFolder: join(folder, 'profile'), configFile };
  };
  try {
    writeFileSync(join(folder, 'ca.pem'), sandbox.caPem);
    const place = configured('config.json');
    const bundleFile = join(folder, 'bundle.json');
    writeFileSync(bundleFile, JSON.stringify(sandbox.bundle), { mode: 0o600 });
    const { code, stderr } = await runCommand(place, 'provision', bundleFile);
    rmSync(bundleFile);
    if (code !== 0) throw new Error(`the station could not be provisioned: ${stderr.trim()}`);
    return await measure({ place, sandbox, folder, configured });
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The same address at another port. */
export function atPort(url: string, port: number | undefined): string {
  return port === undefined ? url : url.replace(/:\d+/, `:${String(port)}`);
}

/** Scans the card and waits until it is on screen, on stage or in the list, in this phase. Throws when it does not come. */
export async function bringUp({ station }: BenchDesk, cardId: string, phase: string): Promise<void> {
  await station.scan(cardId);
  const shown = station.page.locator(`[data-card-id="${cardId}"][data-phase="${phase}"]`).first();
  await shown.waitFor({ state: 'attached', timeout: PATIENCE_MS }).catch((cause: unknown) => {
    throw new Error(`${cardId} did not come on screen as ${phase} in ${PATIENCE_MS} ms`, { cause });
  });
}

/**
 * When the reads of this card reached the sandbox, from `since` on, in ms since 1970 and in the order of time.
 * Throws when one was not answered as it should: the pace after a fault is another one.
 */
export function readStarts({ sandbox }: BenchDesk, cardId: string, since: number): number[] {
  const reads = sandbox.control.requests().filter((request) => isRead(request, cardId) && request.realTime >= since);
  // A read that is on its way when the window ends has no status yet.
  const bad = reads.find(({ status }) => status !== null && status !== 200);
  if (bad !== undefined) throw new Error(`a read of ${cardId} ended with status ${String(bad.status)}`);
  return reads.map(({ realTime }) => realTime);
}

export function isRead(request: RecordedRequest, cardId: string): boolean {
  return request.kind === 'status' && request.cardId === cardId;
}

export function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a person who watches the bench should know; the figures alone go to standard output. */
export function note(text: string): void {
  process.stderr.write(`card-station: ${text}\n`);
}
