/** The bank's relay as docs/relay/nginx sets it up, from those very files: only what they mark EDIT and their places differ. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createAuthority, type Authority, type KeyedCertificate } from '../certificates.ts';
import { freePort, listening } from '../ports.ts';
import type { Sandbox } from '../sandbox.ts';

export interface RelayOptions {
  readonly sandbox: Pick<Sandbox, 'bankingUrl' | 'bundle' | 'caPem'>;
  readonly cardDetails?: boolean;
  /** Where the bank's ordering system answers, as `host:port`; the list of cards is off without it. */
  readonly orders?: string;
  /** How often a station may ask, as nginx writes it; what the files say by default. */
  readonly rate?: string;
  /** Changes of the credentials that the relay has at D1. */
  readonly credentials?: Readonly<Record<string, unknown>>;
}

export interface Relay {
  readonly bankingUrl: string;
  readonly port: number;
  /** The authority of relay and stations. */
  readonly caPem: string;
  /** A certificate for the station of this name. */
  station(name: string): Promise<KeyedCertificate>;
  /** Signs what a station asks for with a key of its own. */
  sign(requestPem: string): Promise<string>;
  /** What the relay has written down, a line each. */
  log(): readonly Readonly<Record<string, string>>[];
  /** Whether the token lies in the relay's store. */
  readonly runFolder: string;
  close(): Promise<void>;
}

const SOURCES = 'docs/relay/nginx';
/** Debian keeps it where only administrators look. */
const NGINX = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
/** A server that does not listen by then will not, in ms. */
const START_LIMIT_MS = 20_000;

export async function startRelay(options: RelayOptions): Promise<Relay> {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-relay-'));
  const authority = await createAuthority('Stations of the bank');
  const port = await freePort();
  await writeFiles(folder, port, authority, options);
  const nginx = spawn(NGINX, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = async (): Promise<void> => {
    if (nginx.exitCode === null && nginx.kill('SIGTERM')) await once(nginx, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  await listening(port, START_LIMIT_MS).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    bankingUrl: `https://localhost:${String(port)}/d1`,
    port,
    caPem: authority.certificatePem,
    runFolder: join(folder, 'run'),
    station: (name) => authority.issue({ commonName: name, use: 'client' }),
    sign: (requestPem) => authority.sign(requestPem),
    log: () =>
      readFileSync(join(folder, 'log.log'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, string>),
    close: end,
  };
}

async function writeFiles(folder: string, port: number, authority: Authority, options: RelayOptions): Promise<void> {
  const { sandbox, cardDetails = false, orders, credentials = {} } = options;
  const { issuerId, aggregatorId, kid, audience, signingKey, clientCertificate, clientKey } = sandbox.bundle;
  const server = await authority.issue({
    commonName: 'localhost',
    use: 'server',
    hosts: { dns: ['localhost'], ip: ['127.0.0.1'] },
  });
  mkdirSync(join(folder, 'run'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
  write('server.pem', server.certificatePem);
  write('server.key', server.keyPem);
  write('stations-ca.pem', authority.certificatePem);
  write('d1-ca.pem', sandbox.caPem);
  write('d1-client.pem', clientCertificate);
  write('d1-client.key', clientKey);
  write('credentials.json', JSON.stringify({ issuerId, aggregatorId, kid, audience, signingKey, ...credentials }));

  const source = (name: string): string => readFileSync(join(SOURCES, name), 'utf8');
  const placed = (text: string): string =>
    text
      .replaceAll('/etc/ssl/certs/ca-certificates.crt', join(folder, 'd1-ca.pem'))
      .replaceAll('/etc/d1-relay', folder)
      .replaceAll('/run/d1-relay', join(folder, 'run'))
      .replaceAll('/var/log/nginx/d1-relay.error', join(folder, 'error'))
      .replaceAll('/var/log/nginx/d1-relay', join(folder, 'log'));
  const d1Port = new URL(sandbox.bankingUrl).port;
  const atD1 = 'server api.d1-stg.thalescloud.io:443';
  if (source('d1-relay.conf').split(atD1).length !== 3) throw new Error('the relay has two ways to D1');
  let main = edited(source('d1-relay.conf').replaceAll(atD1, `server 127.0.0.1:${d1Port}`), [
    ['$d1_name { default "api.d1-stg.thalescloud.io"; }', '$d1_name { default "localhost"; }'],
    ['$d1_issuer { default "ISSUER0001"; }', `$d1_issuer { default "${issuerId}"; }`],
    ['listen 443 ssl;', `listen 127.0.0.1:${String(port)} ssl;`],
    ['server_name d1-relay.bank.example;', 'server_name localhost;'],
  ]);
  if (options.rate !== undefined) main = edited(main, [['rate=5r/s', `rate=${options.rate}`]]);
  if (cardDetails)
    main = edited(main, [['# include /etc/d1-relay/card-details', 'include /etc/d1-relay/card-details']]);
  if (orders !== undefined)
    main = edited(main, [['# include /etc/d1-relay/station-cards', 'include /etc/d1-relay/station-cards']]);
  write('d1-relay.conf', placed(main));
  write('d1-relay.js', source('d1-relay.js'));
  write('card-details.conf', placed(source('card-details.conf')));
  write('station-cards.conf', edited(source('station-cards.conf'), [['127.0.0.1:8080', orders ?? '127.0.0.1:9']]));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path tmp-${kind};`,
  );
  const user = process.getuid?.() === 0 ? `user ${asDebian(folder)};` : '';
  // What Debian's own nginx.conf says around it.
  write(
    'nginx.conf',
    `load_module /usr/lib/nginx/modules/ngx_http_js_module.so; ${user} worker_processes 1; daemon off; pid nginx.pid;
    events { worker_connections 1024; } http { access_log off; ${temporary.join(' ')} include d1-relay.conf; }`,
  );
}

/** Whom nginx works as on Debian: may use the token's place, and read none of the keys. */
function asDebian(folder: string): string {
  const account = 'www-data';
  const [, , uid = '0', gid = '0'] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${account}:`))
      ?.split(':') ?? [];
  chmodSync(folder, 0o711);
  chmodSync(join(folder, 'run'), 0o700);
  chownSync(join(folder, 'run'), Number(uid), Number(gid));
  return account;
}

/** Each of these stands in the text exactly once, or the files have changed without their test. */
function edited(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (before.split(from).length !== 2) throw new Error(`the relay's files do not hold this once: ${from}`);
    return before.replace(from, () => to);
  }, text);
}
