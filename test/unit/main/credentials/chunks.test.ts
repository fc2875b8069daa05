import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  formatHead,
  joinParts,
  MAX_PART_BYTES,
  MAX_PARTS,
  parseHead,
  splitValue,
} from '../../../../main/credentials/chunks.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 6_000 }),
);

function split(value: string) {
  const result = splitValue(value, 'a');
  if (result.kind !== 'split') throw new Error('The value was refused.');
  return result;
}

test('any well-formed text comes back as it was, through parts that every keychain can hold', () => {
  fc.assert(
    fc.property(anyText, (value) => {
      const { head, parts } = split(value);
      for (const part of parts) expect(part).toMatch(/^[\x20-\x7e]+$/);
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(MAX_PART_BYTES);
      const parsed = parseHead(formatHead(head));
      expect(parsed).toEqual(head);
      expect(joinParts(head, parts)).toBe(value);
    }),
  );
});

test('a part that is missing, exchanged or changed is noticed', () => {
  const { head, parts } = split('0123456789'.repeat(300));
  const [first = '', second = '', third = ''] = parts;
  expect(joinParts(head, parts)).not.toBeNull();
  expect(joinParts(head, [first, second])).toBeNull();
  expect(joinParts(head, [second, first.replaceAll('0', '1'), third])).toBeNull();
  expect(joinParts(head, [first, second, third.replace('9', '8')])).toBeNull();
  expect(joinParts(head, [first, second, third, ''])).toBeNull();
});

test('the longest value fits, one more byte does not', () => {
  const longest = 'x'.repeat(MAX_PARTS * MAX_PART_BYTES);
  expect(split(longest).parts).toHaveLength(MAX_PARTS);
  expect(splitValue(`${longest}x`, 'a')).toEqual({ kind: 'too-large' });
});

test.each(['', 'x', '{}', '[]', 'null', '{"format":2}', '{"format":1,"generation":"c"}'])(
  '%j is not a head',
  (text) => {
    expect(parseHead(text)).toBeNull();
  },
);
