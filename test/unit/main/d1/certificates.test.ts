/** Certificates that are wrong on either side, with servers that say why and servers that only hang up. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { clientFor, closeClients, identityOf } from './client-under-test.ts';
import { empty, grant, madeIdentity, sendJson, startMadeD1, type Handler } from './made-d1.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
afterEach(closeClients);

describe("the server's certificate", () => {
  it.each([
    ['untrusted', 'server-not-trusted'],
    ['wrong-host', 'wrong-host'],
    ['expired', 'server-not-trusted'],
    ['not-yet-valid', 'server-not-trusted'],
  ] as const)('that is %s is certificate/%s, and D1 never hears of us', async (kind, cause) => {
    const bad = await sandbox.mint.server(kind);
    sandbox.control.clearRequests();
    expect(await clientFor({ ...sandbox, ...bad }).fault()).toMatchObject({ family: 'certificate', cause });
    expect(sandbox.control.requests()).toEqual([]);
  });

  it("that looks expired to a clock from before this build is the clock's fault", async () => {
    const bad = await sandbox.mint.server('not-yet-valid');
    const { fault } = clientFor({ ...sandbox, ...bad }, { buildDate: Date.now() + 3_600_000 });
    expect(await fault()).toMatchObject({ family: 'clock', cause: 'certificate-dates' });
  });

  it('of an authority that was not configured is not trusted', async () => {
    const { fault } = clientFor({ ...sandbox, caPem: await sandbox.mint.otherCaPem() });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'server-not-trusted' });
  });

  it('without any authority is not trusted either', async () => {
    const { fault } = clientFor(sandbox, { settings: { caPem: [] } });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'server-not-trusted' });
  });
});

describe.each(['TLSv1.3', 'TLSv1.2'] as const)('our certificate, refused by a Node server with %s', (version) => {
  let refusing: Sandbox;
  beforeAll(async () => {
    refusing = await startSandbox({ maxTls: version });
  });
  afterAll(() => refusing.close());

  it('is told as such', async () => {
    const { fault, read } = clientFor({ ...refusing, bundle: await refusing.mint.untrusted() });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-refused' });
    expect((await read()).kind).toBe('fault');
    expect(refusing.control.requests()).toEqual([]);
  });

  it('because it ended is told as such', async () => {
    const bundle = await refusing.mint.expired();
    expect(await clientFor({ ...refusing, bundle }).fault()).toMatchObject({
      family: 'certificate',
      cause: 'client-expired',
    });
  });
});

describe('our certificate, refused by a proxy with a page', () => {
  it('is told as such, not as an answer', async () => {
    const proxied = await startSandbox({ badClients: 'page' });
    const { fault } = clientFor({ ...proxied, bundle: await proxied.mint.untrusted() });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-refused', httpStatus: 400 });
    await proxied.close();
  });

  it.each([
    [400, 'No required SSL certificate was sent', 'client-missing'],
    [495, '', 'client-refused'],
    [496, '', 'client-missing'],
  ] as const)('%s %j is certificate/%s, on the sign-in and on a read', async (status, words, cause) => {
    const d1 = await startMadeD1();
    const page = `<html><head><title>400 ${words}</title></head><body><hr><center>nginx/1.27</center></body></html>`;
    d1.status = (_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(page);
    expect(await clientFor(d1).fault()).toMatchObject({ family: 'certificate', cause });
    d1.token = d1.status;
    expect(await clientFor(d1).fault()).toMatchObject({ family: 'certificate', cause });
    await d1.close();
  });

  it('because it ended is told as such, by a real refusal', async () => {
    const proxied = await startSandbox({ badClients: 'page' });
    const { fault } = clientFor({ ...proxied, bundle: await proxied.mint.expired() });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-expired', httpStatus: 400 });
    await proxied.close();
  });

  it('because it ended meanwhile is told as such, on a read and on the sign-in', async () => {
    const d1 = await startMadeD1();
    const { fault, read, clock } = clientFor(d1, { identity: { notAfter: Date.now() + 60_000 } });
    expect((await read()).kind).toBe('body');
    const page: Handler = (_request, response) =>
      response.writeHead(400, { 'content-type': 'text/html' }).end('<center>The SSL certificate error</center>');
    d1.status = page;
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-refused' });
    clock.advance(61_000);
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-expired', httpStatus: 400 });
    d1.token = page;
    const late = clientFor(d1, { identity: { notAfter: Date.now() - 1 } });
    expect(await late.fault()).toMatchObject({ family: 'certificate', cause: 'client-expired', httpStatus: 400 });
    await d1.close();
  });

  it('is no matter of an ordinary 400', async () => {
    const d1 = await startMadeD1();
    d1.status = (_request, response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"errorCode":"FIELD_INVALID_FORMAT"}');
    expect(await clientFor(d1).fault()).toMatchObject({ family: 'malformed', cause: 'unexpected-status' });
    await d1.close();
  });
});

describe('a server that hangs up after the handshake, without a word', () => {
  /** Closes the first `times` connections as soon as TLS stands, and keeps the others open in silence. */
  async function hangingUp(times: number): Promise<{ origin: string; count: () => number; close: () => void }> {
    const { authority } = await madeIdentity();
    const own = await authority.issue({
      commonName: 'localhost',
      use: 'server',
      hosts: { dns: ['localhost'], ip: [] },
    });
    const sockets = new Set<Socket>();
    let count = 0;
    const server = createServer(
      { cert: own.certificatePem, key: own.keyPem, requestCert: true, rejectUnauthorized: false },
      (socket: TLSSocket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        count += 1;
        if (count <= times) socket.destroy();
      },
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const origin = `https://localhost:${String((server.address() as AddressInfo).port)}`;
    return {
      origin,
      count: () => count,
      close: () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }

  async function toldAfter(times: number): Promise<string> {
    const { authority, bundle } = await madeIdentity();
    const server = await hangingUp(times);
    const urls = { authUrl: `${server.origin}/authz/v1`, bankingUrl: `${server.origin}/banking/v1` };
    const { family, cause } = await clientFor({ ...urls, caPem: authority.certificatePem, bundle }).fault();
    expect(server.count()).toBeGreaterThanOrEqual(2);
    server.close();
    return `${family}/${cause}`;
  }

  it('every time refuses our certificate, once or twice is the network', async () => {
    expect(await Promise.all([Infinity, 1, 2].map(toldAfter))).toEqual([
      'certificate/client-refused',
      'network/reset',
      'network/reset',
    ]);
  });

  it.each<[string, Handler, Handler]>([
    ['a card', grant, empty],
    ['nothing but the sign-in', grant, (request) => request.socket.destroy()],
    ['with a refusal', (_request, response) => sendJson(response, {}, 503), empty],
  ])(
    'every time is the network for a minute after it answered %s, then our certificate',
    async (_words, token, status) => {
      const d1 = await startMadeD1();
      Object.assign(d1, { token, status });
      const { read, fault, clock } = clientFor(d1);
      await read();
      d1.hangUp();
      clock.advance(59_000);
      expect(await fault()).toMatchObject({ family: 'network' });
      clock.advance(1_001);
      expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-refused' });
      await d1.close();
    },
  );
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('our certificate, refused by OpenSSL with an alert', () => {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-tls-'));
  let server: ChildProcess | null = null;
  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['-tls1_3', '-tls1_2'])('is told as such (%s)', async (version) => {
    const { authority, bundle } = await madeIdentity();
    const own = await authority.issue({
      commonName: 'localhost',
      use: 'server',
      hosts: { dns: ['localhost'], ip: ['127.0.0.1'] },
    });
    const files = { cert: own.certificatePem, key: own.keyPem, ca: await sandbox.mint.otherCaPem() };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const args = [
      's_server',
      '-accept',
      '127.0.0.1:0',
      '-cert',
      'cert',
      '-key',
      'key',
      '-CAfile',
      'ca',
      '-Verify',
      '3',
      '-verify_return_error',
      version,
    ];
    server = spawn('openssl', args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    const port = await new Promise<string>((resolve) => {
      let text = '';
      server?.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /ACCEPT \S*:(\d+)/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const origin = `https://127.0.0.1:${port}`;
    const urls = { authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1` };
    const { fault } = clientFor({ ...urls, caPem: authority.certificatePem, bundle });
    expect(await fault()).toMatchObject({ family: 'certificate', cause: 'client-refused' });
    server.kill();
  });
});

it("refuses a key that is not the certificate's before anything is sent", async () => {
  const bundle = await sandbox.mint.keyMismatch();
  expect(() => clientFor({ ...sandbox, bundle })).toThrow(/key/i);
});

it('reads the end of the certificate as the station does', () => {
  expect(identityOf(sandbox.bundle).notAfter).toBeGreaterThan(Date.now());
});
