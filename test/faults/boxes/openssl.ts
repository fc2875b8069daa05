/** A real `openssl s_server` in D1's place: TLS as OpenSSL's own server does it, and no HTTP worth the name. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { KeyedCertificate } from '../../sandbox/certificates.ts';
import { endProcess, untilTrue, type Ground } from '../ground.ts';
import { listens } from './nginx.ts';

export interface OpensslOptions {
  readonly server: KeyedCertificate;
  /** Asks for a client certificate of this CA and refuses every other. */
  readonly clientCaPem?: string;
  readonly tls: '1.2' | '1.3';
}

const START_LIMIT_MS = 10_000;

/** Listens at `port` until the returned function is called. */
export async function startOpenssl(
  ground: Ground,
  port: number,
  options: OpensslOptions,
): Promise<() => Promise<void>> {
  const write = (name: string, text: string): string => {
    const path = join(ground.folder, `openssl-${name}`);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const { server, clientCaPem, tls } = options;
  const verify =
    clientCaPem === undefined ? [] : ['-Verify', '1', '-verify_return_error', '-CAfile', write('ca.pem', clientCaPem)];
  const args = [
    's_server',
    ...['-accept', `127.0.0.1:${port}`, '-www', '-quiet', tls === '1.2' ? '-tls1_2' : '-tls1_3'],
    ...['-cert', write('cert.pem', server.certificatePem), '-key', write('key.pem', server.keyPem)],
    ...verify,
  ];
  const child = ground.start('openssl', args);
  await untilTrue('openssl s_server', START_LIMIT_MS, () => listens(port));
  return () => endProcess(child);
}
