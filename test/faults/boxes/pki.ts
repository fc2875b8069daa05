/** The bank's own certificates, for boxes that end TLS before D1. */
import type { Bundle } from '../../sandbox/bundle.ts';
import { createAuthority, type Authority, type KeyedCertificate } from '../../sandbox/certificates.ts';

/** The name of a D1 that only a private hosts file, or a proxy, knows. */
export const D1_NAME = 'd1.card-station.test';

const HOSTS = { dns: ['localhost', D1_NAME], ip: ['127.0.0.1'] };
/** Of the namespace's end of the cable. */
export const FAR_ADDRESS = '10.213.77.2';

export interface Pki {
  readonly caPem: string;
  /** A good one for every name used here. */
  readonly server: KeyedCertificate;
  badServer(kind: 'expired' | 'wrong-host'): Promise<KeyedCertificate>;
  /** A client certificate that ends at this time. */
  client(notAfter?: Date): Promise<KeyedCertificate>;
  /** The bundle with another client certificate. */
  bundle(bundle: Bundle, client: KeyedCertificate): Bundle;
}

const DAY_MS = 86_400_000;

export async function createPki(clientName: string): Promise<Pki> {
  const authority: Authority = await createAuthority('The bank');
  const hosts = { dns: HOSTS.dns, ip: [...HOSTS.ip, FAR_ADDRESS] };
  const server = { commonName: 'd1', use: 'server', hosts } as const;
  return {
    caPem: authority.certificatePem,
    server: await authority.issue(server),
    badServer: (kind) =>
      kind === 'expired'
        ? authority.issue({
            ...server,
            notBefore: new Date(Date.now() - 30 * DAY_MS),
            notAfter: new Date(Date.now() - DAY_MS),
          })
        : authority.issue({ ...server, hosts: { dns: ['elsewhere.example'], ip: [] } }),
    client: (notAfter) =>
      authority.issue({ commonName: clientName, use: 'client', ...(notAfter === undefined ? {} : { notAfter }) }),
    bundle: (bundle, { certificatePem, keyPem }) => ({
      ...bundle,
      clientCertificate: certificatePem,
      clientKey: keyPem,
    }),
  };
}
