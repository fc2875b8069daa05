/** What the station says of D1 behind real servers: nginx, OpenSSL and Node, seen through the packaged program's own TLS. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, test } from '@playwright/test';

import type { Bundle } from '../sandbox/bundle.ts';
import { freePort } from '../sandbox/ports.ts';
import { createAuthority, type Authority, type KeyedCertificate } from '../sandbox/certificates.ts';
import { startSandbox, type Endpoints, type Sandbox } from '../sandbox/sandbox.ts';
import { TWIN } from './fixtures.ts';
import { OddServers } from './odd-servers.ts';
import { runCommand, StationApp, type StationPlace } from './station-app.ts';

/** The credentials that a station of this file can have: good ones, or wrong in one respect. */
type Holder = 'good' | 'stranger' | 'wrong-signing-key' | 'expired' | 'other-certificate' | 'no-certificate';

/** A certificate that is good while it is provisioned and has ended when the station starts, in ms. */
const SHORT_LIFE_MS = 12_000;
const DAY_MS = 86_400_000;
const HOSTS = { dns: ['localhost'], ip: ['127.0.0.1'] };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the screen says in English. */
interface Words {
  readonly fault: {
    readonly sentence: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly action: Readonly<Record<string, string>>;
    readonly skew_other: string;
  };
  readonly owner: Readonly<Record<string, string>>;
}
const WORDS = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../renderer/locales/en.json'), 'utf8')) as Words;

const OWNERS: Readonly<Record<string, string>> = {
  network: 'network',
  'sign-in': 'd1-administrator',
  certificate: 'branch-it',
  clock: 'branch-it',
  malformed: 'network',
};

let folder: string;
let sandbox: Sandbox;
let older: Sandbox;
let servers: OddServers;
let authority: Authority;
let caFile: string;
/** Ports of the servers below, by the words in the table. */
let ports: Readonly<Record<string, number>>;
let expiredAt: number;
const profiles = new Map<Holder, string>();

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = mkdtempSync(join(tmpdir(), 'card-station-classifier-'));
  [sandbox, older, authority] = await Promise.all([
    startSandbox(),
    startSandbox({ maxTls: 'TLSv1.2' }),
    createAuthority('The bank'),
  ]);
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, [authority.certificatePem, sandbox.caPem, older.caPem].join('\n'));
  servers = new OddServers(folder);
  ports = await startServers();
  await provisionAll();
});
test.afterAll(async () => {
  await servers.close();
  await Promise.all([sandbox.close(), older.close()]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function startServers(): Promise<Record<string, number>> {
  const serving = (hosts = HOSTS, notAfter?: Date): Promise<KeyedCertificate> =>
    authority.issue({
      commonName: hosts.dns[0] ?? 'localhost',
      use: 'server',
      hosts,
      ...(notAfter === undefined ? {} : { notBefore: new Date(Date.now() - 30 * DAY_MS), notAfter }),
    });
  const good = await serving();
  const ended = await serving(HOSTS, new Date(Date.now() - DAY_MS));
  const elsewhere = await serving({ dns: ['d1.example'], ip: [] });
  const unknown = await (
    await createAuthority('Somebody')
  ).issue({ commonName: 'localhost', use: 'server', hosts: HOSTS });
  const own = servers.selfSigned();
  const strangers = await sandbox.mint.otherCaPem();
  const ok = 'location / { default_type application/json; return 200 "{}"; }';
  const plain = (certificate: KeyedCertificate) => ({ tls: { own: certificate, clientCa: null }, body: ok });
  const nginx = await servers.nginx({
    'nginx, expired': plain(ended),
    'nginx, self-signed': plain(own),
    'nginx, another host': plain(elsewhere),
    'nginx, unknown authority': plain(unknown),
    'nginx, other clients': { tls: { own: good, clientCa: strangers }, body: ok },
    'nginx, other clients, TLS 1.2': { tls: { own: good, clientCa: strangers }, body: `ssl_protocols TLSv1.2; ${ok}` },
    'nginx, our clients': { tls: { own: good, clientCa: sandbox.caPem }, body: 'location / { return 403; }' },
    'nginx, silent': { tls: { own: good, clientCa: sandbox.caPem }, body: 'location / { return 444; }' },
    'nginx, page': {
      tls: { own: good, clientCa: sandbox.caPem },
      body: 'location / { default_type text/html; return 200 "<html>"; }',
    },
    'nginx, broken behind': {
      tls: { own: good, clientCa: sandbox.caPem },
      body: `location / { proxy_pass http://127.0.0.1:${String(await freePort())}; }`,
    },
    'nginx, no TLS': { tls: null, body: ok },
  });
  return {
    ...nginx,
    'OpenSSL, expired': await servers.openssl({ own: ended, clientCa: null }, '-tls1_3'),
    'OpenSSL, self-signed': await servers.openssl({ own, clientCa: null }, '-tls1_2'),
    'OpenSSL, another host': await servers.openssl({ own: elsewhere, clientCa: null }, '-tls1_3'),
    'OpenSSL, other clients, TLS 1.3': await servers.openssl({ own: good, clientCa: strangers }, '-tls1_3'),
    'OpenSSL, other clients, TLS 1.2': await servers.openssl({ own: good, clientCa: strangers }, '-tls1_2'),
    'Node, closes after the handshake': await servers.node(good, 'TLSv1.3', (raw) => raw.destroy()),
    'Node, resets after the handshake, TLS 1.2': await servers.node(good, 'TLSv1.2', (raw) => raw.resetAndDestroy()),
    'Node, resets at once': await servers.tcp((socket) => socket.resetAndDestroy()),
    'Node, never speaks': await servers.tcp(() => undefined),
    'nobody listens': await freePort(),
  };
}

async function provisionAll(): Promise<void> {
  expiredAt = Date.now() + SHORT_LIFE_MS;
  const expiring = await sandbox.mint.expiringIn(SHORT_LIFE_MS / DAY_MS);
  await provision('expired', expiring);
  await provision('good', sandbox.bundle);
  await provision('stranger', await sandbox.mint.untrusted());
  await provision('wrong-signing-key', await sandbox.mint.unknownSigningKey());
  const certificate = 'client-certificate.pem';
  writeFileSync(join(copyOfGood('other-certificate'), certificate), (await sandbox.mint.renewed()).clientCertificate);
  rmSync(join(copyOfGood('no-certificate'), certificate));
}

async function provision(holder: Holder, bundle: Bundle): Promise<void> {
  const file = join(folder, 'bundle.json');
  writeFileSync(file, JSON.stringify(bundle), { mode: 0o600 });
  const { code, stderr } = await runCommand(placeOf(holder, sandbox), 'provision', file);
  expect(stderr.replace(/^Warning:.*$/gm, '').trim()).toBe('');
  expect(code).toBe(0);
}

/** A profile with the same entries in the keychain as the good one. */
function copyOfGood(holder: Holder): string {
  const { profileFolder } = placeOf(holder, sandbox);
  cpSync(placeOf('good', sandbox).profileFolder, profileFolder, { recursive: true });
  return profileFolder;
}

function placeOf(holder: Holder, { authUrl, bankingUrl }: Endpoints): StationPlace {
  const profileFolder = profiles.get(holder) ?? join(folder, `profile-${holder}`);
  profiles.set(holder, profileFolder);
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const configFile = join(folder, 'config.json');
  const d1 = { environment: 'sandbox', authUrl, bankingUrl, caFile, caMode: 'only', connectTimeoutSeconds: 1 };
  const station = { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' };
  writeFileSync(configFile, JSON.stringify({ station, d1 }));
  return { program: TWIN, profileFolder, configFile };
}

interface Case {
  readonly name: string;
  /** One of the ports by its words, a server of the sandbox, or a whole address. */
  readonly at: () => Endpoints | Promise<Endpoints>;
  readonly holder?: Holder;
  readonly shows: `${string}/${string}`;
  /** False where the station finds out before it speaks to anybody. */
  readonly called?: boolean;
}

const behind = (origin: string): Endpoints => ({ authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1` });

/** A server of this file's, by its words in the table. */
function server(name: string, shows: Case['shows'], holder: Holder = 'good'): Case {
  return { name, at: () => behind(`https://localhost:${String(ports[name])}`), holder, shows };
}

const CASES: readonly Case[] = [
  server('nginx, expired', 'certificate/server-not-trusted'),
  server('nginx, self-signed', 'certificate/server-not-trusted'),
  server('nginx, another host', 'certificate/wrong-host'),
  server('nginx, unknown authority', 'certificate/server-not-trusted'),
  server('nginx, other clients', 'certificate/client-refused'),
  server('nginx, other clients, TLS 1.2', 'certificate/client-refused'),
  server('nginx, our clients', 'certificate/client-refused', 'stranger'),
  server('nginx, our clients', 'sign-in/token-refused'),
  server('nginx, silent', 'network/reset'),
  server('nginx, page', 'malformed/content-type'),
  server('nginx, broken behind', 'network/server-error'),
  server('nginx, no TLS', 'network/reset'),
  server('OpenSSL, expired', 'certificate/server-not-trusted'),
  server('OpenSSL, self-signed', 'certificate/server-not-trusted'),
  server('OpenSSL, another host', 'certificate/wrong-host'),
  server('OpenSSL, other clients, TLS 1.3', 'certificate/client-refused'),
  server('OpenSSL, other clients, TLS 1.2', 'certificate/client-refused'),
  { name: 'Node, expired', at: () => sandbox.mint.server('expired'), shows: 'certificate/server-not-trusted' },
  { name: 'Node, refuses, TLS 1.3', at: () => sandbox, holder: 'stranger', shows: 'certificate/client-refused' },
  { name: 'Node, refuses, TLS 1.2', at: () => older, shows: 'certificate/client-refused' },
  server('Node, closes after the handshake', 'certificate/client-refused'),
  server('Node, resets after the handshake, TLS 1.2', 'certificate/client-refused'),
  server('Node, resets at once', 'network/reset'),
  server('Node, never speaks', 'network/timeout'),
  server('nobody listens', 'network/refused'),
  { name: 'no such name', at: () => behind('https://d1.invalid'), shows: 'network/dns' },
  { name: 'D1, another signing key', at: () => sandbox, holder: 'wrong-signing-key', shows: 'sign-in/token-refused' },
  { name: 'D1, our clock 20 min behind', at: () => withClockAhead(), shows: 'clock/skew' },
  {
    name: 'a certificate that was exchanged',
    at: () => sandbox,
    holder: 'other-certificate',
    shows: 'certificate/key-mismatch',
    called: false,
  },
  {
    name: 'a certificate that is gone',
    at: () => sandbox,
    holder: 'no-certificate',
    shows: 'certificate/client-missing',
    called: false,
  },
  {
    name: 'a certificate that has ended',
    at: async () => {
      await new Promise((done) => setTimeout(done, Math.max(0, expiredAt + 1_500 - Date.now())));
      return sandbox;
    },
    holder: 'expired',
    shows: 'certificate/client-expired',
    called: false,
  },
];

function withClockAhead(): Endpoints {
  sandbox.control.shiftClock(20 * 60_000);
  return sandbox;
}

for (const { name, at, holder = 'good', shows, called = true } of CASES) {
  test(`${name}: ${shows}`, async () => {
    const [family = '', cause = ''] = shows.split('/');
    const station = await StationApp.launch(placeOf(holder, await at()));
    try {
      const fault = station.page.locator(`[data-testid="screen"] [data-testid="fault"][data-fault="${family}"]`);
      await expect(fault).toHaveAttribute('data-cause', cause);
      // Whatever the wrong key or clock does to the way: it is not told as trouble of the network.
      if (family !== 'network') await expect(station.page.locator('[data-fault="network"]')).toHaveCount(0);
      await expect(fault.locator('h1')).toHaveText(sentenceOf(family, cause));
      await expect(fault.locator('.message-action')).toHaveText(WORDS.fault.action[family] ?? 'no action');
      const evidence = (await fault.locator('.evidence dd').allTextContents()).map(bare);
      expect(evidence).toContain(WORDS.owner[OWNERS[family] ?? '']);
      expect(evidence).toContain(`${family} / ${cause}`);
      expect(evidence.filter((text) => UUID.test(text))).toHaveLength(called ? 1 : 0);
      // Owner, since, fault, detail, and the id where there was a call.
      expect(evidence).toHaveLength(called ? 5 : 4);
      expect(evidence.every((text) => text.trim() !== '')).toBe(true);
    } finally {
      await station.close().catch(() => undefined);
      sandbox.control.shiftClock(0);
    }
  });
}

function sentenceOf(family: string, cause: string): string | RegExp {
  if (cause === 'skew') return new RegExp(`^${WORDS.fault.skew_other.replace('{{count}}', '(1[12]\\d\\d)')}$`);
  return WORDS.fault.sentence[family]?.[cause] ?? 'no sentence';
}

/** Without the marks that keep raw text apart from the direction of the words around it. */
function bare(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}
