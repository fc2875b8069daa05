/** The runner of reg.exe with stand-ins for it: Windows' own is not on this system. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRegTool } from '../../../../main/kiosk/reg-tool.ts';

const KEY = 'HKLM\\SOFTWARE\\Policies\\Card Station';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reg-tool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is this shell script. */
function standIn(script: string, timeLimitMs?: number) {
  const program = join(folder, 'reg.exe');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  return createRegTool({ folder, program, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) });
}

describe.skipIf(process.platform === 'win32')('reg.exe', () => {
  it('is asked for the 64-bit view, without a shell, and with nothing of the environment', () => {
    process.env['REG_TOOL_TEST'] = 'leaked';
    const printed = standIn('/usr/bin/printf "%s|" "$@" "$REG_TOOL_TEST" "$SystemRoot"').query(`${KEY} & echo "x"`);
    delete process.env['REG_TOOL_TEST'];
    expect(printed).toEqual({ kind: 'printed', text: `query|${KEY} & echo "x"|/reg:64||C:\\Windows|` });
  });

  it('gives its output byte by byte', () => {
    expect(standIn(String.raw`/usr/bin/printf '\341\200A'`).query(KEY)).toEqual({ kind: 'printed', text: '\xe1\x80A' });
  });

  it('exports into a file of its own, which is gone afterwards', () => {
    const tool = standIn(`/usr/bin/printf "%s|" "$@" > "${folder}/arguments"; /usr/bin/printf AB > "$3"`);
    expect(tool.exportKey(KEY)).toEqual({ kind: 'exported', bytes: Buffer.from('AB') });
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toMatch(
      /^export\|HKLM\\SOFTWARE\\Policies\\Card Station\|.*policy-[0-9a-f-]{36}\.reg\|\/y\|\/reg:64\|$/,
    );
    expect(readdirSync(folder).sort()).toEqual(['arguments', 'reg.exe']);
  });

  it.each([
    ['exit 1', /^reg\.exe ended with code 1; this account must be allowed to run it and to read the policies$/],
    ['kill -9 $$', /^reg\.exe could not be run/],
    ['/usr/bin/head -c 2000000 /dev/zero', /^reg\.exe printed more than 1 MiB$/],
  ])('that does `%s` has failed, whatever was asked', (script, why) => {
    for (const answer of [standIn(script).query(KEY), standIn(script).exportKey(KEY)])
      expect(answer).toEqual({ kind: 'failed', why: expect.stringMatching(why) as unknown });
  });

  it('that hangs is ended', () => {
    expect(standIn('exec /usr/bin/sleep 60', 300).query(KEY)).toEqual({
      kind: 'failed',
      why: 'reg.exe gave no answer within 0.3 s',
    });
  });

  it('that is not there, or writes no file, has failed', () => {
    const missing = createRegTool({ folder, program: join(folder, 'none.exe') });
    expect(missing.query(KEY)).toEqual({ kind: 'failed', why: 'C:\\Windows\\System32\\reg.exe is not there' });
    expect(standIn('exit 0').exportKey(KEY)).toEqual({
      kind: 'failed',
      why: `the file that reg.exe exports into ${folder} is missing`,
    });
  });
});
