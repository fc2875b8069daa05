import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readRegistryExport } from '../../../../../main/config/registry/export-text.ts';
import { exportText, utf16, withMark } from './fake-registry.ts';
import type { Data, Values } from './fake-registry.ts';

const HEADER = 'Windows Registry Editor Version 5.00\r\n\r\n';
const KEY = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Card Station]\r\n';

function valuesOf(text: string): Record<string, unknown> {
  const reading = readRegistryExport(withMark(text));
  if (reading.kind === 'broken') throw new Error(reading.why);
  return Object.fromEntries(reading.entries.map(({ name, value }) => [name, value]));
}

function other(typeName: string) {
  return { type: 'other', typeName, problem: null };
}

describe('an export of the registry', () => {
  it('is read: every type of value, escapes, lines that go on, the default value, an empty key', () => {
    const text =
      `${HEADER}${KEY}@="default"\r\n"d1.caFile"="C:\\\\CA \\"new\\"\\\\ca.pem"\r\n"limits.maxCards"=dword:0000003C\r\n` +
      '"checkList.items"=hex(7):53,00,65,00,65,00,6e,00,00,00,\\\r\n  e9,00,00,00,00,00\r\n"none"=hex(7):00,00\r\n' +
      '"q"=hex(b):01,00,00,00,00,00,00,00\r\n"b"=hex:01,02\r\n"e"=hex(2):25,00,00,00\r\n"n"=hex(0):\r\n"t"=hex(77):00\r\n' +
      '"s"=hex(1):41,00,00,00\r\n"half"=hex(1):41,00,00\r\n"lone"=hex(7):00,d8,00,00,00,00\r\n"cut"=hex(1):41,00,00,00,42,00,00,00\r\n' +
      '\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Card Station\\]odd]\r\n\r\n';
    expect(valuesOf(text)).toEqual({
      '': { type: 'REG_SZ', text: 'default' },
      'd1.caFile': { type: 'REG_SZ', text: 'C:\\CA "new"\\ca.pem' },
      'limits.maxCards': { type: 'REG_DWORD', number: 60 },
      'checkList.items': { type: 'REG_MULTI_SZ', texts: ['Seen', 'é'] },
      none: { type: 'REG_MULTI_SZ', texts: [] },
      q: other('REG_QWORD'),
      b: other('REG_BINARY'),
      e: other('REG_EXPAND_SZ'),
      n: other('REG_NONE'),
      t: other('type 119'),
      s: { type: 'REG_SZ', text: 'A' },
      half: { ...other('REG_SZ'), problem: 'is a REG_SZ whose text cannot be read' },
      lone: { ...other('REG_MULTI_SZ'), problem: 'is a REG_MULTI_SZ whose text cannot be read' },
      cut: { ...other('REG_SZ'), problem: 'is a REG_SZ whose text cannot be read' },
    });
  });

  it('cannot be made to hold another value by a line end within a text', () => {
    const forged = 'Desk 2"\r\n"d1.authUrl"="https://evil.example';
    expect(valuesOf(exportText({ 'station.name': forged }))).toEqual({
      'station.name': { type: 'REG_SZ', text: forged },
    });
  });

  it.each([
    ['', 'line 1 of its export: is not the header of an export'],
    ['REGEDIT4\r\n', 'line 2 of its export: is not the header of an export'],
    [`${HEADER}"a"="b"\r\n`, 'line 3 of its export: is a value before any key'],
    [`${HEADER}[-HKEY_LOCAL_MACHINE\\SOFTWARE]\r\n`, 'line 4 of its export: is not a key'],
    [`${HEADER}[HKEY_LOCAL_MACHINE\\SOFTWARE\r\n`, 'line 4 of its export: is not a key'],
    [`${HEADER}${KEY}"a"=-\r\n`, 'line 4 of its export: is not a value of a known form'],
    [`${HEADER}${KEY}"a"=dword:3c\r\n`, 'line 4 of its export: is not a value of a known form'],
    [`${HEADER}${KEY}"a"="b\r\n`, 'line 4 of its export: has a double quote too few'],
    [`${HEADER}${KEY}"a"="b" "c"\r\n`, 'line 5 of its export: has more than one value'],
    [`${HEADER}${KEY}"a"="\\n"\r\n`, 'line 4 of its export: has a backslash where none can stand'],
    [`${HEADER}${KEY}"a"\r\n`, 'line 4 of its export: has no = where one must stand'],
    [`${HEADER}${KEY}a=dword:00000001\r\n`, 'line 4 of its export: has no " where one must stand'],
    [`${HEADER}${KEY}"a"=hex(7):41,0\r\n`, 'line 5 of its export: holds data that are no bytes'],
    [`${HEADER}${KEY}"a"=hex(7):41,\\\r\n`, 'line 5 of its export: holds data that are no bytes'],
  ])('is refused with its line: %j', (text, why) => {
    expect(readRegistryExport(withMark(text))).toEqual({ kind: 'broken', why });
  });

  it('is refused in any other encoding, and when it is not whole', () => {
    for (const bytes of [new Uint8Array(), utf16(HEADER), new TextEncoder().encode(HEADER)])
      expect(readRegistryExport(bytes)).toEqual({ kind: 'broken', why: 'reg.exe exported no text in UTF-16' });
    const half = withMark(`${HEADER}${KEY}"station.name"="Bäckerstraße"\r\n`).slice(0, -1);
    const lone = withMark(`${HEADER}${KEY}"station.name"="\ud800"\r\n`);
    for (const bytes of [half, lone])
      expect(readRegistryExport(bytes)).toEqual({ kind: 'broken', why: 'it holds text that is not whole UTF-16' });
  });

  it('does not take long, however large it is', () => {
    const begin = performance.now();
    const size = 250_000;
    for (const text of ['\\\\'.repeat(size), '"'.repeat(size), '\n'.repeat(size), '\\'.repeat(size)])
      readRegistryExport(withMark(`${HEADER}${KEY}"a"="${text}`));
    readRegistryExport(withMark(`${HEADER}${KEY}"a"=hex(7):${'41,\\\r\n  '.repeat(60_000)}00\r\n`));
    readRegistryExport(withMark(`${HEADER}${KEY}${'"a"=dword:00000001\r\n'.repeat(20_000)}`));
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('gives back whatever was written, line ends and every letter included', () => {
    // Letters of every kind that the form treats differently: escapes, line ends, one and two units of UTF-16.
    const letter = fc.constantFrom(...'a"\\=[],\r\n é卡ع\u202e\ufeff𝓞');
    const text = fc.array(letter, { maxLength: 12 }).map((letters) => letters.join(''));
    const data: fc.Arbitrary<Data> = fc.oneof(
      text,
      fc.nat(0xffff_ffff),
      fc.array(
        text.filter((one) => one !== ''),
        { maxLength: 5 },
      ),
    );
    const name = text.filter((one) => !one.includes('\\'));
    const values: fc.Arbitrary<Values> = fc.dictionary(name, data, { maxKeys: 6, noNullPrototype: true });
    fc.assert(
      fc.property(values, (written) => {
        const expected = Object.entries(written).map(([path, value]) => [path, asRead(value)]);
        expect(valuesOf(exportText(written))).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      '=',
      '[',
      ']',
      '\r\n',
      ',',
      'hex(7):',
      'dword:',
      '41',
      '00',
      '@',
      'é',
      '-',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        readRegistryExport(withMark(HEADER + KEY + parts.join('')));
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readRegistryExport(bytes)));
  });
});

function asRead(data: Data): unknown {
  if (typeof data === 'string') return { type: 'REG_SZ', text: data };
  if (typeof data === 'number') return { type: 'REG_DWORD', number: data };
  return { type: 'REG_MULTI_SZ', texts: data };
}
