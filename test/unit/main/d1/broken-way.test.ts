/** Every way in which a call can end without a response, and what the station calls it. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect } from 'node:net';
import { TLSSocket } from 'node:tls';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { clientFor, closeClients, type Endpoints } from './client-under-test.ts';
import { empty, grant, madeIdentity, sendJson, startMadeD1, type Handler, type MadeD1 } from './made-d1.ts';

let d1: MadeD1;
beforeAll(async () => {
  d1 = await startMadeD1();
});
afterAll(() => d1.close());

const servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await closeClients();
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  d1.token = grant;
  d1.status = empty;
  d1.seen.length = 0;
});

/** A plain TCP server on loopback; the port, for addresses or as a proxy. */
async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  servers.push({ server, sockets });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

function at(origin: string): MadeD1 {
  const urls: Endpoints = { authUrl: `${origin}/authz/v1`, bankingUrl: `${origin}/banking/v1` };
  return { ...d1, ...urls };
}

describe('no connection', () => {
  it('because the name is not known is dns', async () => {
    expect(await clientFor(at('https://d1.invalid')).fault()).toMatchObject({ family: 'network', cause: 'dns' });
  });

  it('because nobody listens is refused', async () => {
    const port = await listen(() => undefined);
    servers.pop()?.server.close();
    expect(await clientFor(at(`https://127.0.0.1:${String(port)}`)).fault()).toMatchObject({
      family: 'network',
      cause: 'refused',
      correlationId: expect.any(String) as string,
    });
  });

  it('because TLS never ends is a timeout after the connect limit', async () => {
    const port = await listen(() => undefined);
    const { fault } = clientFor(at(`https://127.0.0.1:${String(port)}`), { settings: { connectTimeoutMs: 300 } });
    expect(await fault()).toMatchObject({ family: 'network', cause: 'timeout' });
  });

  it('because something else listens there is a fault of the network', async () => {
    const port = await listen((socket) => socket.end('220 mail.bank ESMTP\r\n'));
    expect(await clientFor(at(`https://127.0.0.1:${String(port)}`)).fault()).toMatchObject({ family: 'network' });
  });
});

describe('a connection that ends', () => {
  it('before any byte of the answer, while new ones hold, is reset', async () => {
    const other = await startMadeD1();
    other.status = (request) => request.socket.destroy();
    expect(await clientFor(other).fault()).toMatchObject({
      family: 'network',
      cause: 'reset',
      correlationId: expect.any(String) as string,
    });
    await other.close();
  });

  it('in the middle of the body is reset, told at once', async () => {
    d1.status = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"operations":', () => request.socket.destroy());
    };
    expect(await clientFor(d1).fault()).toMatchObject({
      family: 'network',
      cause: 'reset',
      correlationId: d1.seen.at(-1)?.headers['x-correlation-id'],
    });
  });

  it('in the middle of a chunked and packed body is reset as well', async () => {
    d1.status = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.write(Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), () => request.socket.destroy());
    };
    expect(await clientFor(d1).fault()).toMatchObject({ family: 'network', cause: 'reset' });
  });
});

describe('a server that is slow', () => {
  it('with its headers or in the middle of a body, packed or not, is a timeout', async () => {
    d1.status = (request, response) => {
      if (request.url?.includes('/silent/') === true) return;
      const packed = request.url?.includes('/packed/') === true;
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      });
      response.write(Buffer.of(0x1f, 0x8b));
    };
    const { fault } = clientFor(d1, { settings: { headersTimeoutMs: 300, bodyTimeoutMs: 300 } });
    const found = await Promise.all(['silent', 'plain', 'packed'].map((cardId) => fault(cardId)));
    expect(found.map(({ family, cause }) => `${family}/${cause}`)).toEqual(Array(3).fill('network/timeout'));
  });

  it('and drips byte after byte is ended by the deadline of the whole call', async () => {
    // The deadline is 25 s; here a tenth of a second stands for a second, and every other limit stays.
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const deadlines: number[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      deadlines.push(ms);
      return timeout(ms / 50);
    });
    d1.status = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 30);
      response.once('close', () => clearInterval(drip));
    };
    expect(await clientFor(d1).fault()).toMatchObject({ family: 'network', cause: 'timeout' });
    expect(Math.max(...deadlines)).toBeLessThanOrEqual(25_000);
  });
});

describe('a read that the station gives up', () => {
  it('before it began asks D1 for nothing', async () => {
    const { read } = clientFor(d1);
    await read('first');
    d1.seen.length = 0;
    expect(await read('second', AbortSignal.abort())).toMatchObject({ kind: 'fault' });
    expect(d1.seen).toEqual([]);
  });

  it('ends at once while D1 is silent, and its connection with it', async () => {
    const { read } = clientFor(d1);
    await read('first');
    const abort = new AbortController();
    const gone = new Promise<void>((resolve) => {
      d1.status = (_request, response) => {
        response.once('close', resolve);
        abort.abort();
      };
    });
    expect(await read('card', abort.signal)).toMatchObject({ kind: 'fault', fault: { family: 'network' } });
    await gone;
  });

  it('ends at once in the middle of a body', async () => {
    const abort = new AbortController();
    d1.status = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{', () => setTimeout(() => abort.abort(), 20));
    };
    expect(await clientFor(d1).read('card', abort.signal)).toMatchObject({
      kind: 'fault',
      fault: { family: 'network' },
    });
  });

  it('ends at once while the sign-in is under way, which goes on for the others', async () => {
    const abort = new AbortController();
    let answer = (): void => undefined;
    d1.token = (request, response) => {
      answer = () => grant(request, response);
      abort.abort();
    };
    const { read, signIns } = clientFor(d1);
    const other = read('other');
    expect(await read('card', abort.signal)).toMatchObject({ kind: 'fault' });
    expect(signIns).toEqual([]);
    answer();
    expect(await other).toMatchObject({ kind: 'body' });
  });
});

describe('through a proxy', () => {
  /** A proxy that connects to where it is told, or answers something else. */
  async function proxy(answer: string): Promise<{ rules: () => Promise<string>; asked: string[] }> {
    const asked: string[] = [];
    const port = await listen((socket) => {
      socket.once('data', (head: Buffer) => {
        asked.push(head.toString());
        if (answer !== 'connects') return socket.end(answer);
        const [, host = '', to = '443'] = /^CONNECT ([^:]+):(\d+)/.exec(head.toString()) ?? [];
        const far = connect(Number(to), host === 'localhost' ? '127.0.0.1' : host, () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(far).pipe(socket);
        });
        far.on('error', () => socket.destroy());
        socket.on('close', () => far.destroy());
        return undefined;
      });
    });
    return { rules: () => Promise.resolve(`PROXY 127.0.0.1:${String(port)}`), asked };
  }

  it('reads cards, and the proxy sees neither token nor assertion', async () => {
    const { rules, asked } = await proxy('connects');
    expect(await clientFor(d1, { resolveProxy: rules }).read()).toMatchObject({ kind: 'body' });
    expect(asked.length).toBeGreaterThan(0);
    for (const head of asked) expect(head).not.toMatch(/authorization|assertion|Planted/i);
  });

  it('that is another one at every call leaves no more than a few ways behind', async () => {
    const { rules } = await proxy('connects');
    const kept = servers.at(-1)?.sockets ?? new Set();
    let count = 0;
    const another = async (): Promise<string> => (await rules()).replace('PROXY ', `PROXY number${String(count++)}@`);
    const client = clientFor(d1, { resolveProxy: another });
    for (let read = 0; read < 40; read += 1) expect(await client.read()).toMatchObject({ kind: 'body' });
    await vi.waitFor(() => expect([...kept].filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(16));
    expect(kept.size).toBeGreaterThan(40);
  });

  it('over TLS is trusted by its certificate alone, whatever the environment says', async () => {
    const { authority } = await madeIdentity();
    const use = { commonName: 'localhost', use: 'server', hosts: { dns: [], ip: ['127.0.0.1'] } } as const;
    const { certificatePem, keyPem } = await authority.issue(use);
    let asked = 0;
    const port = await listen((socket) => {
      const secure = new TLSSocket(socket, { isServer: true, cert: certificatePem, key: keyPem });
      secure.on('error', () => undefined).on('data', () => (asked += 1));
    });
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const rules = (): Promise<string> => Promise.resolve(`HTTPS 127.0.0.1:${String(port)}`);
    const fault = await clientFor(d1, { resolveProxy: rules }).fault();
    expect(fault).toMatchObject({ family: 'certificate' });
    expect(asked).toBe(0);
  });

  it('that wants a sign-in of its own says so', async () => {
    const { rules } = await proxy('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    expect(await clientFor(d1, { resolveProxy: rules }).fault()).toMatchObject({
      family: 'network',
      cause: 'proxy-sign-in',
    });
  });

  it('that refuses the way to D1 is a proxy fault', async () => {
    const { rules } = await proxy('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    expect(await clientFor(d1, { resolveProxy: rules }).fault()).toMatchObject({ family: 'network', cause: 'proxy' });
  });

  it('of a kind that the station does not use is a proxy fault, and D1 is not asked past it', async () => {
    const rules = (): Promise<string> => Promise.resolve('SOCKS5 127.0.0.1:1080');
    expect(await clientFor(d1, { resolveProxy: rules }).fault()).toMatchObject({
      family: 'network',
      cause: 'proxy',
      detail: expect.stringMatching(/only proxies of a kind that the station does not use \(SOCKS5\)/) as string,
    });
    expect(d1.seen).toEqual([]);
  });

  it("that is not there is a proxy fault, and not D1's", async () => {
    const port = await listen(() => undefined);
    servers.pop()?.server.close();
    const rules = (): Promise<string> => Promise.resolve(`PROXY 127.0.0.1:${String(port)}`);
    expect(await clientFor(d1, { resolveProxy: rules }).fault()).toMatchObject({ family: 'network', cause: 'proxy' });
    expect(
      await clientFor(d1, { resolveProxy: () => Promise.resolve('PROXY no-proxy.invalid:8080') }).fault(),
    ).toMatchObject({
      family: 'network',
      cause: 'proxy',
    });
  });

  it('that is not there is passed by where the system names another way, and is asked again after five minutes', async () => {
    const port = await listen(() => undefined);
    servers.pop()?.server.close();
    const { rules, asked } = await proxy('connects');
    const both = async (): Promise<string> => `PROXY 127.0.0.1:${String(port)}; ${await rules()}`;
    const { fault, read, clock } = clientFor(d1, { resolveProxy: both });
    expect(await fault()).toMatchObject({ family: 'network', cause: 'proxy' });
    clock.advance(1_000);
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(asked.length).toBeGreaterThan(0);
    clock.advance(5 * 60_000);
    expect(await fault()).toMatchObject({ family: 'network', cause: 'proxy' });
    // The made D1 lives in another time by now, and is reached again.
    expect(await fault()).toMatchObject({ family: 'malformed', cause: 'date-behind' });
  });

  it('whose rules cannot be found out goes directly', async () => {
    expect(await clientFor(d1, { resolveProxy: () => Promise.reject(new Error('no rules')) }).read()).toMatchObject({
      kind: 'body',
    });
  });

  it('whose rules never come does not stop the station for ever', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 50));
    const { fault } = clientFor(d1, { resolveProxy: () => new Promise(() => undefined) });
    expect(await fault()).toMatchObject({ family: 'network' });
  }, 3_000);
});

describe('connections', () => {
  it('are kept and used again, also after an unknown card, a refusal and an error of the server', async () => {
    const other = await startMadeD1();
    const { read, clock } = clientFor(other);
    const statuses = [200, 404, 200, 400, 503, 403];
    let next = 0;
    other.status = (_request, response) =>
      sendJson(response, { operations: [], pad: 'x'.repeat(2_000) }, statuses[next++ % statuses.length]);
    for (let round = 0; round < 24; round += 1) await read();
    // The sign-in finds one of them free.
    clock.advance(13 * 60_000);
    await read();
    expect(other.seen).toHaveLength(27);
    // A second one where the next read begins before the last bytes of a thrown-away body are in.
    expect(other.connections()).toBeLessThanOrEqual(2);
    await other.close();
  });

  it('of before a sleep are not waited for: they may lead nowhere', async () => {
    const other = await startMadeD1();
    const known = new Set<unknown>();
    const { client, read } = clientFor(other);
    const noted =
      (handler: Handler): Handler =>
      (request, response) => {
        known.add(request.socket);
        handler(request, response);
      };
    other.token = noted(grant);
    other.status = noted(empty);
    await read();
    const before = new Set(known);
    // Nobody at the other end hears of those any more.
    const unlessDead =
      (handler: Handler): Handler =>
      (request, response) => {
        if (!before.has(request.socket)) handler(request, response);
      };
    other.token = unlessDead(grant);
    other.status = unlessDead(empty);
    const hanging = read('hanging');
    await vi.waitFor(() => expect(other.seen.at(-1)?.path).toContain('hanging'));
    const wokeAt = performance.now();
    client.signIn();
    expect(await read()).toMatchObject({ kind: 'body' });
    expect(await hanging).toMatchObject({ kind: 'fault', fault: { family: 'network' } });
    // Not the three seconds that an answer may take.
    expect(performance.now() - wokeAt).toBeLessThan(2_500);
    await other.close();
  });

  it('are never more than four, however many reads are wanted', async () => {
    const other = await startMadeD1();
    const { read } = clientFor(other);
    await read();
    other.status = (request, response) => setTimeout(() => empty(request, response), 20);
    await Promise.all(Array.from({ length: 12 }, (_, index) => read(`card-${String(index)}`)));
    expect(other.connections()).toBeLessThanOrEqual(4);
    await other.close();
  });
});
