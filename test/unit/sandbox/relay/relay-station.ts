/** A station's D1 client in the mode relay-mtls, and bare requests with a station's certificate. */
import { X509Certificate } from 'node:crypto';

import { Agent, request } from 'undici';

import type { RelayMtlsIdentity } from '../../../../main/d1/identity.ts';
import type { KeyedCertificate } from '../../../sandbox/certificates.ts';
import type { Relay } from '../../../sandbox/relay/nginx-relay.ts';
import { ISSUER_ID, type Bundle } from '../../../sandbox/bundle.ts';
import { clientFor, type ClientChange, type ClientUnderTest } from '../../main/d1/client-under-test.ts';

export function relayIdentity(own: KeyedCertificate): RelayMtlsIdentity {
  return {
    mode: 'relay-mtls',
    issuerId: ISSUER_ID,
    clientCertificatePem: own.certificatePem,
    clientKeyPem: { reveal: () => own.keyPem },
    notAfter: Date.parse(new X509Certificate(own.certificatePem).validTo),
  };
}

export function relayClient(
  relay: Pick<Relay, 'bankingUrl' | 'caPem'>,
  bundle: Bundle,
  own: KeyedCertificate,
  change: Omit<ClientChange, 'identity'> = {},
): ClientUnderTest {
  const { bankingUrl, caPem } = relay;
  return clientFor({ authUrl: '', bankingUrl, caPem, bundle }, { ...change, identity: relayIdentity(own) });
}

export interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request as it is, outside of the D1 client. */
export async function ask(
  relay: Pick<Relay, 'bankingUrl' | 'caPem'>,
  own: KeyedCertificate | null,
  path: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: 'GET' | 'POST'; readonly headers?: Record<string, string> } = {},
): Promise<Raw> {
  const tls = own === null ? {} : { cert: own.certificatePem, key: own.keyPem };
  const agent = new Agent({ connect: { ca: relay.caPem, ...tls } });
  try {
    const response = await request(`${relay.bankingUrl}${path}`, { method, headers, dispatcher: agent });
    return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
  } finally {
    await agent.close();
  }
}

/** So many requests at once over one connection: faster than any limit, however slow the machine is. */
export async function burst(
  relay: Pick<Relay, 'bankingUrl' | 'caPem'>,
  own: KeyedCertificate,
  path: string,
  count: number,
): Promise<readonly Raw[]> {
  const tls = { ca: relay.caPem, cert: own.certificatePem, key: own.keyPem };
  const agent = new Agent({ connections: 1, pipelining: count, connect: tls });
  const one = async (): Promise<Raw> => {
    const response = await request(`${relay.bankingUrl}${path}`, { dispatcher: agent });
    return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
  };
  try {
    return await Promise.all(Array.from({ length: count }, one));
  } finally {
    await agent.close();
  }
}

export const STATUS = (cardId: string): string => `/issuers/${ISSUER_ID}/physicalCards/${cardId}/productionStatus`;
