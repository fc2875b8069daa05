/**
 * The name that a certificate is asked for, as people write it (RFC 4514): `CN=KIOSK-PS-101, O=Example Bank, C=NL`, the most
 * particular part first. Pure.
 */

/** What an attribute may be. Lengths are those of RFC 5280, in characters. */
const ATTRIBUTES = {
  CN: { id: '2.5.4.3', max: 64, text: 'any' },
  SERIALNUMBER: { id: '2.5.4.5', max: 64, text: 'printable' },
  C: { id: '2.5.4.6', max: 2, text: 'country' },
  L: { id: '2.5.4.7', max: 128, text: 'any' },
  ST: { id: '2.5.4.8', max: 128, text: 'any' },
  O: { id: '2.5.4.10', max: 64, text: 'any' },
  OU: { id: '2.5.4.11', max: 64, text: 'any' },
} as const satisfies Readonly<Record<string, { id: string; max: number; text: 'any' | 'printable' | 'country' }>>;
export type AttributeName = keyof typeof ATTRIBUTES;

export interface Attribute {
  readonly name: AttributeName;
  readonly value: string;
}

/** In the order in which it is written; certificates hold it the other way round. */
export type Subject = readonly Attribute[];

export type SubjectReading =
  | { readonly kind: 'subject'; readonly subject: Subject }
  /** A whole sentence. */
  | { readonly kind: 'problem'; readonly message: string };

/** The object id of an attribute, and whether its value is an ASN.1 PrintableString. */
export function attributeFacts(name: AttributeName): { readonly id: string; readonly isPrintable: boolean } {
  const { id, text } = ATTRIBUTES[name];
  return { id, isPrintable: text !== 'any' };
}

/** What has to stand behind a backslash within a value (RFC 4514). */
const SPECIAL = /["+,;<=>\\#]/;
/** Without a backslash these mean something that no request of ours has: a name of several values, quotation marks. */
const BARE = /["+;<>]/;
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]+$/;
const COUNTRY = /^[A-Z]{2}$/;
/** Control, format and direction characters, and halves of characters. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

export function parseSubject(text: string): SubjectReading {
  const subject: Attribute[] = [];
  for (const part of partsOf(text)) {
    const equals = part.indexOf('=');
    const written = equals === -1 ? '' : part.slice(0, equals).trim().toUpperCase();
    if (!isAttributeName(written)) {
      return problem(
        `Each part of the subject is NAME=VALUE with a comma between them; names are ${Object.keys(ATTRIBUTES).join(', ')}. A comma within a value has a backslash before it.`,
      );
    }
    const read = valueOf(part.slice(equals + 1));
    if (read === null) {
      return problem(
        `The value of ${written} has a sign that needs a backslash before it: one of " + ; < > \\ or a # at its begin.`,
      );
    }
    const message = valueProblem(written, read);
    if (message !== null) return problem(`The value of ${written} in the subject ${message}.`);
    if (written !== 'OU' && subject.some(({ name }) => name === written)) {
      return problem(`The subject has ${written} more than once.`);
    }
    subject.push({ name: written, value: read });
  }
  return subject.some(({ name }) => name === 'CN')
    ? { kind: 'subject', subject }
    : problem('The subject has no CN (such as CN=KIOSK-PS-101).');
}

/** As it is read by `parseSubject`, and as OpenSSL prints it (`-nameopt RFC2253`). */
export function formatSubject(subject: Subject): string {
  return subject
    .map(({ name, value }) => `${name === 'SERIALNUMBER' ? 'serialNumber' : name}=${escaped(value)}`)
    .join(',');
}

/** The parts between commas that no backslash stands before. */
function partsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:\\[^]|[^,\\]|\\$)*/g)].map(([part]) => part).filter((part) => part.trim() !== '');
}

/** The value without its backslashes and the spaces around it; null where a sign lacks its backslash. */
function valueOf(written: string): string | null {
  const trimmed = written.replace(/^ +/, '').replace(/(?<!\\)((?:\\\\)*) +$/, '$1');
  if (trimmed.startsWith('#')) return null;
  let value = '';
  for (let at = 0; at < trimmed.length; at += 1) {
    const character = trimmed.charAt(at);
    if (character !== '\\') {
      if (BARE.test(character)) return null;
      value += character;
      continue;
    }
    at += 1;
    const after = trimmed.charAt(at);
    if (after !== ' ' && !SPECIAL.test(after)) return null;
    value += after;
  }
  return value;
}

function valueProblem(name: AttributeName, value: string): string | null {
  const { max, text } = ATTRIBUTES[name];
  if (value.trim() === '') return 'is empty';
  if (text === 'country') return COUNTRY.test(value) ? null : 'is a country in two capital letters, such as NL';
  if ([...value].length > max) return `has more than ${String(max)} characters`;
  if (text === 'printable' && !PRINTABLE.test(value))
    return "may have letters, digits, spaces and ' ( ) + , - . / : = ? only";
  return INVISIBLE.test(value) ? 'has a character that cannot be seen' : null;
}

function escaped(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}

function isAttributeName(name: string): name is AttributeName {
  return Object.hasOwn(ATTRIBUTES, name);
}

function problem(message: string): SubjectReading {
  return { kind: 'problem', message };
}
