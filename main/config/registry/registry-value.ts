/** The data of a registry value, as far as a policy uses it. */

export type RegistryValue =
  | { readonly type: 'REG_SZ'; readonly text: string }
  | { readonly type: 'REG_DWORD'; readonly number: number }
  | { readonly type: 'REG_MULTI_SZ'; readonly texts: readonly string[] }
  /** Any other type, and data that do not fit their type; `problem` completes "<setting> …". */
  | { readonly type: 'other'; readonly typeName: string; readonly problem: string | null };

/** One value of a key. */
export interface RegistryEntry {
  /** The whole path of the key, beginning with HKEY_LOCAL_MACHINE, as it was written. */
  readonly key: string;
  /** Empty for the default value of the key. */
  readonly name: string;
  readonly value: RegistryValue;
}

const BINARY = 3;

/** [MS-RRP] 2.2.9 and winnt.h: the numbers in `hex(…)`. */
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'REG_NONE'],
  [1, 'REG_SZ'],
  [2, 'REG_EXPAND_SZ'],
  [BINARY, 'REG_BINARY'],
  [4, 'REG_DWORD'],
  [5, 'REG_DWORD_BIG_ENDIAN'],
  [6, 'REG_LINK'],
  [7, 'REG_MULTI_SZ'],
  [8, 'REG_RESOURCE_LIST'],
  [11, 'REG_QWORD'],
]);

/** Data that were written as bytes; `typeNumber` null is `hex:` without a number. */
export function valueOfBytes(typeNumber: number | null, bytes: Uint8Array): RegistryValue {
  const number = typeNumber ?? BINARY;
  const name = TYPE_NAMES.get(number) ?? `type ${String(number)}`;
  switch (name) {
    case 'REG_SZ': {
      const text = textOf(bytes)?.replace(/\0$/, '');
      return text === undefined || text.includes('\0') ? broken(name) : { type: 'REG_SZ', text };
    }
    case 'REG_MULTI_SZ': {
      // Each text ends with a zero, and one more ends the list; some programs leave out the last ones.
      const text = textOf(bytes)?.replace(/\0+$/, '');
      if (text === undefined) return broken(name);
      return { type: 'REG_MULTI_SZ', texts: text === '' ? [] : text.split('\0') };
    }
    default:
      return { type: 'other', typeName: name, problem: null };
  }
}

function broken(name: string): RegistryValue {
  return { type: 'other', typeName: name, problem: `is a ${name} whose text cannot be read` };
}

/** Undefined where the bytes are no whole UTF-16. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
