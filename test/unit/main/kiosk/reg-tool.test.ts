/** The runner of reg.exe with stand-ins for it; on Windows, where the release is built, with the true one. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readWindowsPolicy } from '../../../../main/config/registry/windows-policy.ts';
import { createRegTool } from '../../../../main/kiosk/reg-tool.ts';
import { exportText, withMark } from '../config/registry/fake-registry.ts';

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

describe.runIf(process.platform === 'win32')('the reg.exe of this Windows', () => {
  it('says for certain whether there is a policy', () => {
    expect(readWindowsPolicy(createRegTool({ folder })).kind).toMatch(/^(none|read)$/);
  });

  // Only where the PC is thrown away afterwards: it writes into the policies of the machine.
  it.runIf(process.env['CI'] === 'true')('gives back what was written, whatever the code page of the console', () => {
    const reg = (...args: readonly string[]) => execFileSync('C:\\Windows\\System32\\reg.exe', [...args, '/reg:64']);
    const file = join(folder, 'policy.reg');
    const written = {
      'station.name': 'Zürich 東京 مكتب',
      'd1.caFile': 'C:\\Bank "x"\\ca.pem',
      'limits.maxCards': 20,
      'sound.muted': 1,
      'checkList.items': ['Identity seen', 'Übereinstimmend, geprüft 卡'],
    };
    writeFileSync(file, withMark(exportText(written)));
    try {
      reg('import', file);
      expect(readWindowsPolicy(createRegTool({ folder }))).toEqual({
        kind: 'read',
        name: KEY,
        problems: [],
        values: {
          station: { name: written['station.name'] },
          d1: { caFile: written['d1.caFile'] },
          limits: { maxCards: 20 },
          sound: { muted: true },
          checkList: { items: written['checkList.items'] },
        },
      });
    } finally {
      reg('delete', KEY, '/f');
    }
    expect(readWindowsPolicy(createRegTool({ folder }))).toEqual({ kind: 'none', name: KEY });
  });
});
