/** What a base address of D1 may look like. Every sentence completes "<key> …" and never repeats the address itself. */

/** Longer than any real base address, short enough for every proxy. */
const MAX_ADDRESS_LENGTH = 512;

/** What the URL parser would silently drop, turn or repair: an address must mean what it shows. */
const REPAIRED = /[^\x21-\x7e]|\\/;

/** The sentence that says what is wrong with an address, or null when it can be used. */
export function addressProblem(text: string): string | null {
  if (text.length === 0 || text.length > MAX_ADDRESS_LENGTH) {
    return `must be an https address of 1 to ${String(MAX_ADDRESS_LENGTH)} characters`;
  }
  if (REPAIRED.test(text)) return 'must be written in plain characters, without spaces or backslashes';
  if (!/^https:\/\/[^/]/i.test(text)) return 'must begin with https:// and a host name';
  if (!URL.canParse(text)) return 'is not an address that can be read';
  const url = new URL(text);
  // An "@" before the first slash means a user name, even an empty one, and can disguise the host.
  if (/^https:\/\/[^/?#]*@/i.test(text)) return 'must not hold a user name or password';
  if (text.includes('?') || text.includes('#')) return 'must not hold a query (?) or a fragment (#)';
  if (url.hostname.endsWith('.')) return 'must not have a dot at the end of its host name';
  return null;
}

/** Host in small letters, no default port, no slash at the end. Only for an address without a problem. */
export function normaliseAddress(text: string): string {
  const url = new URL(text);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** The host name of an address, without its port. */
export function hostOf(address: string): string {
  return new URL(address).hostname;
}
