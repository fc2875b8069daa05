/** The system's proxy rules for an address, in the form of a PAC result. Pure. */

/** The rules name proxies, and none of a kind that the station can follow: without one is not the way they say. */
export class NoUsableProxy extends Error {
  readonly code = 'ERR_PROXY_KIND';

  constructor(kinds: readonly string[]) {
    super(
      `the system names only proxies of a kind that the station does not use (${kinds.join(', ')}): it needs PROXY or HTTPS, or d1.proxy "none"`,
    );
    this.name = 'NoUsableProxy';
  }
}

/** What a kind of proxy is called, such as `SOCKS5`. */
const KIND = /^[A-Z0-9]{1,10}$/;

/**
 * The proxy of a rule that we can follow, as a URL; null for a direct connection. Of several the first; where ways have failed
 * lately (`failedAt`, minus infinity for one that has not), the one that failed longest ago, so that each has its turn.
 */
export function proxyUrl(
  pacResult: string,
  failedAt: (way: string | null) => number = () => -Infinity,
): string | null | NoUsableProxy {
  const ways: (string | null)[] = [];
  const others = new Set<string>();
  for (const rule of pacResult.split(';')) {
    const [kind = '', host] = rule.trim().split(/\s+/, 2);
    if (kind === 'DIRECT') ways.push(null);
    else if (kind === 'PROXY' && host !== undefined) ways.push(`http://${host}`);
    else if (kind === 'HTTPS' && host !== undefined) ways.push(`https://${host}`);
    else if (kind !== '') others.add(KIND.test(kind) ? kind : 'unknown');
  }
  if (ways.length === 0) return others.size > 0 ? new NoUsableProxy([...others]) : null;
  return ways.reduce((best, way) => (failedAt(way) < failedAt(best) ? way : best));
}
