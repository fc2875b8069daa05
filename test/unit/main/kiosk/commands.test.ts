import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readWindowsPolicy } from '../../../../main/config/registry/windows-policy.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { isPin } from '../../../../main/credentials/pin-hash.ts';
import { readPin } from '../../../../main/credentials/pin-store.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runConfig } from '../../../../main/kiosk/commands/config.ts';
import type { Output } from '../../../../main/kiosk/commands/output.ts';
import { runProvision } from '../../../../main/kiosk/commands/provision.ts';
import { runWatch } from '../../../../main/kiosk/commands/watch.ts';
import type { Delivered } from '../../../../main/kiosk/delivered.ts';
import { Delivery } from '../../../../main/kiosk/delivery.ts';
import { createIdentity } from '../../../sandbox/bundle.ts';
import { configOf, fakeFiles, loadFrom, loadText, SMALLEST } from '../config/fake-files.ts';
import { fakeReg } from '../config/registry/fake-registry.ts';
import type { Values } from '../config/registry/fake-registry.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { outputInto } from './output-into.ts';

function printed(): Output & { readonly out: string[]; readonly err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  return {
    out,
    err,
    ...outputInto(
      () => out,
      () => err,
    ),
  };
}

function command<K extends Command['kind']>(kind: K, ...args: string[]): Extract<Command, { kind: K }> {
  const parsed = parseCommandLine(args, true);
  if (parsed.kind !== kind) throw new Error(`expected ${kind}, got ${parsed.kind}`);
  return parsed as Extract<Command, { kind: K }>;
}

describe('watch', () => {
  it('hands the card over as data that the station accepts, and ends with 0', async () => {
    const output = printed();
    const delivered: Delivery[] = [];
    const deliver = (message: Delivery): Promise<Delivered> => {
      delivered.push(message);
      return Promise.resolve({ kind: 'taken' });
    };
    expect(
      await runWatch(
        command('watch', 'watch', ' card-1 ', '--operation', 'op', '--reference', 'Desk 2'),
        false,
        deliver,
        output,
      ),
    ).toBe(0);
    expect(delivered.map((one) => Delivery.parse(one))).toEqual([
      { kind: 'watch', cardId: 'card-1', operationId: 'op', reference: 'Desk 2' },
    ]);
    expect(output.out).toEqual(['Delivered: card-1']);
  });

  it('ends with 1 and one line when no station runs', async () => {
    const output = printed();
    const nobody = (): Promise<Delivered> => Promise.resolve({ kind: 'nobody' });
    expect(await runWatch(command('watch', 'watch', 'card-1'), false, nobody, output)).toBe(1);
    expect(output.err).toHaveLength(1);
    const why = 'The profile folder cannot be written.';
    const failed = (): Promise<Delivered> => Promise.resolve({ kind: 'failed', why });
    expect(await runWatch(command('watch', 'watch', 'card-1'), false, failed, output)).toBe(1);
    expect(output.err[1]).toBe(why);
    expect(output.out).toEqual([]);
  });

  it.each([['4111111111111111'], ['%B4111111111111111^X^2812'], ['a b'], ['']])(
    'ends with 1 for %j, delivers nothing and repeats no number',
    async (cardId) => {
      const output = printed();
      expect(await runWatch(command('watch', 'watch', cardId), false, () => expect.unreachable(), output)).toBe(1);
      expect(output.err.join()).toMatch(/\.$/);
      expect(output.err.join()).not.toContain('4111');
    },
  );
});

describe('config', () => {
  it('check ends with 0 for a complete configuration and says so', () => {
    const output = printed();
    expect(runConfig('check', () => loadText(SMALLEST), output)).toBe(0);
    expect(output.out).toHaveLength(1);
  });

  it('check ends with 1 and a line for each problem', () => {
    const output = printed();
    expect(
      runConfig('check', () => loadText({ ...SMALLEST, limits: { freshnessLimitSeconds: 900 }, unknown: {} }), output),
    ).toBe(1);
    expect(output.err.join('\n')).toMatch(/limits\.freshnessLimitSeconds/);
    expect(output.err.join('\n')).toMatch(/unknown/);
    expect(output.err.at(-1)).toMatch(/^2 problems/);
    expect(output.out).toEqual([]);
  });

  it('check tells what is wrong in the file of the reasons, by its place there', () => {
    const output = printed();
    const readFile = fakeFiles({
      '/config.json': { ...SMALLEST, reasons: { file: 'reasons.json' } },
      '/reasons.json': { CB_TIME: { en: { do: 'Keep it' } } },
    });
    expect(runConfig('check', () => loadFrom({}, { machineFile: '/config.json', readFile }), output)).toBe(1);
    expect(output.err[0]).toMatch(/^\/reasons\.json: CB_TIME\.en\.words: is missing/);
    expect(output.err.at(-1)).toMatch(/^1 problem /);
  });

  it('print gives JSON with every value and where it comes from', () => {
    const output = printed();
    expect(runConfig('print', () => loadText(SMALLEST), output)).toBe(0);
    const shown = JSON.parse(output.out.join('\n')) as { config: typeof SMALLEST; origins: Record<string, string> };
    expect(shown.config.station).toEqual(SMALLEST.station);
    expect(Object.keys(shown.origins)).toContain('limits.maxCards');
  });

  it('names what the policy of Windows has set, and what is wrong with it, by its place in the registry', () => {
    const withPolicy = (values: Values) => () =>
      loadFrom({ machineFile: SMALLEST }, { policy: () => readWindowsPolicy(fakeReg(values)) });
    const output = printed();
    expect(runConfig('print', withPolicy({ 'limits.maxCards': 20 }), output)).toBe(0);
    const { origins } = JSON.parse(output.out.join('\n')) as { origins: Record<string, string> };
    expect(origins).toMatchObject({
      'limits.maxCards': 'HKLM\\SOFTWARE\\Policies\\Card Station',
      'station.name': '/machine/config.json',
      'limits.startsPerSecond': 'default',
    });
    expect(runConfig('check', withPolicy({ 'limits.maxCards': '20' }), output)).toBe(1);
    expect(output.err).toEqual([
      'HKLM\\SOFTWARE\\Policies\\Card Station: limits.maxCards: must be a REG_DWORD with a whole number of cards from 1 to 60; it is a REG_SZ',
      '1 problem in the configuration.',
    ]);
  });

  it('schema needs no configuration', () => {
    const output = printed();
    expect(runConfig('schema', () => expect.unreachable(), output)).toBe(0);
    expect(JSON.parse(output.out.join('\n'))).toMatchObject({ type: 'object' });
  });
});

describe('provision', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-provision-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keychain = {
    open: () => Promise.resolve({ kind: 'store', store: createKeychainStore(new MemoryKeychain()) } as const),
    close: () => undefined,
  };
  const run = (
    file: string,
    output: Output,
    from: Parameters<typeof runProvision>[2] = keychain,
  ): ReturnType<typeof runProvision> =>
    runProvision(command('provision', 'provision', file), configOf(loadText(SMALLEST)), from, folder, output);

  it('stores a good bundle, names what it stored and no secret, and ends with 0', async () => {
    const { bundle } = await createIdentity(null);
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(bundle));
    const output = printed();
    expect([await run(file, output), output.err.filter((line) => !line.startsWith('Warning'))]).toEqual([0, []]);
    expect(output.out.join('\n')).toContain(bundle.issuerId);
    expect([...output.out, ...output.err].join('\n')).not.toMatch(/PRIVATE|MIG[A-Za-z0-9+/]{20}/);
  });

  it.each<[string, string | Buffer | null]>([
    ['a file that is missing', null],
    ['a file that is no bundle', 'hello'],
    ['an empty file', ''],
  ])('ends with 1 for %s and stores nothing', async (_words, content) => {
    const file = join(folder, 'bundle.json');
    if (content !== null) writeFileSync(file, content);
    const output = printed();
    expect(await run(file, output)).toBe(1);
    expect(output.out).toEqual([]);
    expect(output.err.length).toBeGreaterThan(0);
  });

  it('does not read a file of more than 64 KiB, whatever it begins with', async () => {
    const { bundle } = await createIdentity(null);
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(bundle).padEnd(65_537, ' '));
    const output = printed();
    expect(await run(file, output)).toBe(1);
    expect(output.err.join()).toMatch(/64 KiB/);
  });

  describe('with a PIN file', () => {
    const PIN = '482913';
    const bundleFile = async (): Promise<string> => {
      const file = join(folder, 'bundle.json');
      writeFileSync(file, JSON.stringify((await createIdentity(null)).bundle));
      return file;
    };
    const withPin = async (
      content: string | Buffer | null,
      output: Output,
      accounts = new MemoryKeychain(),
    ): Promise<{ code: number; accounts: MemoryKeychain }> => {
      const file = join(folder, 'pin.txt');
      if (content !== null) writeFileSync(file, content);
      const store = createKeychainStore(accounts);
      const code = await runProvision(
        command('provision', 'provision', await bundleFile(), '--replace', '--pin-file', file),
        configOf(loadText(SMALLEST)),
        { ...keychain, open: () => Promise.resolve({ kind: 'store', store }) },
        folder,
        output,
      );
      return { code, accounts };
    };

    it.each([
      ['one line', `${PIN}\n`],
      ['no line end', PIN],
      ['a line end of Windows and more below', `\uFEFF${PIN}\r\nthe PIN of desk 2\r\n`],
    ])('of %s sets the PIN, says so, and prints nothing of it', async (_words, content) => {
      const output = printed();
      const { code, accounts } = await withPin(content, output);
      expect([code, output.err.filter((line) => !line.startsWith('Warning'))]).toEqual([0, []]);
      expect(output.out.join('\n')).toMatch(/PIN is set\. Delete the PIN file/);
      const stored = await readPin(createKeychainStore(accounts));
      expect(stored.kind === 'pin' && (await isPin(new Secret(PIN), stored.hash))).toBe(true);
      expect([...output.out, ...output.err].join('\n')).not.toContain(PIN);
      expect([...accounts.accounts.values()].join('\n')).not.toContain(PIN);
    });

    it.each([
      ['a missing file', null, /ENOENT/],
      ['an empty file', '', /empty/],
      ['an empty first line', `\n${PIN}\n`, /empty/],
      ['too few digits', '48291\n', /6 to 12/],
      ['too many digits', '4829134829134\n', /6 to 12/],
      ['a sign among the digits', '48291x\n', /digits 0 to 9/],
      ['a space at the end', `${PIN} \n`, /digits 0 to 9/],
      ['one digit over and over', '777777\n', /same digit/],
      ['digits in a row', '456789\n', /in a row/],
      ['a whole book', PIN.repeat(100), /256 bytes/],
    ])('that is %s ends with 1, stores nothing, and repeats nothing of it', async (_words, content, words) => {
      const output = printed();
      const { code, accounts } = await withPin(content, output);
      expect(code).toBe(1);
      expect(output.err.join('\n')).toMatch(words);
      const line = (content ?? '').trim();
      if (line !== '') expect(output.err.join('\n')).not.toContain(line.slice(0, 12));
      expect(accounts.changes).toBe(0);
    });

    it('is told apart from none: the PIN that is set stays, and where none is set that is said', async () => {
      const accounts = new MemoryKeychain();
      const again = async (): Promise<string> => {
        const output = printed();
        const store = createKeychainStore(accounts);
        const from = { ...keychain, open: () => Promise.resolve({ kind: 'store', store } as const) };
        const parsed = command('provision', 'provision', await bundleFile(), '--replace');
        expect(await runProvision(parsed, configOf(loadText(SMALLEST)), from, folder, output)).toBe(0);
        return output.out.at(-1) ?? '';
      };
      expect(await again()).toMatch(/No administrator's PIN is set/);
      await withPin(PIN, printed(), accounts);
      expect(await again()).toMatch(/the one that was set before/);
    });
  });

  it('ends with 1 when the keychain cannot be opened', async () => {
    const { bundle } = await createIdentity(null);
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(bundle));
    const output = printed();
    const locked = {
      kind: 'fault',
      fault: { family: 'keychain', cause: 'locked', detail: 'made up', correlationId: null },
    } as const;
    expect(await run(file, output, { ...keychain, open: () => Promise.resolve(locked) })).toBe(1);
    expect(output.err.join()).toMatch(/locked/);
  });
});

describe('a delivery', () => {
  it.each([
    { kind: 'show' },
    { kind: 'credentials-changed' },
    { kind: 'watch', cardId: 'card' },
    { kind: 'watch', cardId: 'card', operationId: 'op', reference: 'Desk' },
  ])('%j is taken', (message) => {
    expect(Delivery.safeParse(message).success).toBe(true);
    expect(Delivery.safeParse({ ...message, extra: true }).success).toBe(false);
  });

  it.each([
    null,
    undefined,
    'show',
    [],
    {},
    { kind: 'hand-over' },
    { kind: 'watch' },
    { kind: 'watch', cardId: 7 },
    { kind: 'watch', cardId: 'x'.repeat(513) },
  ])('%j is not', (message) => {
    expect(Delivery.safeParse(message).success).toBe(false);
  });
});
