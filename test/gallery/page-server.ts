/** Serves the built page on loopback, under the content policy that the station gives it. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const INDEX = '/index.html';
const FIRST = '/before.js';

export interface PageServer {
  readonly url: string;
  /** The script that the page runs before its own. */
  before(script: string): void;
  close(): Promise<void>;
}

/** `folder` is the built page. A path outside of it has no file. */
export async function servePage(folder: string): Promise<PageServer> {
  let first = '';
  async function contentOf(path: string): Promise<Buffer | string> {
    if (path === FIRST) return first;
    const content = await readFile(join(folder, path));
    return path === INDEX ? content.toString().replace('<head>', `<head><script src=".${FIRST}"></script>`) : content;
  }
  const server: Server = createServer((request, response) => {
    const asked = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    const path = asked === '/' ? INDEX : asked;
    contentOf(path).then(
      (content) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
          'cache-control': path === FIRST || path === INDEX ? 'no-store' : 'max-age=3600',
        });
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    before: (script) => {
      first = script;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
