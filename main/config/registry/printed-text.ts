/**
 * What `reg.exe query` prints, as far as it can be relied on: the names of keys, and values in plain ASCII. Its messages
 * are in the language of the PC, and its exit code is the same for "not there" and "not allowed"; neither is asked.
 * `printed` is always its output byte by byte, as Latin-1.
 */
import { SETTINGS } from '../catalogue.ts';
import { longName } from './policy-key.ts';
import type { RegistryEntry, RegistryValue } from './registry-value.ts';

/** The names of the keys directly below `key`; null where the text shows no key of Windows at all. */
export function subKeysIn(printed: string, key: string): readonly string[] | null {
  const above = longName(key).toLowerCase();
  const keys = linesOf(printed).filter((line) => line.toLowerCase().startsWith(`${above}\\`));
  return keys.length === 0 ? null : keys.map((line) => line.slice(above.length + 1));
}

/** A value as it is printed: name, type and data, with spaces or tabs between them. */
const PRINTED_VALUE = /^\s+(\S+)\s+(REG_\w+)(?:\s+(.*))?$/;
const SETTING_NAMES: ReadonlySet<string> = new Set(SETTINGS.map(({ path }) => path.toLowerCase()));
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Whether the settings that were printed are those that were exported. The export goes through a file that other programs
 * of the kiosk account can write; what is printed comes to us alone. A text is compared where the code page of the
 * console cannot have changed it, as it cannot in any address of D1; of others only that there is one of this name.
 */
export function agrees(printed: string, exported: readonly RegistryEntry[], key: string): boolean {
  const settings = exported.filter(
    (entry) => entry.key.toLowerCase() === longName(key).toLowerCase() && SETTING_NAMES.has(entry.name.toLowerCase()),
  );
  const seen = new Map<string, { readonly type: string; readonly data: string }>();
  for (const line of linesOf(printed)) {
    const [, name = '', type = '', data = ''] = PRINTED_VALUE.exec(line) ?? [];
    if (SETTING_NAMES.has(name.toLowerCase())) seen.set(name.toLowerCase(), { type, data: data.trim() });
  }
  return (
    seen.size === settings.length &&
    settings.every(({ name, value }) => {
      const found = seen.get(name.toLowerCase());
      return found !== undefined && same(value, found.type, found.data);
    })
  );
}

function same(value: RegistryValue, type: string, data: string): boolean {
  if (value.type === 'other') return true;
  if (value.type !== type) return false;
  switch (value.type) {
    case 'REG_DWORD':
      return Number(data) === value.number;
    case 'REG_SZ':
      return !PLAIN.test(value.text) || data === value.text.trim();
    case 'REG_MULTI_SZ': {
      const text = value.texts.join('\\0');
      return !PLAIN.test(text) || data.replace(/(?:\\0)+$/, '') === text.trim().replace(/(?:\\0)+$/, '');
    }
  }
}

function linesOf(printed: string): string[] {
  return printed.split(/\r?\n/);
}
