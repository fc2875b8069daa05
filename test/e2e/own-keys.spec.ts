/** Keys that the packaged program makes itself: an issuer's for D1, and a station's own for the bank's relay. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startRelay, type Relay } from '../sandbox/relay/nginx-relay.ts';
import { expect, test as base, type Desk } from './fixtures.ts';
import { runCommand, type CommandResult } from './station-app.ts';

const PASSPHRASE = 'correct horse battery staple';
/** Each key out of a passphrase takes half a second and 128 MiB, and each command a start of the program; in ms. */
base.describe.configure({ timeout: 240_000 });

const test = base.extend<{ relay: Relay }>({
  relay: async ({ sandbox }, use) => {
    const relay = await startRelay({ sandbox });
    await use(relay);
    await relay.close();
  },
});

async function done(desk: Desk, ...args: string[]): Promise<CommandResult> {
  const result = await runCommand(desk.place, ...args);
  expect(result, args[0] ?? '').toMatchObject({ code: 0, stderr: '' });
  return result;
}

/** No file below the folder holds a key that lies open. */
function expectNoPlainKey(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) expect(readFileSync(path, 'latin1'), name).not.toContain('PRIVATE KEY');
  }
}

test('an issuer’s keys are made, Thales signs and knows them, and a station signs in with them', async ({
  desk,
  sandbox,
}) => {
  const path = (name: string): string => join(desk.folder, name);
  writeFileSync(path('passphrase.txt'), `${PASSPHRASE}\n`, { mode: 0o600 });
  const passphrase = ['--passphrase-file', path('passphrase.txt')];
  const subject = ['--subject', 'CN=TLSMA-EC/ISSUER0001/PPR,O=Example Bank,C=NL'];
  const made = await done(desk, 'make-keys', ...subject, ...passphrase, '--output', path('d1'));
  expect(made.stdout).toContain('For Thales: client-request.pem');

  const read = (name: string): string => readFileSync(path(name), 'utf8');
  writeFileSync(
    path('certificate.pem'),
    await sandbox.onboard(read('d1/signing-key.public.pem'), read('d1/client-request.pem')),
  );
  const ids = ['--issuer-id', sandbox.issuerId, '--kid', sandbox.bundle.kid, '--certificate', path('certificate.pem')];
  const output = ['--output', path('bundle.jwe')];
  await done(desk, 'make-bundle', path('d1/private-keys.jwe'), ...ids, ...passphrase, ...output);
  await done(desk, 'provision', path('bundle.jwe'), ...passphrase);
  const whole = await done(desk, 'self-test');
  expect(whole.stdout).toContain('The way to D1 is whole.');
  expectNoPlainKey(desk.folder);
});

test('a station makes its own key for the relay, and renews its certificate while the old one works', async ({
  desk,
  relay,
}) => {
  const path = (name: string): string => join(desk.folder, name);
  desk.configure({
    d1: { auth: 'relay-mtls', authUrl: undefined, bankingUrl: relay.bankingUrl, caFile: 'relay-ca.pem' },
  });
  writeFileSync(path('relay-ca.pem'), relay.caPem);
  const certificateFor = async (name: string): Promise<string> => {
    const request = path(`${name}.request.pem`);
    await done(desk, 'request-certificate', '--output', request);
    writeFileSync(path(`${name}.pem`), await relay.sign(readFileSync(request, 'utf8')));
    return path(`${name}.pem`);
  };
  const first = await done(desk, 'take-certificate', await certificateFor('first'), '--issuer-id', 'ISSUER0001');
  expect(first.stdout).toContain('Provisioned: issuer ISSUER0001, to the relay as KIOSK-PS-101.');

  const second = await certificateFor('second');
  // Tried with the relay before it counts: the command fails where the relay does not let it in.
  await done(desk, 'take-certificate', second);
  expect(readFileSync(join(desk.place.profileFolder, 'client-certificate.pem'), 'utf8')).toBe(
    `${readFileSync(second, 'utf8').trim()}\n`,
  );
  expect((await done(desk, 'self-test')).stdout).toContain('The way to D1 is whole.');
  expectNoPlainKey(desk.folder);
});
