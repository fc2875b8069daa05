import type { SecureVersion } from 'node:tls';

import { importSPKI } from 'jose';

import {
  createBundleMint,
  createIdentity,
  ISSUER_ID,
  KEY_ID,
  OTHER_ISSUER_ID,
  type Bundle,
  type BundleMint,
} from './bundle.ts';
import { createCards } from './cards.ts';
import { createAuthority, type KeyedCertificate } from './certificates.ts';
import { createClock } from './clock.ts';
import { createControl, DEFAULT_SETTINGS, type Control, type Settings } from './control.ts';
import { startControlServer } from './control-api.ts';
import { startD1Server, type D1Request, type D1Server, type D1ServerOptions } from './d1-server.ts';
import { createFaults } from './faults.ts';
import { createRecord } from './record.ts';
import { jsonReply, type Reply } from './reply.ts';
import { AUTH_BASE, BANKING_BASE } from './routes.ts';
import { answerCardDetails, answerProductionStatus } from './status-endpoint.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { createTokens } from './tokens.ts';

/** An honest fake of Thales D1 on the loopback interface: what it refuses, D1 refuses too. */
export interface SandboxOptions {
  /** Port of the HTTPS server; any free one by default. */
  readonly port?: number;
  readonly controlPort?: number;
  /** The host name in the URLs; the certificate holds both. `localhost` by default. */
  readonly host?: 'localhost' | '127.0.0.1';
  /** The `aud` that an assertion may carry; null (the default) accepts any or none. */
  readonly audience?: string | null;
  readonly settings?: Partial<Settings>;
  /** What becomes of a client without a good certificate; `refuse` by default. */
  readonly badClients?: D1ServerOptions['badClients'];
  readonly minTls?: SecureVersion;
  readonly maxTls?: SecureVersion;
  /** The clock beneath the sandbox's own, ms since 1970; the machine's by default. */
  readonly baseClock?: () => number;
}

export interface Endpoints {
  readonly authUrl: string;
  readonly bankingUrl: string;
}

/** A server certificate that is wrong in one respect. */
export type BadServer = 'wrong-host' | 'untrusted' | 'expired' | 'not-yet-valid';

export interface Sandbox extends Endpoints {
  readonly controlUrl: string;
  readonly issuerId: string;
  /** The CA that signed the server's and the client's certificates. */
  readonly caPem: string;
  readonly bundle: Bundle;
  readonly control: Control;
  readonly mint: BundleMint & {
    /** The same sandbox behind a second port whose certificate is wrong; closed with the sandbox. */
    server(kind: BadServer): Promise<Endpoints>;
  };
  /** What Thales does with an issuer's own keys: knows the public signing key from now on, and signs the request. */
  onboard(publicKeyPem: string, requestPem: string): Promise<string>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const HOSTS = { dns: ['localhost'], ip: ['127.0.0.1'] };

function endpoints(host: string, port: number): Endpoints {
  const origin = `https://${host}:${String(port)}`;
  return { authUrl: `${origin}${AUTH_BASE}`, bankingUrl: `${origin}${BANKING_BASE}` };
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = 'localhost', audience = null } = options;
  const identity = await createIdentity(audience);
  const { authority, bundle } = identity;
  let { verificationKey } = identity;
  const clock = createClock(options.baseClock);
  const tokens = createTokens(clock);
  const cards = createCards(clock);
  const faults = createFaults();
  const record = createRecord();
  const initial: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const control = createControl({ cards, clock, faults, tokens, record, initial }, () => server);

  const answer = async (request: D1Request): Promise<Reply> => {
    const { route, method, contentType, authorization, body } = request;
    const read = { issuerId: route.issuerId ?? '', cardId: route.cardId ?? '', authorization };
    const { absent, tokenLifeS } = control.settings();
    const context = { tokens, cards, issuerId: ISSUER_ID, otherIssuerId: OTHER_ISSUER_ID, absent };
    switch (route.kind) {
      case 'token': {
        if (method !== 'POST') return jsonReply(405, { error: 'Method not allowed' });
        const known = { issuer: ISSUER_ID, kid: KEY_ID, key: verificationKey, audience };
        const issue = (): { token: string; lifeS: number } => ({ token: tokens.issue(tokenLifeS), lifeS: tokenLifeS });
        return answerTokenRequest({ contentType, body, now: clock.now() }, known, issue);
      }
      case 'status':
        return method === 'GET'
          ? answerProductionStatus(read, context)
          : jsonReply(405, { error: 'Method not allowed' });
      case 'details':
        return method === 'GET' ? answerCardDetails(read, context) : jsonReply(405, { error: 'Method not allowed' });
      case 'other':
        return jsonReply(404, { error: 'No such resource' });
    }
  };

  const startServer = (certificate: KeyedCertificate, port?: number): Promise<D1Server> =>
    startD1Server(
      {
        certificate,
        clientCaPem: authority.certificatePem,
        badClients: options.badClients ?? 'refuse',
        minVersion: options.minTls ?? 'TLSv1.2',
        maxVersion: options.maxTls ?? 'TLSv1.3',
      },
      { clock, faults, record, answer },
      port,
    );

  const serverCertificate = { commonName: 'localhost', use: 'server', hosts: HOSTS } as const;
  const server = await startServer(await authority.issue(serverCertificate), options.port);
  const own = endpoints(host, server.port);
  const controlServer = await startControlServer(control, options.controlPort ?? 0, { ...own });
  const extra: D1Server[] = [];

  const badCertificate = async (kind: BadServer): Promise<KeyedCertificate> => {
    const fromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);
    switch (kind) {
      case 'wrong-host':
        return authority.issue({ commonName: 'd1.example', use: 'server', hosts: { dns: ['d1.example'], ip: [] } });
      case 'untrusted':
        return (await createAuthority('Some other CA')).issue(serverCertificate);
      case 'expired':
        return authority.issue({ ...serverCertificate, notBefore: fromNow(-30), notAfter: fromNow(-1) });
      case 'not-yet-valid':
        return authority.issue({ ...serverCertificate, notBefore: fromNow(1), notAfter: fromNow(30) });
    }
  };

  return {
    ...own,
    controlUrl: controlServer.url,
    issuerId: ISSUER_ID,
    caPem: authority.certificatePem,
    bundle,
    control,
    mint: {
      ...createBundleMint(identity),
      server: async (kind) => {
        const bad = await startServer(await badCertificate(kind));
        extra.push(bad);
        return endpoints(host, bad.port);
      },
    },
    onboard: async (publicKeyPem, requestPem) => {
      verificationKey = await importSPKI(publicKeyPem, 'ES256');
      return authority.sign(requestPem);
    },
    close: async () => {
      await Promise.all([...extra, server].map((each) => each.stop()));
      await controlServer.close();
    },
  };
}
