/**
 * Looks over a JSON text before it is parsed: `JSON.parse` gives no line on every runtime, keeps the last of two equal
 * keys in silence, and has no words for the slips people make. The value itself comes from `JSON.parse` all the same.
 */

/** Our files are two levels deep; anything far deeper is not one of them. */
const MAX_DEPTH = 32;

/** More repeated keys than anybody mends one by one: the rest is not worth the search for their lines. */
const MAX_REPEATED = 50;

export interface Place {
  /** Both counted from 1; columns in UTF-16 units, as editors count. */
  readonly line: number;
  readonly column: number;
}

export type JsonReading =
  | {
      readonly kind: 'ok';
      readonly value: unknown;
      readonly repeated: readonly (Place & { readonly path: readonly string[] })[];
    }
  | ({ readonly kind: 'broken'; readonly message: string } & Place);

/** Ends the walk over a broken text; never leaves this file. */
class Slip extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Parses `text` as strict JSON. Never throws. */
export function readJson(text: string): JsonReading {
  const repeated: { readonly path: readonly string[]; readonly offset: number }[] = [];
  try {
    walk(text, (path, offset) => {
      if (repeated.length < MAX_REPEATED) repeated.push({ path, offset });
    });
    const value: unknown = JSON.parse(text);
    return { kind: 'ok', value, repeated: repeated.map(({ path, offset }) => ({ path, ...placeOf(text, offset) })) };
  } catch (error) {
    if (error instanceof Slip) return { kind: 'broken', message: error.message, ...placeOf(text, error.offset) };
    return { kind: 'broken', message: 'it cannot be read', line: 1, column: 1 };
  }
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function walk(text: string, onRepeated: (path: readonly string[], offset: number) => void): void {
  let at = 0;
  const path: string[] = [];

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  }
  function skipSpace(): void {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  }
  function slip(expected: string): never {
    const found = text.charAt(at);
    if (found === '') throw new Slip('it ends too early', at);
    if (found === '/' || found === '#') throw new Slip('a comment is not allowed in JSON', at);
    if (found === "'") throw new Slip('a text needs double quotes', at);
    throw new Slip(expected, at);
  }

  /** A text in quotes; `at` stands on the opening one. */
  function string(): string {
    const start = at;
    at += 1;
    for (;;) {
      const char = text.charAt(at);
      if (char === '') throw new Slip('a text has no closing quote', start);
      if (char < ' ') throw new Slip('a text goes over the end of its line, or holds a control character', at);
      if (char === '\\') {
        const escape = match(ESCAPE);
        if (escape === null) throw new Slip('a backslash in a text must be written twice: \\\\', at);
        at += escape.length;
      } else {
        at += 1;
        if (char === '"') return JSON.parse(text.slice(start, at)) as string;
      }
    }
  }

  function object(): void {
    const keys = new Set<string>();
    for (;;) {
      skipSpace();
      if (text.charAt(at) !== '"')
        slip(match(WORD) === null ? 'a key in double quotes is expected here' : 'a key needs double quotes');
      const start = at;
      const key = string();
      path.push(key);
      if (keys.has(key)) onRepeated([...path], start);
      keys.add(key);
      skipSpace();
      if (text.charAt(at) !== ':') slip('a colon is expected after the key');
      at += 1;
      value();
      path.pop();
      if (closes('}')) return;
    }
  }
  function array(): void {
    for (;;) {
      value();
      if (closes(']')) return;
    }
  }
  /** After an entry: true at the closing bracket, false after a comma that another entry follows. */
  function closes(bracket: '}' | ']'): boolean {
    skipSpace();
    if (text.charAt(at) === bracket) {
      at += 1;
      return true;
    }
    if (text.charAt(at) !== ',') slip(`a comma or ${bracket} is expected here`);
    const comma = at;
    at += 1;
    skipSpace();
    if (text.charAt(at) === bracket) throw new Slip(`there is a comma too many before the closing ${bracket}`, comma);
    return false;
  }

  let depth = 0;
  function value(): void {
    skipSpace();
    const char = text.charAt(at);
    if (char === '"') {
      string();
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) throw new Slip('it is nested too deeply', at);
      at += 1;
      skipSpace();
      if (text.charAt(at) === (char === '{' ? '}' : ']')) at += 1;
      else if (char === '{') object();
      else array();
      depth -= 1;
    } else {
      const word = match(WORD);
      if (word !== null && word !== 'true' && word !== 'false' && word !== 'null') {
        throw new Slip('only a text in double quotes, a number, true, false, null, { or [ can stand here', at);
      }
      const plain = word ?? match(NUMBER);
      if (plain === null) slip('a value is expected here');
      at += plain.length;
    }
  }

  value();
  skipSpace();
  if (at < text.length) slip('there is something after its end');
}
