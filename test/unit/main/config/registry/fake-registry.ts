/** A registry for tests, and what reg.exe says of it: its export in UTF-16, and what it prints in the code page of a console. */
import { longName, POLICIES_KEY, POLICY_KEY } from '../../../../../main/config/registry/policy-key.ts';
import type { RegTool } from '../../../../../main/config/registry/windows-policy.ts';

/** A value by its type, as the registry keeps it. */
export type Data = string | number | readonly string[] | { readonly hex: number; readonly bytes: Uint8Array };
/** The values of the policy key by name; a name with a backslash lies in a key below. */
export type Values = Readonly<Record<string, Data>>;

/** Longest line of an export before it goes on in the next, in signs. */
const LINE_LENGTH = 77;

export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'));
}

export function withMark(text: string): Uint8Array {
  return utf16(`\ufeff${text}`);
}

function hexLines(head: string, bytes: Uint8Array): string {
  const lines = [head];
  [...bytes].forEach((byte, index) => {
    const piece = byte.toString(16).padStart(2, '0') + (index + 1 < bytes.length ? ',' : '');
    const last = lines.length - 1;
    if ((lines[last] ?? '').length + piece.length > LINE_LENGTH) {
      lines[last] += '\\';
      lines.push(`  ${piece}`);
    } else {
      lines[last] += piece;
    }
  });
  return lines.join('\r\n');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function exportLine(name: string, data: Data): string {
  const head = `${name === '' ? '@' : quoted(name)}=`;
  if (typeof data === 'string') return head + quoted(data);
  if (typeof data === 'number') return `${head}dword:${data.toString(16).padStart(8, '0')}`;
  if ('hex' in data) return hexLines(`${head}hex(${data.hex.toString(16)}):`, data.bytes);
  return hexLines(`${head}hex(7):`, utf16(data.map((text) => `${text}\0`).join('') + '\0'));
}

/** The text of `reg.exe export`, without its mark. */
export function exportText(values: Values): string {
  const keys = new Map<string, string[]>([[longName(POLICY_KEY), []]]);
  for (const [path, data] of Object.entries(values)) {
    const [below, name] = path.includes('\\') ? path.split('\\') : ['', path];
    const key = longName(POLICY_KEY) + (below === '' ? '' : `\\${below ?? ''}`);
    keys.set(key, [...(keys.get(key) ?? []), exportLine(name ?? '', data)]);
  }
  const sections = [...keys].map(([key, lines]) => [`[${key}]`, ...lines, ''].join('\r\n'));
  return ['Windows Registry Editor Version 5.00', '', ...sections, ''].join('\r\n');
}

/** What an English console prints of it: letters that are not in its code page become others. */
export function printedText(values: Values): string {
  const lines = Object.entries(values)
    .filter(([path]) => !path.includes('\\'))
    .map(([name, data]) => `    ${name === '' ? '(Default)' : name}    ${printedData(data)}`);
  return ['', longName(POLICY_KEY), ...lines, '', ''].join('\r\n').replace(/[^\x20-\x7e\r\n]/g, '?');
}

function printedData(data: Data): string {
  if (typeof data === 'string') return `REG_SZ    ${data}`;
  if (typeof data === 'number') return `REG_DWORD    0x${data.toString(16)}`;
  if ('hex' in data) return `REG_BINARY    ${Buffer.from(data.bytes).toString('hex').toUpperCase()}`;
  return `REG_MULTI_SZ    ${data.join('\\0')}`;
}

/** What is printed of the key above, with what every Windows has there. */
export function printedPolicies(names: readonly string[]): string {
  const all = ['Adobe', 'Microsoft', ...names];
  return ['', ...all.map((name) => `${longName(POLICIES_KEY)}\\${name}`), ''].join('\r\n');
}

/** reg.exe over these values; null: there is no policy key. */
export function fakeReg(values: Values | null): RegTool {
  return {
    query: (key) => ({
      kind: 'printed',
      text: key === POLICY_KEY ? printedText(values ?? {}) : printedPolicies(values === null ? [] : ['Card Station']),
    }),
    exportKey: () => ({ kind: 'exported', bytes: withMark(exportText(values ?? {})) }),
  };
}
