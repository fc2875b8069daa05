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

/** The proxy of the first rule that we can follow, as a URL; null for a direct connection. */
export function proxyUrl(pacResult: string): string | null | NoUsableProxy {
  const others = new Set<string>();
  for (const rule of pacResult.split(';')) {
    const [kind = '', host] = rule.trim().split(/\s+/, 2);
    if (kind === 'DIRECT') return null;
    if (kind === 'PROXY' && host !== undefined) return `http://${host}`;
    if (kind === 'HTTPS' && host !== undefined) return `https://${host}`;
    if (kind !== '') others.add(KIND.test(kind) ? kind : 'unknown');
  }
  return others.size > 0 ? new NoUsableProxy([...others]) : null;
}
