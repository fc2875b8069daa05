/** The two formats that hold an icon in several sizes, each made of PNG pictures. */
import { Buffer } from 'node:buffer';

/** Sizes, in pixels, that a Windows icon holds. */
export const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Names of macOS for its sizes, in pixels: `ic11` and the like are the doubled ones. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
export const ICNS_SIZES = [...new Set(ICNS_TYPES.map(([, size]) => size))];

const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

/** `pictures`: PNG bytes by size. Windows takes PNG inside an icon in every size since Vista. */
export function icoOf(pictures) {
  const header = Buffer.alloc(ICO_HEADER_BYTES + ICO_ENTRY_BYTES * ICO_SIZES.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(ICO_SIZES.length, 4);
  let at = header.length;
  for (const [index, size] of ICO_SIZES.entries()) {
    const entry = ICO_HEADER_BYTES + index * ICO_ENTRY_BYTES;
    // A byte each for width and height, in which 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4); // colour planes
    header.writeUInt16LE(32, entry + 6); // bits a pixel
    header.writeUInt32LE(pictures.get(size).length, entry + 8);
    header.writeUInt32LE(at, entry + 12);
    at += pictures.get(size).length;
  }
  return Buffer.concat([header, ...ICO_SIZES.map((size) => pictures.get(size))]);
}

/** `pictures`: PNG bytes by size. */
export function icnsOf(pictures) {
  const parts = ICNS_TYPES.map(([type, size]) => chunk(type, pictures.get(size)));
  return chunk('icns', Buffer.concat(parts));
}

function chunk(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'ascii');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
