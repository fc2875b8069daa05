/** A station that is killed at any moment: what it said was recorded is there, and the record is whole. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { verifyLedger } from '../../../../main/ledger/verify.ts';
import { fileKeychain } from './file-keychain.ts';
import { temporaryFolder } from './ledger-under-test.ts';

const CHILD = fileURLToPath(new URL('recording-child.ts', import.meta.url));
const KILLS = 20;
/** Killed on these many acknowledged actions after its start, so that no two kills fall alike. */
const ACKNOWLEDGED = [1, 2, 3, 5, 8, 13, 21, 34];

/** Starts a station, kills it after it said so often that something was recorded; gives all that it said. */
async function recordUntilKilled(folder: string, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (lines.length === acknowledgements + 1) child.kill('SIGKILL');
  });
  const signal = await new Promise((ended) => child.on('close', (_code, by) => ended(by)));
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${errors}`);
  return lines;
}

it(`loses nothing over ${String(KILLS)} kills`, { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const store = fileKeychain(join(folder, 'keychain.json'));
  const acknowledged = new Map<number, string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const [standing, ...lines] = await recordUntilKilled(folder, ACKNOWLEDGED[kill % ACKNOWLEDGED.length]!);
    expect(standing).toBe('standing accepted');
    for (const line of lines) {
      const [, number, cardId = ''] = line.split(' ');
      acknowledged.set(Number(number), cardId);
    }
    const verified = await verifyLedger(folder, store);
    expect(verified).toMatchObject({ kind: 'verified', diagnosis: { kind: 'whole' }, problems: [] });
  }
  const opened = openLedger(folder);
  if (opened.kind === 'fault') throw new Error(opened.fault.detail);
  const read = opened.ledger.actionsSince(0);
  if (read.kind === 'fault') throw new Error(read.fault.detail);
  const kept = new Map(read.actions.map((one) => [one.number, one.cardId]));
  for (const [number, cardId] of acknowledged) expect(kept.get(number)).toBe(cardId);
  expect(acknowledged.size).toBeGreaterThan(KILLS);
  // Rows that were written and not said any more are at most one for each kill and never leave a gap.
  expect(read.actions.map((one) => one.number)).toEqual(read.actions.map((_one, index) => index + 1));
  opened.ledger.close();
});
