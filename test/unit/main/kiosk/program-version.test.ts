import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { noteVersion, VERSION_FILE } from '../../../../main/kiosk/program-version.ts';
import { drawsByWayland } from '../../../../main/kiosk/without-display.ts';

describe('the version that ran before', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-version-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is unknown at the first start, and nothing while it stays the same', () => {
    expect(noteVersion(folder, '1.0.0')).toBeNull();
    expect(noteVersion(folder, '1.0.0')).toBeNull();
  });

  it('is told once after an update, and once after a roll-back', () => {
    noteVersion(folder, '1.0.0');
    expect(noteVersion(folder, '1.1.0-test-runtime.33.2.1')).toBe('1.0.0');
    expect(noteVersion(folder, '1.1.0-test-runtime.33.2.1')).toBeNull();
    expect(noteVersion(folder, '1.0.0')).toBe('1.1.0-test-runtime.33.2.1');
  });

  it.each(['', 'not a version', `1.0.0${'x'.repeat(100)}`, '{"token":"x"}'])('is not what %j says', (text) => {
    writeFileSync(join(folder, VERSION_FILE), text);
    expect(noteVersion(folder, '1.0.0')).toBeNull();
    expect(readFileSync(join(folder, VERSION_FILE), 'utf8')).toBe('1.0.0\n');
  });

  it('is the owner’s alone, and costs nothing where it cannot be written', () => {
    noteVersion(folder, '1.0.0');
    if (process.platform !== 'win32') expect(statSync(join(folder, VERSION_FILE)).mode & 0o777).toBe(0o600);
    expect(noteVersion(join(folder, 'missing'), '1.0.0')).toBeNull();
  });
});

describe('what the engine draws on', () => {
  it('is Wayland where it was told so, or may choose it', () => {
    expect(drawsByWayland('linux', {}, 'wayland')).toBe(true);
    expect(drawsByWayland('linux', { WAYLAND_DISPLAY: 'wayland-0' }, '')).toBe(true);
    expect(drawsByWayland('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'x11')).toBe(false);
    expect(drawsByWayland('linux', { WAYLAND_DISPLAY: '' }, '')).toBe(false);
    expect(drawsByWayland('win32', { WAYLAND_DISPLAY: 'wayland-0' }, 'wayland')).toBe(false);
  });
});
