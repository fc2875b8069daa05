/** Whether configuration and credentials mean the same way to D1, and what goes along it. */
import type { Config } from '../config/schema.ts';
import type { Credentials } from '../credentials/load-credentials.ts';
import type { D1Identity } from '../d1/identity.ts';
import type { Fault } from '../tracking/fault.ts';
import type { FaultPlace } from '../tracking/words.ts';

/** The credentials are of another mode than the configuration: somebody has changed one of the two. Null when they fit. */
export function otherMode(config: Config, { mode }: Credentials): Fault | null {
  if (mode === config.d1.auth) return null;
  const detail = `d1.auth is "${config.d1.auth}", and the credentials are of mode "${mode}"`;
  return { family: 'configuration', cause: 'other-mode', detail, correlationId: null };
}

/** What branch IT configured on purpose goes before the audience that came with the credentials. */
export function identityOf({ d1 }: Config, credentials: Credentials): D1Identity {
  if (credentials.mode !== 'direct') return credentials;
  return { ...credentials, audience: d1.audience ?? credentials.audience };
}

/** Each address that the station calls, in the order in which it needs them, and who is there when it is not D1. */
export function addressesOf({ d1 }: Config): readonly { readonly url: string; readonly at?: FaultPlace }[] {
  const { authUrl, tokenUrl, bankingUrl } = d1;
  if (d1.auth === 'direct') return [...new Set([authUrl ?? bankingUrl, bankingUrl])].map((url) => ({ url }));
  const relay = { url: bankingUrl, at: 'relay' } as const;
  return tokenUrl === undefined ? [relay] : [{ url: tokenUrl, at: 'identity-server' }, relay];
}
