/** What staff can match with the plastic: scheme, last four digits, expiry and product of one card. Pure. */

/** Each part is null where D1 did not say it in the expected form. */
export interface CardDetails {
  /** As D1 words it, for example `VISA`. */
  readonly scheme: string | null;
  /** Exactly four digits. */
  readonly lastFour: string | null;
  /** `MM/YY`. */
  readonly expiry: string | null;
  readonly product: string | null;
}

/** Where each part is found in D1's body: the name of a property, or names joined by dots for one further inside. */
export type DetailNames = Readonly<Record<keyof CardDetails, string>>;

/** Longer than the name of any scheme or product; D1's own product ids have at most 48 characters. */
const MAX_TEXT_LENGTH = 48;
const LAST_FOUR = /^[0-9]{4}$/;
/** D1 portal, Get card details: `(0[1-9]|1[0-2])\d{2}`; the form with a slash says the same. */
const EXPIRY = /^(0[1-9]|1[0-2])\/?([0-9]{2})$/;
/** Controls, line ends, and what turns the direction of writing: none of them belongs to a name. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Thirteen digits and more, in any script and with anything but letters in between: it may be a card number. */
const CARD_NUMBER = /\p{Nd}(?:[^\p{L}\p{Nd}]*\p{Nd}){12}/u;

/**
 * The four parts of D1's card details, and nothing else of the body. Total: any value gives an answer. A value that may
 * be a full card number counts as not said, wherever it stands.
 * Source: D1 portal, Get card details (the values' forms are published, most of the properties' names are not).
 */
export function readDetails(body: unknown, names: DetailNames): CardDetails {
  const lastFour = textAt(body, names.lastFour);
  const expiry = EXPIRY.exec(textAt(body, names.expiry) ?? '');
  return {
    scheme: shown(textAt(body, names.scheme)),
    lastFour: lastFour !== null && LAST_FOUR.test(lastFour) ? lastFour : null,
    expiry: expiry === null ? null : `${expiry[1] ?? ''}/${expiry[2] ?? ''}`,
    product: shown(textAt(body, names.product)),
  };
}

/** Whether nothing at all is known. */
export function saysNothing(details: CardDetails): boolean {
  return Object.values(details).every((part) => part === null);
}

/** The text that stands at a path; null for anything but text. Only own properties count. */
function textAt(body: unknown, path: string): string | null {
  let found: unknown = body;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return typeof found === 'string' ? found : null;
}

function shown(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed.length > MAX_TEXT_LENGTH) return null;
  return UNSEEN.test(trimmed) || CARD_NUMBER.test(trimmed) ? null : trimmed;
}
