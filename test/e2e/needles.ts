/** Secrets in every form in which they could leak, and the search for them in bytes and in folders. */
import { createPrivateKey } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One form of one secret. */
export interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Where a base64 text is cut to be found when it is broken into lines or chunks, in characters. */
const PART_LENGTH = 32;

/** Characters in a full line of PEM text. */
const PEM_LINE_LENGTH = 64;

/** A private key (PEM, EC): its text, its lines, its DER and the number that it is about. */
export function keyNeedles(name: string, pem: string): Needle[] {
  const key = createPrivateKey(pem);
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const scalar = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  if (scalar.length < 32) throw new Error(`${name} is not an elliptic-curve key`);
  // The rest of a PKCS#8 text is no secret: the kind of the key, and the public key, which stands in the certificate too.
  const from = der.indexOf(scalar);
  const [start, end] = [Math.floor(from / 3) * 4, Math.ceil((from + scalar.length) / 3) * 4];
  const lines = pem
    .split('\n')
    .filter((line) => !line.startsWith('-----') && line !== '')
    .map((line, index) => ({ line, number: index + 1, at: index * PEM_LINE_LENGTH }))
    .filter(({ line, at }) => at < end && at + line.length > start);
  return [
    ...lines.map(({ line, number }) => text(`${name}: line ${number} of its PEM`, line)),
    ...parts(`${name}: its DER as base64`, der.toString('base64').slice(start, end)),
    text(`${name}: scalar as hex`, scalar.toString('hex')),
    text(`${name}: scalar as upper-case hex`, scalar.toString('hex').toUpperCase()),
    text(`${name}: scalar as base64`, scalar.toString('base64').replace(/=+$/, '')),
    text(`${name}: scalar as base64url`, scalar.toString('base64url')),
    { name: `${name}: scalar as bytes`, bytes: scalar },
    text(`${name}: scalar as printed bytes`, printed(scalar.subarray(0, PRINTED_BYTES))),
    { name: `${name}: scalar as decimal bytes`, bytes: Buffer.from([...scalar.subarray(0, PRINTED_BYTES)].join(',')) },
  ].flatMap(alsoWide);
}

/** Enough of a secret to know it by where it is printed byte by byte, and cut short, in bytes. */
const PRINTED_BYTES = 12;

/** An opaque text such as an access token. */
export function textNeedles(name: string, secret: string): Needle[] {
  const begin = Buffer.from(secret).subarray(0, PRINTED_BYTES);
  return [
    text(name, secret),
    text(`${name} as base64`, Buffer.from(secret).toString('base64').slice(0, -4)),
    text(`${name} as hex`, begin.toString('hex')),
    text(`${name} as printed bytes`, printed(begin)),
    text(`${name} as decimal bytes`, [...begin].join(',')),
  ].flatMap(alsoWide);
}

/** As Node prints a buffer. */
function printed(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The signed part of a JWT is no secret by itself; the whole with its signature is. */
export function assertionNeedles(name: string, jwt: string): Needle[] {
  return textNeedles(`${name}: signature`, jwt.slice(jwt.lastIndexOf('.') + 1));
}

/** Names of the needles that are in there. */
export function found(needles: readonly Needle[], haystack: Buffer): string[] {
  return needles.filter(({ bytes }) => haystack.includes(bytes)).map(({ name }) => name);
}

export interface FoundFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly bytes: Buffer;
}

/** Every regular file below a folder. */
export function filesBelow(folder: string): FoundFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? [{ path, mode: lstatSync(path).mode & 0o777, bytes: readFileSync(path) }] : [];
  });
}

/** `file: what was found in it`, for every file below a folder. */
export function foundBelow(needles: readonly Needle[], folder: string): string[] {
  return filesBelow(folder).flatMap(({ path, bytes }) => found(needles, bytes).map((name) => `${path}: ${name}`));
}

function text(name: string, value: string): Needle {
  return { name, bytes: Buffer.from(value) };
}

function parts(name: string, value: string): Needle[] {
  const cut: Needle[] = [];
  for (let at = 0; at + PART_LENGTH <= value.length; at += PART_LENGTH)
    cut.push(text(`${name}, from ${at}`, value.slice(at, at + PART_LENGTH)));
  return cut;
}

/** The engine and Windows keep some texts as UTF-16. */
function alsoWide(needle: Needle): Needle[] {
  if (needle.bytes.some((byte) => byte > 0x7e)) return [needle];
  return [needle, { name: `${needle.name} (UTF-16)`, bytes: Buffer.from(needle.bytes.toString('latin1'), 'utf16le') }];
}
