/** Servers in D1's place that are wrong in one respect: nginx, OpenSSL and Node, each with its own way to say so. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';

import type { KeyedCertificate } from '../sandbox/certificates.ts';
import { freePort, listening } from '../sandbox/ports.ts';

/** What a TLS server is made of, PEM; `clientCa` is the authority of the clients that it accepts, null to ask for none. */
export interface TlsIdentity {
  readonly own: KeyedCertificate;
  readonly clientCa: string | null;
}

/** One server block of nginx: what it listens with, and what it does with a request. */
export interface NginxSite {
  readonly tls: TlsIdentity | null;
  readonly body: string;
}

const LOOPBACK = '127.0.0.1';
/** Debian keeps it where only administrators look. */
const NGINX = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
/** A server that does not listen by then will not, in ms. */
const START_LIMIT_MS = 10_000;

/** Whatever was started for a file of tests, ended together. */
export class OddServers {
  private readonly folder: string;
  private readonly processes: ChildProcess[] = [];
  private readonly servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];
  private written = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts one nginx with all these sites; their ports, by name. */
  async nginx<Name extends string>(sites: Readonly<Record<Name, NginxSite>>): Promise<Record<Name, number>> {
    const home = join(this.folder, 'nginx');
    mkdirSync(home, { recursive: true });
    const ports = {} as Record<Name, number>;
    const blocks: string[] = [];
    for (const [name, { tls, body }] of Object.entries(sites) as [Name, NginxSite][]) {
      const port = await freePort();
      ports[name] = port;
      blocks.push(
        `server { listen ${LOOPBACK}:${String(port)}${tls === null ? '' : ' ssl'}; ${this.nginxTls(tls)} ${body} }`,
      );
    }
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path tmp-${kind};`,
    );
    writeFileSync(
      join(home, 'nginx.conf'),
      `daemon off; master_process off; pid nginx.pid; error_log stderr crit; events {} http { access_log off; ${temporary.join(' ')} ${blocks.join('\n')} }`,
    );
    const nginx = spawn(NGINX, ['-p', home, '-c', 'nginx.conf', '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.processes.push(nginx);
    await Promise.all(Object.values<number>(ports).map((port) => listening(port, START_LIMIT_MS)));
    return ports;
  }

  /** `openssl s_server`, which says why in a TLS alert. */
  async openssl({ own, clientCa }: TlsIdentity, version: '-tls1_2' | '-tls1_3'): Promise<number> {
    const port = await freePort();
    const files = ['-cert', this.file(own.certificatePem), '-key', this.file(own.keyPem)];
    const clients = clientCa === null ? [] : ['-CAfile', this.file(clientCa), '-Verify', '3', '-verify_return_error'];
    const args = ['s_server', '-quiet', '-accept', `${LOOPBACK}:${String(port)}`, ...files, ...clients, version];
    this.processes.push(spawn('openssl', args, { stdio: ['pipe', 'ignore', 'ignore'] }));
    await listening(port, START_LIMIT_MS);
    return port;
  }

  /** A TLS server of Node's that asks for a certificate, takes any, and then does this with the connection beneath TLS. */
  async node(own: KeyedCertificate, maxVersion: SecureVersion, then: (raw: Socket) => void): Promise<number> {
    const server = createTlsServer(
      { cert: own.certificatePem, key: own.keyPem, requestCert: true, rejectUnauthorized: false, maxVersion },
      (socket) => {
        socket.on('error', () => undefined);
        const raw = beneath.get(socket.remotePort ?? 0);
        if (raw !== undefined) then(raw);
      },
    );
    const beneath = new Map<number, Socket>();
    server.on('connection', (raw: Socket) => beneath.set(raw.remotePort ?? 0, raw));
    server.on('tlsClientError', () => undefined);
    return this.listen(server);
  }

  /** A server without TLS that does this with each connection. */
  tcp(then: (socket: Socket) => void): Promise<number> {
    return this.listen(createServer(then));
  }

  async close(): Promise<void> {
    for (const { server, sockets } of this.servers) {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
    await Promise.all(
      this.processes.map(async (each) => {
        if (each.exitCode !== null || !each.kill()) return;
        await once(each, 'exit');
      }),
    );
  }

  /** A certificate that nobody but itself vouches for. */
  selfSigned(): KeyedCertificate {
    const [certificate, key] = [join(this.folder, 'self.pem'), join(this.folder, 'self.key')];
    const made = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
    ];
    const said = ['-days', '30', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...made, ...said], { stdio: 'ignore' });
    const text = (file: string): string => readFileSync(file, 'utf8');
    return { certificatePem: text(certificate), keyPem: text(key) };
  }

  private nginxTls(tls: TlsIdentity | null): string {
    if (tls === null) return '';
    const { own, clientCa } = tls;
    const files = `ssl_certificate ${this.file(own.certificatePem)}; ssl_certificate_key ${this.file(own.keyPem)};`;
    return clientCa === null ? files : `${files} ssl_client_certificate ${this.file(clientCa)}; ssl_verify_client on;`;
  }

  private async listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    this.servers.push({ server, sockets });
    await once(server.listen(0, LOOPBACK), 'listening');
    return (server.address() as AddressInfo).port;
  }

  private file(pem: string): string {
    this.written += 1;
    const path = join(this.folder, `${String(this.written)}.pem`);
    writeFileSync(path, pem, { mode: 0o600 });
    return path;
  }
}
