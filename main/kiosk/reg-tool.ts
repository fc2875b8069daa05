/** reg.exe of Windows behind its port: where it is, how long it may take, and where it puts its export. Wiring only. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, win32 } from 'node:path';

import { MAX_FILE_BYTES, readFileBounded } from '../config/config-file.ts';
import type { RegTool } from '../config/registry/windows-policy.ts';

/**
 * Not %SystemRoot%: a process of the kiosk account could start the station with another value of it, and with a reg.exe of
 * its own. Windows is installed here unless somebody chose otherwise; then the station says that reg.exe is not there.
 */
const WINDOWS = 'C:\\Windows';
const SYSTEM32 = win32.join(WINDOWS, 'System32');

/** It takes some hundredths of a second; a PC that is just starting may need much more. In ms. */
const TIME_LIMIT_MS = 10_000;

interface RegToolOptions {
  /** Where an export lies for the moment between its writing and its reading; the account's own. */
  readonly folder: string;
  /** Other than Windows' own: for tests. */
  readonly program?: string;
  readonly timeLimitMs?: number;
}

/** Blocks while reg.exe runs: the configuration is needed before anything else can begin. */
export function createRegTool({
  folder,
  program = win32.join(SYSTEM32, 'reg.exe'),
  timeLimitMs = TIME_LIMIT_MS,
}: RegToolOptions): RegTool {
  /** What it prints. Throws Node's error. */
  function run(args: readonly string[]): string {
    return execFileSync(program, [...args, '/reg:64'], {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_FILE_BYTES,
      windowsHide: true,
      shell: false,
      // Neither the search path of the session nor its idea of where Windows is; of the rest Node adds what Windows needs.
      env: { SystemRoot: WINDOWS, windir: WINDOWS, PATH: SYSTEM32 },
    });
  }

  return {
    query: (key) => {
      try {
        return { kind: 'printed', text: run(['query', key]) };
      } catch (error) {
        return { kind: 'failed', why: reason(error, timeLimitMs) };
      }
    },
    exportKey: (key) => {
      const path = join(folder, `policy-${randomUUID()}.reg`);
      try {
        run(['export', key, path, '/y']);
        const reading = readFileBounded(path, MAX_FILE_BYTES);
        if (reading.kind === 'read') return { kind: 'exported', bytes: reading.bytes };
        return { kind: 'failed', why: `the file that reg.exe exports into ${folder} is ${reading.kind}` };
      } catch (error) {
        return { kind: 'failed', why: reason(error, timeLimitMs) };
      } finally {
        remove(path);
      }
    },
  };
}

/** No secret is in it: the policy is every account's to read. What stays behind does no harm. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Held by another program, such as a virus scanner.
  }
}

/** Why reg.exe gave no answer, as the end of "cannot be read: …". Never its own words: they may be in any language. */
function reason(error: unknown, timeLimitMs: number): string {
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  switch (code) {
    case 'ENOENT':
      return `${win32.join(SYSTEM32, 'reg.exe')} is not there`;
    case 'ETIMEDOUT':
      return `reg.exe gave no answer within ${String(timeLimitMs / 1_000)} s`;
    case 'ENOBUFS':
      return 'reg.exe printed more than 1 MiB';
    default:
      return typeof status === 'number'
        ? `reg.exe ended with code ${String(status)}; this account must be allowed to run it and to read the policies`
        : `reg.exe could not be run (${typeof code === 'string' ? code : 'unknown reason'})`;
  }
}
