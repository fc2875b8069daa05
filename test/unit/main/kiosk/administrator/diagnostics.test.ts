import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { summariseCredentials, type CredentialsSummary } from '../../../../../main/credentials/credentials-summary.ts';
import { createKeychainStore } from '../../../../../main/credentials/keychain-store.ts';
import { provision } from '../../../../../main/credentials/provision.ts';
import { Secret } from '../../../../../main/credentials/secret.ts';
import { ADMINISTRATOR_CALLS, type OpenDiagnostics } from '../../../../../main/ipc/administrator-contract.ts';
import { diagnosticsOf, type DiagnosticsParts } from '../../../../../main/kiosk/administrator/diagnostics.ts';
import type { Fault } from '../../../../../main/tracking/fault.ts';
import { CONFIGURED_PACE } from '../../../../../main/tracking/pace-standing.ts';
import { withContact, withFault } from '../../../../../main/tracking/station-faults.ts';
import { EMPTY_STATION, shelved, withCard, type StationState } from '../../../../../main/tracking/station-state.ts';
import { certificate, DAY_MS, ecKey, makeBundle, NOW, pkcs8 } from '../../credentials/made-certificates.ts';
import { MemoryKeychain } from '../../credentials/memory-keychain.ts';
import { at } from '../../tracking/builders.ts';

const PIN = '482913';
const ISSUER = 'ISSUER0001';
const PRESENT: CredentialsSummary = { kind: 'present', kid: 'key-1', certificate: null };

function parts(over: Partial<DiagnosticsParts> = {}): DiagnosticsParts {
  return {
    state: EMPTY_STATION,
    now: at(60_000),
    freshnessMs: 60_000,
    pace: CONFIGURED_PACE,
    credentials: PRESENT,
    station: { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101', environment: 'staging' },
    versions: { app: '0.1.0', electron: '45', chromium: '150', node: '24', platform: 'linux 6 x64' },
    firstStart: null,
    d1: { authUrl: 'https://d1.example/authz/v1', bankingUrl: 'https://d1.example/banking/v1' },
    bundle: null,
    provisionCommand: 'card-station provision BUNDLE --replace --pin-file FILE',
    head: null,
    ledgerBytes: null,
    calls: { answered: 0, failed: 0 },
    clockSkewMs: null,
    displays: [{ width: 1920, height: 1080, scale: 1 }],
    logFile: '/profile/logs/station.log',
    ...over,
  };
}

/** What the page would be sent; anything that does not fit the contract fails. */
function diagnosed(over: Partial<DiagnosticsParts> = {}): OpenDiagnostics {
  const sent = ADMINISTRATOR_CALLS['station:diagnostics'].response.parse(diagnosticsOf(parts(over)));
  if (sent.kind !== 'open') throw new Error('locked');
  return sent;
}

const fault = (over: Partial<Fault> = {}): Fault =>
  ({ family: 'network', cause: 'timeout', detail: 'UND_ERR', correlationId: 'c-1', ...over }) as Fault;

describe('diagnostics', () => {
  it('of a station that has just started', () => {
    expect(diagnosed()).toMatchObject({
      at: at(60_000).wall,
      connection: { state: 'never', lastContactAgeMs: null },
      faults: [],
      ledger: { standing: 'opening', count: null, head: null, fileBytes: null },
      cards: { watched: 0, stored: 0, parked: 0 },
      clockSkewMs: null,
    });
  });

  it('tells connection, cards, record and clock', () => {
    const card = (cardId: string) => ({ cardId, pinnedOperationId: null, reference: null });
    let state: StationState = withContact(EMPTY_STATION, 'sign-in', at(50_000));
    for (const cardId of ['a', 'b', 'c', 'd']) state = withCard(state, card(cardId), at(0));
    state = shelved(shelved(state, 'c', 'stored', at(1)), 'd', 'parked', at(1));
    const seen = diagnosed({
      state,
      head: { count: 417, mac: '0123456789abcdef' },
      ledgerBytes: 81_920,
      clockSkewMs: -1_234.56,
      calls: { answered: 200, failed: 3 },
    });
    expect(seen).toMatchObject({
      connection: { state: 'ok', lastContactAgeMs: 10_000 },
      ledger: { count: 417, head: '01234567', fileBytes: 81_920 },
      cards: { watched: 2, stored: 1, parked: 1 },
      calls: { answered: 200, failed: 3 },
      clockSkewMs: -1_235,
    });
  });

  it('tells which pace is in use and what it rests on', () => {
    expect(diagnosed().pace).toMatchObject({ inUse: 'configured', cards: 0, medianMs: null });
    const learned = { share: 0.953, cards: 212, drifted: true, medianMs: 44_160.4, ninetyMs: 71_020 };
    expect(diagnosed({ pace: { inUse: 'followed', ...learned } }).pace).toEqual({
      inUse: 'followed',
      sharePercent: 95,
      cards: 212,
      drifted: true,
      medianMs: 44_160,
      ninetyMs: 71_020,
    });
  });

  it('holds every active fault in full, also one that is not on the screen yet', () => {
    let state = withFault(EMPTY_STATION, 'card:a', fault(), at(59_999));
    state = withFault(state, 'ledger', fault({ family: 'ledger', cause: 'full' }), at(100));
    state = withFault(state, 'card:b', fault({ correlationId: 'c-2' }), at(50_000));
    expect(
      diagnosed({ state }).faults.map(({ family, correlationId }) => `${family} ${String(correlationId)}`),
    ).toEqual(['network c-2', 'network c-1', 'ledger c-1']);
  });

  it('fits the contract whatever comes', () => {
    let state = EMPTY_STATION;
    for (let number = 0; number < 60; number += 1)
      state = withFault(state, `card:${String(number)}`, fault({ detail: 'x'.repeat(300) }), at(number));
    const long = 'x'.repeat(2_000);
    const seen = diagnosed({
      state,
      station: { name: long, persoStation: long, environment: null },
      credentials: {
        kind: 'fault',
        fault: fault({ family: 'keychain', cause: 'locked', detail: long }),
      },
      d1: null,
      displays: Array.from({ length: 20 }, () => ({ width: 1, height: 1, scale: 1.25 })),
    });
    expect(seen.faults).toHaveLength(30);
    expect(seen.credentials).toMatchObject({ kind: 'fault', cause: 'locked' });
  });
});

describe('what is said of the credentials', () => {
  let folder: string;
  let keychain: MemoryKeychain;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-diagnostics-'));
    keychain = new MemoryKeychain();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const summary = (now = NOW) => summariseCredentials(createKeychainStore(keychain), folder, now);
  const provisioned = (text: string) =>
    provision(text, {
      store: createKeychainStore(keychain),
      profileFolder: folder,
      environment: 'staging',
      now: NOW,
      pin: new Secret(PIN),
    });

  it('is which they are and how long they last, and nothing of them', async () => {
    const bundle = makeBundle();
    await provisioned(bundle.text);
    const told = await summary(NOW + DAY_MS / 2);
    expect(told).toMatchObject({
      kind: 'present',
      kid: 'key-1',
      certificate: { subject: 'TLSMA-EC/IS…01/PPR', notAfter: NOW + 365 * DAY_MS, daysLeft: 364 },
    });
    const sent = JSON.stringify(diagnosed({ credentials: told }));
    const planted: Record<string, string> = {
      'the issuer id': ISSUER,
      'the PIN': PIN,
      'the hash of the PIN': 'scrypt',
      ...Object.fromEntries(
        [bundle.signingKey, bundle.clientKey].flatMap((key, index) => {
          const der = key.export({ format: 'der', type: 'pkcs8' });
          const { d = 'no scalar' } = key.export({ format: 'jwk' }) as { d?: string };
          return [
            [`key ${String(index)} as DER`, der.toString('base64').slice(40, 80)],
            [`key ${String(index)} as hex`, Buffer.from(d, 'base64url').toString('hex')],
            [`key ${String(index)} as scalar`, d],
            [`key ${String(index)} as PEM`, pkcs8(key).split('\n')[1] ?? 'no line'],
          ];
        }),
      ),
    };
    for (const [name, secret] of Object.entries(planted)) expect([name, sent.includes(secret)]).toEqual([name, false]);
    // They are all where they belong, so that the search can find them.
    const stored = [...keychain.accounts.values()].join('\n');
    expect(stored).toContain(ISSUER);
    expect(stored).toContain('scrypt');
    // None of the keys was asked for.
    const asked = new Set<string>();
    keychain.beforeGet = (account) => void asked.add(account.split('.')[0] ?? '');
    await summary();
    expect([...asked]).toEqual(['identity']);
  });

  it('hides a short issuer as well, and the aggregator', async () => {
    const key = ecKey();
    const text = makeBundle({
      aggregatorId: 'AGG',
      clientKey: pkcs8(key),
      clientCertificate: certificate({ key, cn: `X/AGG/${ISSUER}/PPR` }),
    }).text;
    await provisioned(text);
    expect(await summary()).toMatchObject({ certificate: { subject: 'X/…/IS…01/PPR' } });
  });

  it('goes below nothing when the certificate has ended', async () => {
    await provisioned(makeBundle().text);
    expect(await summary(NOW + 366 * DAY_MS)).toMatchObject({ certificate: { daysLeft: -1 } });
  });

  it('tells what is not there and what cannot be read', async () => {
    expect(await summary()).toEqual({ kind: 'absent' });
    await provisioned(makeBundle().text);
    rmSync(join(folder, 'client-certificate.pem'));
    expect(await summary()).toMatchObject({ kind: 'present', certificate: null });
    keychain.accounts.set('identity', 'garbage');
    expect(await summary()).toMatchObject({ kind: 'fault', fault: { cause: 'unreadable' } });
    const store = createKeychainStore(new MemoryKeychain());
    await store.write('identity', new Secret('{"format":2}'));
    expect(await summariseCredentials(store, folder, NOW)).toMatchObject({ fault: { cause: 'unreadable' } });
  });
});
