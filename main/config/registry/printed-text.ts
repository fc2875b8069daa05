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
/** As many bytes as a code page makes of one unit of UTF-16 at most; at least none. */
const MAX_BYTES = 4;

/**
 * Whether the settings that were printed are those that were exported. The export goes through a file that other programs
 * of the kiosk account can write; what is printed comes to us alone, and has lost the letters that the code page of the
 * console lacks. An address, a path or a word of ours has none of those.
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
      return mayBePrintedOf(value.text.trim(), data);
    case 'REG_MULTI_SZ':
      return mayBePrintedOf(value.texts.join('\\0').trim(), data.replace(/(?:\\0)+$/, ''));
  }
}

/** Whether a console can have made `printed` of `text`: its plain letters, in their order, and some bytes for each other one. */
function mayBePrintedOf(text: string, printed: string): boolean {
  const pieces = text.split(/[^\x20-\x7e]+/);
  const plainLength = pieces.join('').length;
  const rest = printed.length - plainLength;
  if (rest < 0 || rest > (text.length - plainLength) * MAX_BYTES) return false;
  const last = pieces.pop() ?? '';
  if (pieces.length === 0) return printed === last;
  if (!printed.startsWith(pieces[0] ?? '') || !printed.endsWith(last)) return false;
  let at = 0;
  for (const piece of pieces) {
    const found = printed.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= printed.length - last.length;
}

function linesOf(printed: string): string[] {
  return printed.split(/\r?\n/);
}
