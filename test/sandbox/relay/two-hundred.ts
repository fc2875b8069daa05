/**
 * `npm run test:long -- relay`: 200 stations, each with a certificate of its own and the station's own D1 client, read a card
 * each through one relay. Prints the figures; ends with 1 when an answer was wrong or D1 was signed in to more often than
 * its tokens ask for. `CARD_STATION_STATIONS` and `CARD_STATION_SECONDS` ask for other numbers.
 */
import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { createD1Client } from '../../../main/d1/d1-client.ts';
import type { Stamp } from '../../../main/tracking/instant.ts';
import type { ReadOutcome } from '../../../main/tracking/poller.ts';
import { startSandbox } from '../sandbox.ts';
import { startRelay, type Relay } from './nginx-relay.ts';

const STATIONS = Number(process.env['CARD_STATION_STATIONS'] ?? 200);
const SECONDS = Number(process.env['CARD_STATION_SECONDS'] ?? 60);
/** A card that waits at the printer is read about this often, in ms. */
const PACE_MS = 3_000;
/** The branches open within this time: this one process makes every handshake of all stations and of D1, in ms. */
const OPENING_MS = 15_000;
/** D1's tokens are used for 720 s: a run this short needs one, and one more when two stations begin at the same moment. */
const MAX_SIGN_INS = 2;

const clock = {
  now: (): Stamp => ({ mono: performance.now(), wall: Date.now() }),
  after: (ms: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

async function client(relay: Relay, number: number) {
  const own = await relay.station(`KIOSK-PS-${String(number)}`);
  return createD1Client({
    settings: {
      authUrl: '',
      bankingUrl: relay.bankingUrl,
      statusPath: '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus',
      uniqueParameter: '_',
      caPem: [relay.caPem],
      tokenEncoding: 'form',
      assertionLifetimeMs: 180_000,
      connectTimeoutMs: 5_000,
      headersTimeoutMs: 10_000,
      bodyTimeoutMs: 10_000,
      maxAnswerBytes: 1_048_576,
      maxConcurrent: 4,
      retryAfterCapMs: 300_000,
      signInFirstMs: 30_000,
      signInCeilingMs: 300_000,
    },
    identity: {
      mode: 'relay-mtls',
      issuerId: 'ISSUER0001',
      clientCertificatePem: own.certificatePem,
      clientKeyPem: { reveal: () => own.keyPem },
      notAfter: Date.parse(new X509Certificate(own.certificatePem).validTo),
    },
    clock,
    random: Math.random,
    resolveProxy: () => Promise.resolve('DIRECT'),
    buildDate: 0,
    networkCeilingMs: 30_000,
    onSignIn: () => undefined,
    onSkew: () => undefined,
  });
}

interface Read {
  readonly outcome: ReadOutcome;
  readonly ms: number;
}

/** What became of a read: every station asks for a card that is done, or, each third one, for one that D1 does not know. */
function verdictOf({ kind }: ReadOutcome, exists: boolean): 'right' | 'fault' | 'WRONG' {
  if (kind === 'fault') return 'fault';
  return kind === (exists ? 'body' : 'not-found') ? 'right' : 'WRONG';
}

async function main(): Promise<void> {
  const sandbox = await startSandbox();
  const relay = await startRelay({ sandbox });
  const clients = await Promise.all(Array.from({ length: STATIONS }, (_, number) => client(relay, number)));
  const reads: Read[] = [];
  const counts = { right: 0, fault: 0, WRONG: 0 };
  const causes = new Map<string, number>();
  let faultsAfterOpening = 0;
  const begun = performance.now();
  await Promise.all(
    clients.map(async ({ read }, number) => {
      const exists = number % 3 !== 0;
      await pause((number / STATIONS) * OPENING_MS);
      while (performance.now() - begun < SECONDS * 1_000) {
        const from = performance.now();
        const outcome = await read(exists ? 'SEED-DONE' : `NO-SUCH-${String(number)}`, new AbortController().signal);
        reads.push({ outcome, ms: performance.now() - from });
        counts[verdictOf(outcome, exists)] += 1;
        if (outcome.kind === 'fault') {
          if (from - begun > OPENING_MS + PACE_MS) faultsAfterOpening += 1;
          const { family, cause, at = 'd1' } = outcome.fault;
          const name = `${family}/${cause} at ${at}`;
          causes.set(name, (causes.get(name) ?? 0) + 1);
        }
        await pause(PACE_MS * (0.8 + 0.4 * Math.random()));
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  const sorted = reads.map(({ ms }) => ms).sort((a, b) => a - b);
  const share = (part: number): string => `${(sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(0)} ms`;
  const signIns = sandbox.control.requests().filter(({ kind }) => kind === 'token').length;
  const lines = [
    `${String(STATIONS)} stations, ${String(reads.length)} reads in ${seconds.toFixed(0)} s (${(reads.length / seconds).toFixed(0)}/s)`,
    `right ${String(counts.right)}, faults ${String(counts.fault)} (after the opening ${String(faultsAfterOpening)}), WRONG ${String(counts.WRONG)}`,
    ...[...causes].map(([name, count]) => `  ${name}: ${String(count)}`),
    `median ${share(0.5)}, 95 % ${share(0.95)}, longest ${share(1)}`,
    `sign-ins at D1: ${String(signIns)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  await Promise.all(clients.map((each) => each.close()));
  await relay.close();
  await sandbox.close();
  const good = counts.WRONG === 0 && counts.right > 0 && signIns <= MAX_SIGN_INS;
  process.exitCode = good ? 0 : 1;
}

await main();
