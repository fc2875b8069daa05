/** The configuration of the packages that cannot be built on every system: right by electron-builder's own schema. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SHIPPING_FUSES } from '../../security/items.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

interface BuilderConfig {
  readonly [key: string]: unknown;
  readonly protocols: readonly { readonly schemes: readonly string[] }[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly icon: string; readonly target: readonly string[] };
  readonly win: {
    readonly icon: string;
    readonly target: readonly string[];
    readonly extraFiles: readonly { readonly from: string; readonly to: string }[];
  };
  readonly mac: { readonly icon: string; readonly entitlements: string; readonly target: string };
  readonly nsis: Readonly<Record<string, unknown>>;
  readonly msi: Readonly<Record<string, unknown>>;
}
interface Task {
  builderConfig(): BuilderConfig;
  checkBuilderConfig(config: unknown): Promise<void>;
}
const { builderConfig, checkBuilderConfig } = (await import(join(ROOT, '.config/tasks/builder-config.mjs'))) as Task;
const config = builderConfig();

describe('electron-builder.yml', () => {
  it('is what the schema of electron-builder allows', async () => {
    await expect(checkBuilderConfig(config)).resolves.toBeUndefined();
  });

  it.each([
    ['nsis', { ...config, nsis: { ...config.nsis, silent: true } }],
    ['msi', { ...config, msi: { ...config.msi, perMachine: 'yes' } }],
    ['mac', { ...config, mac: { ...config.mac, target: 7 } }],
  ])('a setting of %s that does not exist would be found', async (_target, wrong) => {
    await expect(checkBuilderConfig(wrong)).rejects.toThrow();
  });

  it('makes what a bank rolls out: for the machine, without a question, and without a start of its own', () => {
    expect(config.win.target).toEqual(['nsis', 'msi']);
    expect(config.linux.target).toEqual(['AppImage', 'tar.gz']);
    expect(config.mac.target).toBe('dmg');
    for (const installer of [config.nsis, config.msi])
      expect(installer).toMatchObject({ oneClick: true, perMachine: true, runAfterFinish: false });
    // The record is not an installer's to delete.
    expect(config.nsis['deleteAppDataOnUninstall']).toBe(false);
  });

  it('names every fuse as the tests of the package expect it', () => {
    const named = Object.entries(SHIPPING_FUSES).map(([fuse, state]) => [fuse.toLowerCase(), state === 'on']);
    const configured = Object.entries(config.electronFuses).map(([fuse, on]) => [fuse.toLowerCase(), on]);
    expect(Object.fromEntries(configured)).toEqual(Object.fromEntries(named));
  });

  it('names files that are there', () => {
    for (const path of [
      config.linux.icon,
      config.win.icon,
      config.mac.icon,
      config.mac.entitlements,
      config.nsis['include'],
    ])
      expect(existsSync(join(ROOT, String(path))), String(path)).toBe(true);
  });

  it('puts the templates of Group Policy beside the program on Windows, and nowhere else', () => {
    expect(config.win.extraFiles.map(({ to }) => to)).toEqual(['PolicyDefinitions']);
    for (const name of ['card-station.admx', 'en-US/card-station.adml'])
      expect(existsSync(join(ROOT, config.win.extraFiles[0]?.from ?? '', name)), name).toBe(true);
    expect(config['extraFiles']).toBeUndefined();
  });

  it('registers the one link that the program knows', () => {
    expect(config.protocols.flatMap(({ schemes }) => schemes)).toEqual(['card-station']);
  });

  it('says of each form in which it is made whether it registers that link', () => {
    const page = readFileSync(join(ROOT, 'docs/deploy-linux.md'), 'utf8');
    const table = page.slice(page.indexOf('| Form'));
    const forms = [...config.linux.target, ...config.win.target, config.mac.target, 'deb'];
    for (const form of forms)
      expect(table.toLowerCase(), form).toMatch(new RegExp(`^\\|[^|]*${form.toLowerCase()}`, 'm'));
  });
});

describe('the icons', () => {
  /** Width and height of a PNG stand at fixed places. */
  const sizeOf = (png: Buffer): readonly [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
  const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

  it('of Linux are as large as they are named', () => {
    const names = readdirSync(join(ROOT, config.linux.icon));
    expect(names).toContain('512x512.png');
    for (const name of names) {
      const [width, height] = sizeOf(readFileSync(join(ROOT, config.linux.icon, name)));
      expect(`${width}x${height}.png`).toBe(name);
    }
  });

  it('of Windows holds a picture in each of its sizes', () => {
    const ico = readFileSync(join(ROOT, config.win.icon));
    const count = ico.readUInt16LE(4);
    expect(count).toBe(7);
    for (let index = 0; index < count; index += 1) {
      const entry = 6 + 16 * index;
      const picture = ico.subarray(
        ico.readUInt32LE(entry + 12),
        ico.readUInt32LE(entry + 12) + ico.readUInt32LE(entry + 8),
      );
      expect(picture.subarray(0, 4).equals(SIGNATURE)).toBe(true);
      const width = ico.readUInt8(entry) || 256;
      expect(sizeOf(picture)).toEqual([width, width]);
    }
  });

  it('of macOS is whole, and its largest picture has 1024 pixels', () => {
    const icns = readFileSync(join(ROOT, config.mac.icon));
    expect(icns.toString('ascii', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes = new Map<string, readonly [number, number]>();
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      sizes.set(icns.toString('ascii', at, at + 4), sizeOf(icns.subarray(at + 8)));
    expect(sizes.get('ic10')).toEqual([1024, 1024]);
    expect(sizes.size).toBe(10);
  });
});
