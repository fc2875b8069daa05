/**
 * Reads `card-station://watch?cardId=…&operationId=…&reference=…`. Any page or mail can hold such a link, so the form is
 * read by hand and narrowly: nothing of it is handed on but the three texts, which the one validator checks after this.
 */
import type { RawRequest } from './watch-request.ts';

/** Three encoded values at their longest; a longer link is not one of ours, in characters. */
const MAX_LINK_LENGTH = 1_024;

/** Whether an argument of the program is meant as a link, however broken. */
const SCHEME = /^\s*card-station:/i;
/** Scheme and host; the slash is what some browsers add. No user, port, path or fragment. Only printable ASCII. */
const FORM = /^card-station:\/\/watch\/?\?([!-~]*)$/i;
const NAMES = ['cardId', 'operationId', 'reference'] as const;
type Name = (typeof NAMES)[number];

/** What a text that was encoded twice looks like after it is decoded once. */
const STILL_ENCODED = /%[0-9A-Fa-f]{2}/;

export type LinkReading =
  | { readonly kind: 'request'; readonly request: RawRequest }
  /** `why` is a whole sentence and repeats nothing of the link, which may hold a card number. */
  | { readonly kind: 'refused'; readonly why: string };

export function isLink(text: string): boolean {
  return SCHEME.test(text);
}

/** Reads a link. Never throws. The texts are decoded once, and not checked yet. */
export function readLink(link: string): LinkReading {
  if (link.length > MAX_LINK_LENGTH) return refused('The link is too long.');
  const query = FORM.exec(link)?.[1];
  if (query === undefined || query.includes('#')) return refused('The link must read card-station://watch?cardId=…');
  const values = new Map<Name, string>();
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    const name = NAMES.find((known) => known === part.slice(0, equals));
    if (name === undefined) return refused('The link holds something other than cardId, operationId and reference.');
    if (values.has(name)) return refused(`The link holds ${name} twice.`);
    const value = decoded(part.slice(equals + 1));
    if (value === null) return refused(`The link holds ${name} in an encoding that cannot be read.`);
    if (value === '') return refused(`The link holds ${name} without a value.`);
    values.set(name, value);
  }
  const cardId = values.get('cardId');
  if (cardId === undefined) return refused('The link holds no cardId.');
  // The validator forgives a scanner its white space; nobody types a link.
  if (cardId.trim() !== cardId) return refused('The link holds white space around its cardId.');
  return {
    kind: 'request',
    request: { cardId, operationId: values.get('operationId'), reference: values.get('reference') },
  };
}

/** One value, decoded once; forms write a space as a plus. Null for what is not UTF-8 or would need decoding again. */
function decoded(value: string): string | null {
  try {
    const text = decodeURIComponent(value.replaceAll('+', ' '));
    return STILL_ENCODED.test(text) ? null : text;
  } catch {
    return null;
  }
}

function refused(why: string): LinkReading {
  return { kind: 'refused', why };
}
