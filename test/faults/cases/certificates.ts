/** Faults of certificates, made by real servers: what is wrong with a key or a certificate is never a matter of the network. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startOpenssl } from '../boxes/openssl.ts';
import type { NginxSetup } from '../boxes/nginx.ts';
import type { Expected, FaultCase, Scene } from '../case.ts';
import { FRONT, type FrontStand } from '../front.ts';
import { freePort } from '../../sandbox/ports.ts';
import { outage, truthOf } from '../outage.ts';
import { createAuthority } from '../../sandbox/certificates.ts';

type FrontScene = Scene<FrontStand>;

function screenOf(cause: string): Expected {
  return { verdict: 'cannot-tell', fault: `certificate/${cause}`, connection: 'down' };
}

/** Another nginx takes the place of the good one, and gives it back. */
function nginxCase(
  name: string,
  says: string,
  cause: string,
  change: (stand: FrontStand) => Promise<Partial<NginxSetup>> | Partial<NginxSetup>,
): FaultCase<FrontStand> {
  return outage<FrontStand>({
    name,
    says,
    plan: FRONT,
    meanwhile: 'production-exception',
    async breakIt({ stand }) {
      await stand.other.use({ ...stand.good, ...(await change(stand)) });
      stand.relay.to(stand.other.port);
    },
    async mend({ stand }) {
      stand.relay.to(stand.nginx.port);
      await stand.other.stop();
    },
    screen: screenOf(cause),
  });
}

async function strangersCa(): Promise<string> {
  return (await createAuthority('Some other bank')).certificatePem;
}

/** OpenSSL's own server takes D1's place. */
function opensslCase(
  name: string,
  says: string,
  cause: string,
  setup: (scene: FrontScene) => Promise<Omit<Parameters<typeof startOpenssl>[2], never>>,
): FaultCase<FrontStand> {
  let end = async (): Promise<void> => undefined;
  return outage<FrontStand>({
    name,
    says,
    plan: FRONT,
    meanwhile: 'production-exception',
    async breakIt(scene) {
      const port = await freePort();
      end = await startOpenssl(scene.stand.desk.ground, port, await setup(scene));
      scene.stand.relay.to(port);
    },
    async mend({ stand }) {
      stand.relay.to(stand.nginx.port);
      await end();
    },
    screen: screenOf(cause),
  });
}

function selfSigned({ stand }: FrontScene): { certificatePem: string; keyPem: string } {
  const [key, certificate] = ['self-key.pem', 'self.pem'].map((name) => join(stand.desk.ground.folder, name));
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', [...args, ...named, '-keyout', key ?? '', '-out', certificate ?? ''], { stdio: 'pipe' });
  return { certificatePem: readFileSync(certificate ?? '', 'utf8'), keyPem: readFileSync(key ?? '', 'utf8') };
}

/** From the making of a certificate to its end: provisioning and a green card fit in between, in ms. */
const SHORT_LIFE_MS = 14_000;

export const CERTIFICATE_CASES: readonly FaultCase<FrontStand>[] = [
  nginxCase('server-expired', "nginx's certificate has expired", 'server-not-trusted', async ({ pki }) => ({
    server: await pki.badServer('expired'),
  })),
  nginxCase('server-wrong-host', "nginx's certificate is for another host", 'wrong-host', async ({ pki }) => ({
    server: await pki.badServer('wrong-host'),
  })),
  opensslCase('server-self-signed', 'openssl with a self-signed certificate', 'server-not-trusted', async (scene) => ({
    server: selfSigned(scene),
    tls: '1.3',
  })),
  nginxCase('client-refused-tls13', 'nginx refuses the client certificate, TLS 1.3', 'client-refused', async () => ({
    clientCaPem: await strangersCa(),
    tls: 'TLSv1.3',
  })),
  nginxCase('client-refused-tls12', 'nginx refuses the client certificate, TLS 1.2', 'client-refused', async () => ({
    clientCaPem: await strangersCa(),
    tls: 'TLSv1.2',
  })),
  opensslCase(
    'client-alert-tls13',
    'openssl refuses the client certificate, TLS 1.3',
    'client-refused',
    async ({ stand }) => ({
      server: stand.pki.server,
      clientCaPem: await strangersCa(),
      tls: '1.3',
    }),
  ),
  opensslCase(
    'client-alert-tls12',
    'openssl refuses the client certificate, TLS 1.2',
    'client-refused',
    async ({ stand }) => ({
      server: stand.pki.server,
      clientCaPem: await strangersCa(),
      tls: '1.2',
    }),
  ),
  {
    name: 'client-expired',
    says: 'the client certificate ends while a card is green; nginx answers its 400 page',
    plan: FRONT,
    families: ['certificate'],
    async run(scene) {
      const { desk, pki } = scene.stand;
      await scene.set('done');
      const short = pki.bundle(desk.d1.bundle, await pki.client(new Date(Date.now() + SHORT_LIFE_MS)));
      await desk.provision(short);
      await scene.scan({ verdict: 'hand-over' });
      const screen = await scene.until(screenOf('client-expired'), SHORT_LIFE_MS + 12_000);
      await desk.provision(pki.bundle(desk.d1.bundle, await pki.client()));
      const mendedAt = performance.now();
      await scene.until(truthOf('done'), 8_000);
      return { screen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  },
  {
    name: 'key-mismatch',
    says: 'the certificate file is another one at the next start',
    plan: FRONT,
    families: ['certificate'],
    async run(scene) {
      const { desk, pki } = scene.stand;
      const file = join(desk.place.profileFolder, 'client-certificate.pem');
      const own = readFileSync(file);
      await desk.stop();
      writeFileSync(file, (await pki.client()).certificatePem);
      await scene.restart();
      await scene.set('done');
      await scene.scan({});
      const screen = await scene.until(
        { verdict: 'cannot-tell', fault: 'certificate/key-mismatch', connection: 'never' },
        14_000,
      );
      writeFileSync(file, own);
      const mendedAt = performance.now();
      await scene.until(truthOf('done'), 14_000);
      return { screen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  },
];
