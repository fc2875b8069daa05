/** `app://station/…`: serves the built page, file by file from a list made at start; nothing else has an address. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { protocol, type ProtocolRequest, type ProtocolResponse, type Session } from 'electron';

import { listPageFiles } from './page-files.ts';

const ORIGIN = 'app://station';
export const PAGE_URL = `${ORIGIN}/index.html`;
/** What is shown when the page cannot be kept alive: no script, every language. */
export const STOP_URL = `${ORIGIN}/stop.html`;

/** What is filled into a page when it is asked for; by address. */
export type PageDress = Readonly<Record<string, (html: string) => string>>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  // No dialogs, no printing, no downloads, no windows, no forms, whatever runs in the page.
  'sandbox allow-scripts allow-same-origin',
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
};

/** Must run before Electron is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, stream: true } }]);
}

/** What the engine calls a request that failed for no reason of its own list's. */
const NET_FAILED = -2;

/**
 * Serves the files of `folder` in this session. A path that is not on the list gets 404, whatever it spells. Each page
 * is given what holds when it is asked for: its theme, a name.
 */
export async function serveApp(session: Session, folder: string, dress: PageDress): Promise<void> {
  const files = new Map<string, string>();
  for (const name of await listPageFiles(folder)) files.set(`/${name}`, join(folder, name));

  async function answerTo({ url, method }: ProtocolRequest): Promise<ProtocolResponse> {
    const ours = url.startsWith(`${ORIGIN}/`) && method === 'GET';
    const file = ours ? files.get(new URL(url).pathname) : undefined;
    const contentType = file === undefined ? undefined : CONTENT_TYPES[extname(file)];
    if (file === undefined || contentType === undefined) {
      return { statusCode: 404, headers: HEADERS, data: Buffer.alloc(0) };
    }
    const content = await readFile(file);
    const fill = dress[url];
    const data = fill === undefined ? content : Buffer.from(fill(content.toString('utf8')));
    return { data, headers: { ...HEADERS, 'content-type': contentType } };
  }

  // Its successor, `handle`, has main load Node's whole `fetch` before the first byte of the page: 60 ms of a start. When this one
  // goes, a `Response` of the same three parts takes its place.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the reason is above
  session.protocol.registerBufferProtocol('app', (request, answer) => {
    void answerTo(request).then(answer, () => answer({ error: NET_FAILED }));
  });
}
