import { describe, expect, it } from 'vitest';

import { SETTINGS } from '../../../../../main/config/catalogue.ts';
import { ADMINISTRATOR_CALLS, MAX_SETTING_TEXT } from '../../../../../main/ipc/administrator-contract.ts';
import type { SettingLine } from '../../../../../main/ipc/administrator-contract.ts';
import { settingLines } from '../../../../../main/kiosk/administrator/settings-list.ts';
import { AT, loadFrom, SMALLEST, smallestWith } from '../../config/fake-files.ts';
import type { SourceName } from '../../config/fake-files.ts';

function linesFrom(contents: Partial<Record<SourceName, unknown>>): readonly SettingLine[] {
  const loaded = loadFrom(contents);
  if (loaded.kind === 'problems') throw new Error('the configuration of the test has problems');
  return settingLines(loaded.config, loaded.origins);
}

function lineOf(lines: readonly SettingLine[], path: string): SettingLine | undefined {
  return lines.find((line) => line.path === path);
}

describe('the settings that an administrator reads', () => {
  it('are those in effect, each with the source that set it, and none for a default', () => {
    const lines = linesFrom({
      policyFile: { d1: { environment: 'staging' } },
      machineFile: smallestWith({ pace: { atPrinterSeconds: 3 } }),
    });
    expect(lineOf(lines, 'd1.environment')).toEqual({
      path: 'd1.environment',
      value: 'staging',
      origin: AT.policyFile,
    });
    expect(lineOf(lines, 'pace.atPrinterSeconds')).toMatchObject({ value: '3', origin: AT.machineFile });
    expect(lineOf(lines, 'limits.freshnessLimitSeconds')?.origin).toBeNull();
  });

  it('come in the order of the documentation, without those that nobody set and that have no default', () => {
    const lines = linesFrom({ machineFile: SMALLEST });
    const documented = SETTINGS.map(({ path }) => path);
    const listed = lines.map(({ path }) => path);
    expect(listed).toEqual(documented.filter((path) => listed.includes(path)));
    expect(listed).not.toContain('reasons.file');
    expect(listed.length).toBeGreaterThan(20);
  });

  it('are cut where one is longer than the screen takes, so that the answer keeps to the contract', () => {
    const folder = `/${'long/'.repeat(150)}`;
    const lines = linesFrom({ machineFile: smallestWith({ intake: { folder } }) });
    const value = lineOf(lines, 'intake.folder')?.value ?? '';
    expect(value).toHaveLength(MAX_SETTING_TEXT);
    expect(value.endsWith('…')).toBe(true);
    expect(ADMINISTRATOR_CALLS['station:settings'].response.safeParse({ kind: 'open', lines }).success).toBe(true);
  });
});
