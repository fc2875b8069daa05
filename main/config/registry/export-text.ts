/**
 * Reads what `reg.exe export` writes: a text in UTF-16 with a fixed header, the keys in brackets and below each its values.
 * It is the form of reg.exe that says everything: what it prints goes through the code page of a console, which
 * loses letters, and a line end in a value looks there like the next value.
 */
import { valueOfBytes } from './registry-value.ts';
import type { RegistryEntry, RegistryValue } from './registry-value.ts';

const HEADER = 'Windows Registry Editor Version 5.00';

export type ExportReading =
  | { readonly kind: 'read'; readonly entries: readonly RegistryEntry[] }
  /** `why` completes "… cannot be read: ". */
  | { readonly kind: 'broken'; readonly why: string };

/** What has a meaning within double quotes. */
const SPECIAL = /["\\]/g;

/** Ends the walk over a broken text; never leaves this file. */
class Slip extends Error {}

/** Never throws. `bytes` is the whole file. */
export function readRegistryExport(bytes: Uint8Array): ExportReading {
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return { kind: 'broken', why: 'reg.exe exported no text in UTF-16' };
  let text: string;
  try {
    text = new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'broken', why: 'it holds text that is not whole UTF-16' };
  }
  const walk = new Walk(text);
  try {
    return { kind: 'read', entries: walk.entries() };
  } catch (error) {
    if (error instanceof Slip)
      return { kind: 'broken', why: `line ${String(walk.line())} of its export: ${error.message}` };
    throw error;
  }
}

/** Goes over the text once, from its beginning to its end. */
class Walk {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  entries(): RegistryEntry[] {
    const entries: RegistryEntry[] = [];
    if (this.#restOfLine() !== HEADER) throw new Slip('is not the header of an export');
    let key: string | null = null;
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at];
      if (next === '\r' || next === '\n') {
        this.#at += 1;
      } else if (next === '[') {
        const line = this.#restOfLine();
        if (!line.endsWith(']') || line.startsWith('[-')) throw new Slip('is not a key');
        key = line.slice(1, -1);
      } else {
        if (key === null) throw new Slip('is a value before any key');
        const name = this.#name();
        this.#take('=');
        entries.push({ key, name, value: this.#value() });
      }
    }
    return entries;
  }

  /** Counted from 1. */
  line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }

  #name(): string {
    if (this.#text[this.#at] !== '@') return this.#quoted();
    this.#at += 1;
    return '';
  }

  #value(): RegistryValue {
    if (this.#text[this.#at] === '"') {
      const text = this.#quoted();
      this.#endOfLine();
      return { type: 'REG_SZ', text };
    }
    const at = this.#at;
    const line = this.#restOfLine();
    const dword = /^dword:([0-9a-f]{8})$/i.exec(line)?.[1];
    if (dword !== undefined) return { type: 'REG_DWORD', number: Number.parseInt(dword, 16) };
    const hex = /^hex(?:\(([0-9a-f]{1,8})\))?:/i.exec(line);
    if (hex === null) {
      this.#at = at;
      throw new Slip('is not a value of a known form');
    }
    const typeNumber = hex[1] === undefined ? null : Number.parseInt(hex[1], 16);
    return valueOfBytes(typeNumber, this.#bytes(line.slice(hex[0].length)));
  }

  /** Two hexadecimal digits a byte, with commas between them; a backslash at the end of a line goes on in the next. */
  #bytes(firstLine: string): Uint8Array {
    const lines = [firstLine];
    while (lines.at(-1)?.endsWith('\\') === true) lines.push(this.#restOfLine().trimStart());
    const digits = lines.map((line) => line.replace(/\\$/, '')).join('');
    if (digits === '') return new Uint8Array();
    const pairs = digits.split(',');
    if (!pairs.every((pair) => /^[0-9a-f]{2}$/i.test(pair))) throw new Slip('holds data that are no bytes');
    return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
  }

  /** A text in double quotes; inside, a backslash stands before a double quote and before a backslash. */
  #quoted(): string {
    this.#take('"');
    const parts: string[] = [];
    for (;;) {
      SPECIAL.lastIndex = this.#at;
      const special = SPECIAL.exec(this.#text);
      if (special === null) throw new Slip('has a double quote too few');
      parts.push(this.#text.slice(this.#at, special.index));
      this.#at = special.index + 1;
      if (special[0] === '"') return parts.join('');
      const escaped = this.#text[this.#at];
      if (escaped !== '"' && escaped !== '\\') throw new Slip('has a backslash where none can stand');
      parts.push(escaped);
      this.#at += 1;
    }
  }

  #take(sign: string): void {
    if (this.#text[this.#at] !== sign) throw new Slip(`has no ${sign} where one must stand`);
    this.#at += 1;
  }

  #endOfLine(): void {
    if (this.#restOfLine() !== '') throw new Slip('has more than one value');
  }

  #restOfLine(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const line = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length : end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
