/** Writes ASN.1 in DER (X.690), as much of it as a certificate request needs. Pure. */

/** Content of at most so many bytes has its length in one byte. */
const SHORT_LENGTH = 0x7f;
const BITS_OF_A_GROUP = 7;

/** One value: its tag, the length of its content, its content. */
export function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(tag, ...lengthBytes(length)), ...content]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => tagged(0x30, ...content);
/** A set of one: several would have to be sorted. */
export const setOfOne = (content: Uint8Array): Buffer => tagged(0x31, content);
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8'));
/** The caller sees to it that only letters, digits and a few signs are in it. */
export const printableString = (text: string): Buffer => tagged(0x13, Buffer.from(text, 'ascii'));
/** Whole bytes: no bit of the last one is unused. */
export const bitString = (bytes: Uint8Array): Buffer => tagged(0x03, Buffer.of(0), bytes);

/** An object id such as `1.2.840.10045.4.3.2`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(groupsOfSeven)));
}

function lengthBytes(length: number): readonly number[] {
  if (length <= SHORT_LENGTH) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) bytes.unshift(rest % 0x100);
  return [0x80 | bytes.length, ...bytes];
}

/** Most significant first; every byte but the last is marked. */
function groupsOfSeven(arc: number): readonly number[] {
  const bytes = [arc & SHORT_LENGTH];
  for (let rest = arc >> BITS_OF_A_GROUP; rest > 0; rest >>= BITS_OF_A_GROUP)
    bytes.unshift(0x80 | (rest & SHORT_LENGTH));
  return bytes;
}
