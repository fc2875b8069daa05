import type { DetailNames } from '../tracking/card-details.ts';

/** What the D1 client needs to know, resolved from the configuration; all times in ms. */
export interface D1Settings {
  /** Base of D1's OAuth 2.0 API, without a trailing slash, e.g. `https://…/authz/v1`; empty behind a relay. */
  readonly authUrl: string;
  /** Token endpoint of the bank's identity server; only in the mode `relay-oauth`. */
  readonly tokenUrl?: string;
  readonly tokenScope?: string;
  /** Base of the banking API, or of the relay in its place, without a trailing slash, e.g. `https://…/banking/v1`. */
  readonly bankingUrl: string;
  /** Path of the status read; holds `{cardId}` and may hold `{issuerId}`. */
  readonly statusPath: string;
  /** Name of the query parameter that makes each read's address a new one; null switches it off. */
  readonly uniqueParameter: string | null;
  /** The card details call; absent while it is switched off. */
  readonly cardDetails?: CardDetailsSettings;
  /** Trust anchors, PEM: the built-in roots, the bank's file, or both. */
  readonly caPem: readonly string[];
  readonly tokenEncoding: 'form' | 'json';
  readonly assertionLifetimeMs: number;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly maxConcurrent: number;
  /** Longest `Retry-After` that is obeyed. */
  readonly retryAfterCapMs: number;
  /** Back-off of the sign-in after a refusal, for the whole station. */
  readonly signInFirstMs: number;
  readonly signInCeilingMs: number;
}

export interface CardDetailsSettings {
  /** A template like `statusPath`. */
  readonly path: string;
  readonly names: DetailNames;
}

/** The address of one card below the banking API. Both ids are percent-encoded whatever they hold. */
export function cardUrl(bankingUrl: string, template: string, issuerId: string, cardId: string): string {
  const path = template
    .replaceAll('{issuerId}', encodeURIComponent(issuerId))
    .replaceAll('{cardId}', encodeURIComponent(cardId));
  return `${bankingUrl}${path}`;
}
