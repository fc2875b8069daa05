import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { readBounded } from '../../../../main/kiosk/commands/bounded-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'card-station-bounded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NO_FILE = { kind: 'unreadable', why: 'it is not a plain file' };

it('reads a file that was given to a command, up to its bound', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'four');
  expect(await readBounded(file, 4)).toEqual({ kind: 'text', text: 'four' });
  expect(await readBounded(file, 3)).toEqual({ kind: 'unreadable', why: 'it is larger than 3 bytes' });
  expect(await readBounded(join(folder, 'missing'), 4)).toEqual({ kind: 'unreadable', why: 'ENOENT' });
});

it.skipIf(process.platform === 'win32')('waits for no pipe, and takes neither folder nor device', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = readBounded(pipe, 4);
  const late = new Promise((resolve) => setTimeout(resolve, 2_000, 'still waiting'));
  expect(await Promise.race([read, late]).finally(() => letGo(pipe))).toEqual(NO_FILE);
  expect(await readBounded(folder, 4)).toEqual(NO_FILE);
  expect(await readBounded('/dev/zero', 4)).toEqual(NO_FILE);
});

/** Whoever still waits for a writer has had one now. */
function letGo(pipe: string): void {
  closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
}
