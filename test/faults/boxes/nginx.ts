/** A real nginx before D1: ends the station's TLS, asks for its certificate, and opens TLS of its own to D1. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';

import type { KeyedCertificate } from '../../sandbox/certificates.ts';
import { endProcess, untilTrue, type Ground } from '../ground.ts';

/** How nginx stands there; what is left out is as in a good one. */
export interface NginxSetup {
  readonly server: KeyedCertificate;
  /** The CA of the client certificates that it accepts. */
  readonly clientCaPem: string;
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** Directives of the `http` block, of the `server` block and of the location that leads to D1. */
  readonly http?: string;
  readonly inServer?: string;
  readonly inLocation?: string;
}

export interface Nginx {
  readonly port: number;
  readonly folder: string;
  /** Stops and starts again, set up like this. */
  use(setup: NginxSetup): Promise<void>;
  stop(): Promise<void>;
}

/** From the start to the first connection, in ms. */
const START_LIMIT_MS = 10_000;

export interface Upstream {
  /** D1's port on the loopback interface. */
  readonly port: number;
  readonly client: KeyedCertificate;
}

/** Not started yet: `use` does. */
export function createNginx(ground: Ground, port: number, upstream: Upstream): Nginx {
  const folder = join(ground.folder, `nginx-${String(port)}`);
  mkdirSync(join(folder, 'temp'), { recursive: true });
  let running: ChildProcess | null = null;
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const stop = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending !== null) await endProcess(ending);
  };
  return {
    port,
    folder,
    stop,
    async use(setup) {
      await stop();
      const config = write('nginx.conf', configOf(folder, port, upstream, setup, write));
      running = ground.start('/usr/sbin/nginx', ['-p', folder, '-c', config, '-e', join(folder, 'error.log')]);
      await untilTrue('nginx', START_LIMIT_MS, () => listens(port));
    },
  };
}

function configOf(
  folder: string,
  port: number,
  upstream: Upstream,
  setup: NginxSetup,
  write: (name: string, text: string) => string,
): string {
  const { server, clientCaPem, tls } = setup;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((each) => `${each}_temp_path ${join(folder, 'temp', each)};`)
    .join('\n  ');
  return `daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 64; }
http {
  access_log off;
  ${temporary}
  ${setup.http ?? ''}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${write('server.pem', server.certificatePem)};
    ssl_certificate_key ${write('server-key.pem', server.keyPem)};
    ssl_protocols ${tls ?? 'TLSv1.2 TLSv1.3'};
    ssl_client_certificate ${write('client-ca.pem', clientCaPem)};
    ssl_verify_client on;
    ${setup.inServer ?? ''}
    location / {
      proxy_pass https://127.0.0.1:${upstream.port};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host localhost;
      proxy_ssl_certificate ${write('upstream.pem', upstream.client.certificatePem)};
      proxy_ssl_certificate_key ${write('upstream-key.pem', upstream.client.keyPem)};
      ${setup.inLocation ?? ''}
    }
  }
}
`;
}

/** Whether something takes connections at this port of the loopback interface. */
export function listens(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
