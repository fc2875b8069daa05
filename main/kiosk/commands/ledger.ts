/** `card-station ledger verify|export|accept`: what auditors and administrators ask of the record. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

import { codeOf } from '../../config/error-code.ts';
import { problemSentence } from '../../ledger/diagnose.ts';
import { exportLedger, type Exported } from '../../ledger/export.ts';
import { openLedger } from '../../ledger/open-ledger.ts';
import { verifyLedger, type Verification, type Verified } from '../../ledger/verify.ts';
import type { Command } from '../command-line.ts';
import type { Delivery } from '../delivery.ts';
import type { Keychain } from '../keychain.ts';
import { shortLineProblem } from '../short-line.ts';
import { faultSentence } from './fault-sentence.ts';
import type { Output } from './output.ts';

type LedgerCommand = Extract<Command, { kind: 'ledger' }>;

export interface LedgerSurroundings {
  readonly profileFolder: string;
  readonly keychain: Pick<Keychain, 'open'>;
  /** To the station that runs, where one does. */
  readonly deliver: (message: Delivery) => void;
  readonly output: Output;
}

/** Exported rows name people: the file is the owner's alone. */
const OWNER_ONLY = 0o600;

export async function runLedger(command: LedgerCommand, around: LedgerSurroundings): Promise<0 | 1> {
  switch (command.action) {
    case 'verify':
      return verify(command, around);
    case 'export':
      return exportTo(command, around);
    case 'accept':
      return accept(command, around);
  }
}

async function verify(
  { outputFile }: Extract<LedgerCommand, { action: 'verify' }>,
  { profileFolder, keychain, output }: LedgerSurroundings,
): Promise<0 | 1> {
  const opened = await keychain.open();
  const verified: Verification = opened.kind === 'fault' ? opened : await verifyLedger(profileFolder, opened.store);
  const { good, lines } = report(verified);
  const writeAll = (write: (text: string) => void): boolean => {
    for (const line of lines) write(`${line}\n`);
    return true;
  };
  const unwritten = outputFile === null ? null : intoFile(outputFile, writeAll);
  const last = lines.at(-1) ?? '';
  for (const line of lines.slice(0, -1)) {
    if (good) output.line(line);
    else output.error(line);
  }
  if (good) output.line(last);
  else output.failed(last);
  // After the verdict, which took its time and is not lost with the file.
  if (unwritten !== null) return output.failed(unwritten);
  return good ? 0 : 1;
}

/** What was found, in lines; the last one is the whole of it. */
function report(verified: Verification): { readonly good: boolean; readonly lines: readonly string[] } {
  switch (verified.kind) {
    case 'nothing':
      return { good: true, lines: ['Verified: nothing has been recorded yet.'] };
    case 'fault':
      return { good: false, lines: [faultSentence(verified.fault)] };
    case 'verified':
      return reportOf(verified);
  }
}

function reportOf(verified: Verified): { readonly good: boolean; readonly lines: readonly string[] } {
  const { diagnosis, rows, tail, checkpoint, problems, problemCount, starts, oldProblems } = verified;
  const lines: string[] = [];
  if (checkpoint.count > 0) lines.push(`Rows up to ${String(checkpoint.count)} were removed after their time.`);
  for (const problem of oldProblems) lines.push(`Known: ${problemSentence(problem, 1)}`);
  for (const { number, at, why, accepted, acceptedBy } of starts) {
    const verdict = accepted ? `accepted by ${acceptedBy ?? 'nobody named'}` : 'not accepted yet';
    lines.push(`The record began anew with row ${String(number)} of ${new Date(at).toISOString()}, ${verdict}: ${why}`);
  }
  if (diagnosis.kind === 'trouble') {
    for (const problem of problems.slice(1)) lines.push(problemSentence(problem, 1));
    if (problemCount > problems.length) lines.push(`And ${String(problemCount - problems.length)} more.`);
    return { good: false, lines: [...lines, `Not whole (${diagnosis.cause}): ${diagnosis.detail}`] };
  }
  const summary = `${String(rows)} ${rows === 1 ? 'row' : 'rows'} verified; head: ${String(tail.count)} ${tail.mac}`;
  return starts.some((one) => !one.accepted)
    ? { good: false, lines: [...lines, `The record began anew and nobody has accepted it. ${summary}`] }
    : { good: true, lines: [...lines, `Whole: ${summary}`] };
}

function exportTo(
  { period, format, outputFile }: Extract<LedgerCommand, { action: 'export' }>,
  { profileFolder, output }: LedgerSurroundings,
): 0 | 1 {
  let exported: Exported | null = null;
  const failed = intoFile(outputFile, (write) => {
    exported = exportLedger(profileFolder, period, format, write);
    return exported.kind === 'exported';
  });
  const result = exported as Exported | null;
  if (result?.kind === 'nothing') return output.failed(`There is no record in ${profileFolder}.`);
  if (result?.kind === 'fault') return output.failed(faultSentence(result.fault));
  if (failed !== null || result === null) return output.failed(failed ?? 'Nothing was exported.');
  output.line(`Exported: ${String(result.actions)} ${result.actions === 1 ? 'row' : 'rows'}.`);
  return 0;
}

async function accept(
  { by, reason }: Extract<LedgerCommand, { action: 'accept' }>,
  { profileFolder, keychain, deliver, output }: LedgerSurroundings,
): Promise<0 | 1> {
  const problem = shortLineProblem('The name', by) ?? (reason === null ? null : shortLineProblem('The reason', reason));
  if (problem !== null) return output.failed(problem);
  const store = await keychain.open();
  if (store.kind === 'fault') return output.failed(faultSentence(store.fault));
  const opened = openLedger(profileFolder);
  if (opened.kind === 'fault') return output.failed(faultSentence(opened.fault));
  const { ledger } = opened;
  try {
    const unlocked = await ledger.unlock(store.store);
    if (unlocked.standing === 'failing') return output.failed(faultSentence(unlocked.fault));
    if (unlocked.standing === 'accepted') {
      output.line('There is nothing to accept: the record is whole.');
      return 0;
    }
    const recorded = ledger.accept(by.trim(), reason?.trim() ?? null);
    if (recorded.kind === 'fault') return output.failed(faultSentence(recorded.fault));
    const headFault = await recorded.head;
    if (headFault !== null) return output.failed(faultSentence(headFault));
    output.line(`Accepted with row ${String(recorded.action.number)}: ${unlocked.why.cause}. ${unlocked.why.detail}`);
    // The station that runs reads the record again and finds it accepted.
    deliver({ kind: 'ledger-accepted' });
    return 0;
  } finally {
    ledger.close();
  }
}

/**
 * Makes the file, never over another one, and takes it away when `work` or the disk fails. Null when all is on disk, else
 * a sentence.
 */
function intoFile(path: string, work: (write: (text: string) => void) => boolean): string | null {
  let made = false;
  try {
    const file = openSync(path, 'wx', OWNER_ONLY);
    made = true;
    try {
      if (work((text) => void writeSync(file, text))) {
        fsyncSync(file);
        return null;
      }
    } finally {
      closeSync(file);
    }
    rmSync(path, { force: true });
    return 'Nothing was exported.';
  } catch (error) {
    if (made) rmSync(path, { force: true });
    const code = codeOf(error);
    return code === 'EEXIST' ? 'The output file is there already.' : `The output file cannot be written: ${code}.`;
  }
}
