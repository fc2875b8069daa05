import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runProvision } from '../../../../main/kiosk/commands/provision.ts';
import { runSealBundle } from '../../../../main/kiosk/commands/seal-bundle.ts';
import { createIdentity, type Bundle } from '../../../sandbox/bundle.ts';
import { configOf, loadText, SMALLEST } from '../config/fake-files.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { outputInto } from './output-into.ts';

const PASSPHRASE = 'correct horse battery staple';

let folder: string;
let bundle: Bundle;
let printed: string[];
const output = outputInto(() => printed);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-seal-'));
  ({ bundle } = await createIdentity(null));
  printed = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);

function parsed<K extends Command['kind']>(kind: K, ...args: string[]): Extract<Command, { kind: K }> {
  const command = parseCommandLine(args, true);
  if (command.kind !== kind) throw new Error(`expected ${kind}, got ${command.kind}`);
  return command as Extract<Command, { kind: K }>;
}

function seal(text = JSON.stringify(bundle), passphrase = `${PASSPHRASE}\n`): Promise<0 | 1> {
  writeFileSync(path('plain.json'), text);
  writeFileSync(path('passphrase.txt'), passphrase);
  const args = ['--passphrase-file', path('passphrase.txt'), '--output', path('bundle.jwe')];
  return runSealBundle(parsed('seal-bundle', 'seal-bundle', path('plain.json'), ...args), output);
}

function provision(passphrase: string | null): Promise<0 | 1> {
  const store = createKeychainStore(new MemoryKeychain());
  if (passphrase !== null) writeFileSync(path('typed.txt'), `${passphrase}\n`);
  const option = passphrase === null ? [] : ['--passphrase-file', path('typed.txt')];
  return runProvision(
    parsed('provision', 'provision', path('bundle.jwe'), ...option),
    configOf(loadText(SMALLEST)),
    { open: () => Promise.resolve({ kind: 'store', store }), close: () => undefined },
    path('profile'),
    output,
  );
}

function expectNoSecret(): void {
  expect(printed.join('\n')).not.toMatch(/PRIVATE|MIG[A-Za-z0-9+/]{20}/);
  expect(printed.join('\n')).not.toContain(PASSPHRASE);
}

describe('seal-bundle', () => {
  it('makes a file for its owner alone, which provision opens with the passphrase', async () => {
    expect(await seal()).toBe(0);
    if (process.platform !== 'win32') expect(statSync(path('bundle.jwe')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path('bundle.jwe'), 'utf8')).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await provision(PASSPHRASE)).toBe(0);
    expect(printed.join('\n')).toMatch(/Delete the passphrase file/);
    expectNoSecret();
  });

  it('never writes over a file', async () => {
    writeFileSync(path('bundle.jwe'), 'precious');
    expect(await seal()).toBe(1);
    expect(printed).toEqual(['The output file is there already.']);
    expect(readFileSync(path('bundle.jwe'), 'utf8')).toBe('precious');
  });

  it.each<[string, string | undefined, string | undefined, RegExp]>([
    ['a bundle that no station would take', '{}', undefined, /issuerId is missing/],
    ['no bundle', 'hello', undefined, /not valid JSON/],
    ['a sealed bundle', 'eyJhbGciOiJkaXIifQ..A.A.A', undefined, /sealed already/],
    ['a file of 97 KiB', ' '.repeat(97 * 1024), undefined, /96 KiB/],
    ['a short passphrase', undefined, 'fifteen letters', /at least 16/],
    ['an empty passphrase', undefined, '\n', /empty/],
    ['a book for a passphrase', undefined, 'x'.repeat(1_025), /1 KiB/],
  ])('refuses %s and writes nothing', async (_words, text, passphrase, words) => {
    expect(await seal(text, passphrase)).toBe(1);
    expect(printed.join('\n')).toMatch(words);
    expect(() => statSync(path('bundle.jwe'))).toThrow('ENOENT');
    expectNoSecret();
  });

  it('asks for a station of any environment', async () => {
    expect(await seal()).toBe(0);
    expect(printed.filter((line) => line.startsWith('Warning'))).toEqual([]);
  });
});

describe('provision with a sealed bundle', () => {
  it.each<[string, string | null, RegExp]>([
    ['a wrong passphrase', 'another horse battery staple', /passphrase is wrong, or/],
    ['no passphrase', null, /--passphrase-file/],
  ])('and %s ends with 1 in one sentence', async (_words, passphrase, words) => {
    await seal();
    printed = [];
    expect(await provision(passphrase)).toBe(1);
    expect(printed[0]).toMatch(words);
    expect(printed[1]).toBe('Nothing was stored.');
    expect(printed.join()).not.toContain('another horse');
  });

  it('refuses a passphrase for a plain one: somebody takes it for sealed', async () => {
    writeFileSync(path('bundle.jwe'), JSON.stringify(bundle));
    expect(await provision(PASSPHRASE)).toBe(1);
    expect(printed[0]).toMatch(/plain/);
  });
});
