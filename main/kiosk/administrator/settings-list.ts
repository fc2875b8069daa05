/** Every setting that is in effect, and where it was set, for the administrator to read. */
import { SETTINGS } from '../../config/catalogue.ts';
import { BUILT_IN } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { SettingLine } from '../../ipc/administrator-contract.ts';
import { MAX_SETTING_TEXT } from '../../ipc/administrator-contract.ts';

/** In the order of the documentation. A setting that nobody set and that has no default has no value: it is left out. */
export function settingLines(config: Config, origins: ReadonlyMap<string, string>): SettingLine[] {
  const values = config as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return SETTINGS.flatMap(({ path, group, key }) => {
    const value = values[group]?.[key];
    if (value === undefined) return [];
    const origin = origins.get(path) ?? BUILT_IN;
    return [{ path, value: cut(textOf(value)), origin: origin === BUILT_IN ? null : cut(origin) }];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > MAX_SETTING_TEXT ? `${text.slice(0, MAX_SETTING_TEXT - 1)}…` : text;
}
