/** The D1 client as the station builds it, over real TLS, with a clock that the test owns. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

import { createD1Client, type D1Client } from '../../../../main/d1/d1-client.ts';
import type { D1Identity, DirectIdentity } from '../../../../main/d1/identity.ts';
import type { D1Settings } from '../../../../main/d1/settings.ts';
import type { GrantOutcome } from '../../../../main/d1/token-keeper.ts';
import type { ResolveProxy } from '../../../../main/d1/transport.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import type { Bundle } from '../../../sandbox/bundle.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

export interface Endpoints {
  readonly authUrl: string;
  readonly bankingUrl: string;
}

export function identityOf(bundle: Bundle): DirectIdentity {
  return {
    mode: 'direct',
    issuerId: bundle.issuerId,
    aggregatorId: bundle.aggregatorId,
    kid: bundle.kid,
    audience: bundle.audience,
    signingKey: createPrivateKey(bundle.signingKey),
    clientCertificatePem: bundle.clientCertificate,
    clientKeyPem: { reveal: () => bundle.clientKey },
    notAfter: Date.parse(new X509Certificate(bundle.clientCertificate).validTo),
  };
}

export function settingsFor(
  { authUrl, bankingUrl }: Endpoints,
  caPem: string,
  change: Partial<D1Settings> = {},
): D1Settings {
  return {
    authUrl,
    bankingUrl,
    statusPath: '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus',
    uniqueParameter: '_',
    caPem: [caPem],
    tokenEncoding: 'form',
    assertionLifetimeMs: 180_000,
    connectTimeoutMs: 3_000,
    headersTimeoutMs: 3_000,
    bodyTimeoutMs: 3_000,
    maxAnswerBytes: 1_048_576,
    maxConcurrent: 4,
    retryAfterCapMs: 300_000,
    signInFirstMs: 30_000,
    signInCeilingMs: 300_000,
    ...change,
  };
}

export interface ClientUnderTest {
  readonly client: D1Client;
  readonly clock: FakeClock;
  /** Every sign-in that ended, in order. */
  readonly signIns: GrantOutcome[];
  /** Everything that was told of the station's clock, in order. */
  readonly skews: (Fault | null)[];
  /** Reads a card; the signal is never aborted unless one is given. */
  read(cardId?: string, signal?: AbortSignal): Promise<ReadOutcome>;
  /** Reads a card that is expected to come to a fault. */
  fault(cardId?: string): Promise<Fault>;
}

export interface ClientChange {
  readonly settings?: Partial<D1Settings>;
  readonly identity?: Partial<DirectIdentity> | Exclude<D1Identity, DirectIdentity>;
  readonly resolveProxy?: ResolveProxy;
  readonly buildDate?: number;
  readonly clock?: FakeClock;
  readonly random?: () => number;
}

/** Clients to close when a test ends. */
const opened = new Set<D1Client>();

export function clientFor(
  server: Endpoints & { readonly caPem: string; readonly bundle: Bundle },
  change: ClientChange = {},
): ClientUnderTest {
  const clock = change.clock ?? new FakeClock({ mono: 5_000, wall: Date.now() });
  const signIns: GrantOutcome[] = [];
  const skews: (Fault | null)[] = [];
  const client = createD1Client({
    settings: settingsFor(server, server.caPem, change.settings),
    identity: isWhole(change.identity) ? change.identity : { ...identityOf(server.bundle), ...change.identity },
    clock,
    random: change.random ?? ((): number => 0.5),
    resolveProxy: change.resolveProxy ?? ((): Promise<string> => Promise.resolve('DIRECT')),
    buildDate: change.buildDate ?? 0,
    networkCeilingMs: 30_000,
    onSignIn: (outcome) => signIns.push(outcome),
    onSkew: (fault) => skews.push(fault),
  });
  opened.add(client);
  const read = (cardId = 'SEED-DONE', signal = new AbortController().signal): Promise<ReadOutcome> =>
    client.read(cardId, signal);
  return {
    client,
    clock,
    signIns,
    skews,
    read,
    async fault(cardId) {
      const outcome = await read(cardId);
      if (outcome.kind !== 'fault') throw new Error(`expected a fault, and D1 answered: ${outcome.kind}`);
      return outcome.fault;
    },
  };
}

function isWhole(identity: ClientChange['identity']): identity is Exclude<D1Identity, DirectIdentity> {
  return identity?.mode === 'relay-mtls' || identity?.mode === 'relay-oauth';
}

export async function closeClients(): Promise<void> {
  const clients = [...opened];
  opened.clear();
  await Promise.all(clients.map((client) => client.close()));
}
