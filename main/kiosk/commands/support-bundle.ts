/** `card-station support-bundle --output FILE [--self-test]`: one text for support, beside a running station. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Loaded } from '../../config/load.ts';
import { summariseCredentials } from '../../credentials/credentials-summary.ts';
import { LOG_FILE, OLDER_LOG_FILE } from '../../diagnostics/log.ts';
import { verifyLedger } from '../../ledger/verify.ts';
import type { Clock } from '../../tracking/instant.ts';
import type { SelfTestRun } from '../administrator/self-test.ts';
import { settingLines } from '../administrator/settings-list.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import { logLines } from '../support/log-lines.ts';
import { supportText, type SupportParts } from '../support/support-bundle.ts';
import { readBounded } from './bounded-file.ts';
import { newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';
import { selfTestLines } from './self-test.ts';

export interface SupportSurroundings {
  readonly loaded: Loaded;
  readonly versions: Readonly<Record<string, string>>;
  readonly profileFolder: string;
  readonly keychain: Pick<Keychain, 'open'>;
  readonly beginSelfTest: () => SelfTestRun;
  readonly clock: Clock;
  readonly output: Output;
}

/** A person reads through them, and a busy day of a branch is in them. */
const LOG_LINES = 500;
/** The figures of a station take some KiB; a file much larger than that is another one. */
const MAX_METRICS_BYTES = 262_144;

export async function runSupportBundle(
  { outputFile, selfTest }: Extract<Command, { kind: 'support-bundle' }>,
  around: SupportSurroundings,
): Promise<0 | 1> {
  const { loaded, profileFolder, clock, output } = around;
  const text = supportText({
    now: clock.now().wall,
    versions: around.versions,
    profileFolder,
    configuration: configurationOf(loaded),
    ...(await fromKeychain(around)),
    selfTest: selfTest ? await selfTestOf(around) : null,
    metrics: await metricsOf(loaded),
    log: logLines(await logText(join(profileFolder, 'logs')), LOG_LINES),
  });
  const problem = await newFileProblem(outputFile, text);
  if (problem !== null) return output.failed(problem);
  output.line('Written. Read it before you send it.');
  return 0;
}

function configurationOf(loaded: Loaded): SupportParts['configuration'] {
  if (loaded.kind === 'problems') return loaded;
  return { kind: 'settings', lines: settingLines(loaded.config, loaded.origins) };
}

async function fromKeychain({
  keychain,
  profileFolder,
  clock,
}: SupportSurroundings): Promise<Pick<SupportParts, 'credentials' | 'record'>> {
  const opened = await keychain.open();
  if (opened.kind === 'fault') return { credentials: opened, record: opened };
  const credentials = await summariseCredentials(opened.store, profileFolder, clock.now().wall);
  return { credentials, record: await verifyLedger(profileFolder, opened.store) };
}

async function selfTestOf({ beginSelfTest, clock }: SupportSurroundings): Promise<readonly string[]> {
  const lines: string[] = [];
  await selfTestLines(beginSelfTest, clock, (line) => lines.push(line));
  return lines;
}

async function metricsOf(loaded: Loaded): Promise<string | null> {
  const file = loaded.kind === 'ok' ? loaded.config.metrics.file : undefined;
  if (file === undefined) return null;
  const read = await readBounded(file, MAX_METRICS_BYTES);
  return read.kind === 'text' ? read.text : null;
}

/** The log never takes more than two files of 5 MiB. */
async function logText(folder: string): Promise<string> {
  const parts = [OLDER_LOG_FILE, LOG_FILE].map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(parts)).join('');
}
