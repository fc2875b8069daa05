import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import type { ResponseBody } from './transport.ts';

/** A body as JSON, or why it is none. Never holds more than `maxBytes` of it, packed or unpacked. */
export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'content-type'; readonly detail: string }
  | { readonly kind: 'not-json'; readonly detail: string };

/** Characters of an unusable body that are kept for support. */
const EXCERPT_LENGTH = 120;

/**
 * Reads a response body as JSON in UTF-8, unpacking gzip, deflate and br.
 * Rejects with the stream's own error when the connection fails in between.
 */
export async function readJson(
  body: ResponseBody,
  headers: { readonly contentType: string | undefined; readonly contentEncoding: string | undefined },
  maxBytes: number,
): Promise<JsonBody> {
  const mediaType = (headers.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(mediaType)) {
    discard(body);
    return { kind: 'content-type', detail: `content type "${mediaType.slice(0, 80)}"` };
  }
  const bytes = await collect(body, headers.contentEncoding, maxBytes);
  if (!Buffer.isBuffer(bytes)) return bytes;
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch {
    return { kind: 'not-json', detail: `${String(bytes.length)} bytes that are not JSON in UTF-8` };
  }
}

/** Reads at most the first bytes of a body as text, for recognising a proxy's page; what follows is thrown away. */
export async function readExcerpt(body: ResponseBody): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= EXCERPT_LENGTH * 8) break;
    }
  } catch {
    // An excerpt is a courtesy to support: what arrived before the break is all there is.
  }
  return Buffer.concat(parts)
    .toString('latin1')
    .slice(0, EXCERPT_LENGTH * 8);
}

/** More than this is not worth reading to keep a connection, in bytes. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Throws a body away: a short one is read to its end so that its connection can be used again, a long one is cut. */
export function discard(body: ResponseBody): void {
  body.on('error', () => undefined);
  body.dump({ limit: MAX_DISCARDED_BYTES }).catch(() => undefined);
}

function cut(body: ResponseBody): void {
  body.on('error', () => undefined);
  body.destroy();
}

async function collect(body: ResponseBody, encoding: string | undefined, maxBytes: number): Promise<Buffer | JsonBody> {
  const unpack = unpacker((encoding ?? 'identity').trim().toLowerCase());
  if (unpack === undefined) {
    cut(body);
    return { kind: 'not-json', detail: `content encoding "${(encoding ?? '').slice(0, 40)}"` };
  }
  if (unpack !== null) body.on('error', (error) => unpack.destroy(error));
  const stream: Readable = unpack === null ? body : body.pipe(unpack);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > maxBytes) {
        cut(body);
        return { kind: 'too-large' };
      }
      parts.push(part);
    }
  } catch (error) {
    cut(body);
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      return { kind: 'not-json', detail: 'a packed body that cannot be unpacked' };
    }
    throw error;
  }
  return Buffer.concat(parts);
}

/** The stream that unpacks; null where nothing is packed, undefined for a packing that we did not ask for. */
function unpacker(encoding: string): Transform | null | undefined {
  switch (encoding) {
    case 'identity':
    case '':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
