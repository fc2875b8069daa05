/** What one file of the intake folder says: pure, every refusal a sentence that repeats nothing of the file. */
import { readJson } from '../config/json-text.ts';
import { holdsCardNumber, holdsTrackData } from './card-number.ts';
import { REFUSAL_SENTENCES } from './refusal-sentences.ts';
import type { RawRequest } from './watch-request.ts';

/** 64 KiB: a real file has some hundred bytes. */
export const MAX_CARD_FILE_BYTES = 65_536;

export type CardFile =
  | { readonly kind: 'request'; readonly request: RawRequest }
  /** It may be only half written; `why` is the sentence for when it stays so. */
  | { readonly kind: 'unfinished'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
  /** It holds what must not be kept: a card number or stripe data. */
  | { readonly kind: 'forbidden'; readonly why: string };

const KEYS = ['cardId', 'operationId', 'reference'];

/**
 * Reads a file from its bytes, of which more than `MAX_CARD_FILE_BYTES` means that it is too large. What must not be kept
 * is looked for first, in every form that a text file has, so that a broken file cannot hide it.
 */
export function readCardFile(bytes: Uint8Array, allowNumericIds: boolean): CardFile {
  const secret = decodings(bytes)
    .map((text) => forbidden(text, allowNumericIds))
    .find((found) => found !== null);
  if (secret !== undefined) return secret;
  if (bytes.length > MAX_CARD_FILE_BYTES) return { kind: 'refused', why: 'The file is larger than 64 KiB.' };
  if (isWide(bytes)) return { kind: 'refused', why: 'The file is saved as UTF-16. Save it as UTF-8.' };
  const text = utf8(bytes);
  if (text === null) return { kind: 'unfinished', why: 'The file is not text in UTF-8.' };
  if (text.trim() === '') return { kind: 'unfinished', why: 'The file is empty.' };
  const json = readJson(text);
  if (json.kind === 'broken') {
    return { kind: 'unfinished', why: `The file is not JSON: in line ${json.line}, ${json.message}.` };
  }
  return forbidden(JSON.stringify(json.value), allowNumericIds) ?? requestOf(json.value, json.repeated.length > 0);
}

function requestOf(value: unknown, repeated: boolean): CardFile {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'refused', why: 'The file must hold one object: { "cardId": "…" }.' };
  if (repeated) return { kind: 'refused', why: 'The file holds a key twice.' };
  const entries = new Map<string, unknown>(Object.entries(value));
  if ([...entries.keys()].some((key) => !KEYS.includes(key)))
    return { kind: 'refused', why: 'The file holds a key other than cardId, operationId and reference.' };
  const [cardId, operationId, reference] = KEYS.map((key) => entries.get(key));
  if (cardId === undefined) return { kind: 'refused', why: 'The file holds no cardId.' };
  if (!isText(cardId) || !isOptionalText(operationId) || !isOptionalText(reference))
    return { kind: 'refused', why: 'Every value in the file must be a text in double quotes.' };
  return { kind: 'request', request: { cardId, operationId, reference } };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}

function forbidden(text: string, allowNumericIds: boolean): CardFile | null {
  if (holdsTrackData(text)) return { kind: 'forbidden', why: REFUSAL_SENTENCES['track-data'] };
  if (!allowNumericIds && holdsCardNumber(text)) return { kind: 'forbidden', why: REFUSAL_SENTENCES['card-number'] };
  return null;
}

/** The text of the bytes in each encoding that text files are found in; wrong ones give letters without meaning. */
function decodings(bytes: Uint8Array): readonly string[] {
  return ['utf-8', 'utf-16le', 'utf-16be'].map((encoding) => new TextDecoder(encoding).decode(bytes));
}

function isWide([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}

/** A byte order mark is dropped: some editors write one. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
