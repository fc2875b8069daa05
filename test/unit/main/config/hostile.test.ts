import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SETTINGS } from '../../../../main/config/catalogue.ts';
import { lines, loadFrom, loadText, problemsOf, SMALLEST, smallestWith } from './fake-files.ts';

describe('hostile files', () => {
  it('cannot reach a prototype', () => {
    const text = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "d1": {"__proto__": {"proxy": "none"}, "toString": 1}}`;
    expect(lines(problemsOf(loadFrom({ machineFile: text, profileFile: SMALLEST })))).toEqual([
      '__proto__ is not a known key',
      'constructor is not a known key',
      'd1.__proto__ is not a known key',
      'd1.toString is not a known key',
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  it('are refused when they are larger than 1 MiB', () => {
    expect(lines(problemsOf(loadText(' '.repeat(10_000_000))))).toEqual([
      'is larger than 1 MiB, which no configuration is',
    ]);
  });

  it('are refused when they are nested deeply, anywhere', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = open.repeat(100_000) + '1' + close.repeat(100_000);
      expect(lines(problemsOf(loadText(deep)))).toEqual([expect.stringContaining('it is nested too deeply')]);
      expect(lines(problemsOf(loadText(`{"station": {"name": ${deep}}}`)))).toEqual([
        expect.stringContaining('it is nested too deeply'),
      ]);
    }
  });

  it('cannot give a key twice', () => {
    const text = `{\n  "screen": {},\n  "station": { "name": "A", "name": "B" },\n  "screen": {}\n}`;
    expect(lines(problemsOf(loadFrom({ machineFile: text, profileFile: SMALLEST })))).toEqual([
      'station.name is given twice; the second time in line 3',
      'screen is given twice; the second time in line 4',
    ]);
  });

  it('cannot hold numbers that are none', () => {
    for (const number of ['1e999', '-1e999', '1e-7', '"60"', '60.5']) {
      const problems = problemsOf(loadText(`{"limits": {"maxCards": ${number}}}`));
      expect(problems.filter(({ path }) => path === 'limits.maxCards')).toHaveLength(1);
    }
    expect(lines(problemsOf(loadText('{"limits": {"maxCards": NaN}}')))).toEqual([
      'is not valid JSON at line 1, column 25: only a text in double quotes, a number, true, false, null, { or [ can stand here',
    ]);
  });

  it.each([
    ['[]', 'must hold one object in braces { }'],
    ['null', 'must hold one object in braces { }'],
    ['"text"', 'must hold one object in braces { }'],
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['\ufeff{}', 'begins with a byte order mark; save it as UTF-8 without BOM'],
  ])('that hold %j %s', (text, sentence) => {
    expect(lines(problemsOf(loadText(text)))).toEqual([sentence]);
  });

  it('get one sentence for a group that is no group', () => {
    for (const wrong of ['text', 1, null, [], true]) {
      expect(lines(problemsOf(loadText({ ...SMALLEST, pace: wrong })))).toEqual([
        'pace must be a group of settings in braces { }',
      ]);
    }
  });

  it('get one sentence for each setting of a wrong type, without the words of a parser', () => {
    for (const { group, key, path, notes } of SETTINGS) {
      const right = notes.kind === 'flag' ? [] : [true];
      const list = notes.kind === 'texts' ? [] : [[]];
      for (const wrong of [...right, ...list, null, [1], {}, { a: [1] }, 'ü'.repeat(2_000)]) {
        const own = problemsOf(loadText(smallestWith({ [group]: { [key]: wrong } }))).filter(
          (problem) => problem.path === path,
        );
        expect(own).toHaveLength(1);
        expect(own[0]?.message).not.toMatch(/expected|received|invalid|undefined|NaN|object/i);
      }
    }
  });

  it('cannot put control or direction characters on the screen, by value or by key', () => {
    for (const name of ['two\nlines', 'bell\u0007', 'right\u202eleft', 'zero\u200bwidth', '   ']) {
      expect(problemsOf(loadText(smallestWith({ station: { name } })))).toHaveLength(1);
    }
    const [problem] = problemsOf(loadText({ ...SMALLEST, [`a\u001b[31m\u202e${'x'.repeat(500)}`]: 1 }));
    expect(problem?.path).toMatch(/^a\?\[31m\?x+…$/);
    expect(problem?.path.length).toBeLessThan(70);
  });

  it('never make loading throw, and never load with a setting outside its own check', () => {
    const anyGroup = fc.constantFrom('station', 'd1', 'pace', 'limits', 'screen', 'kiosk', 'staff');
    const anyKey = fc.oneof(fc.constantFrom(...SETTINGS.map(({ key }) => key)), fc.string());
    const anyFile = fc.dictionary(
      fc.oneof(anyGroup, fc.string()),
      fc.oneof(fc.dictionary(anyKey, fc.jsonValue()), fc.jsonValue()),
    );
    fc.assert(
      fc.property(anyFile, anyFile, (strong, weak) => {
        const loaded = loadFrom({ machineFile: strong, configFlag: weak, profileFile: SMALLEST });
        if (loaded.kind === 'problems') expect(loaded.problems.length).toBeGreaterThan(0);
        else
          for (const { group, key, schema } of SETTINGS)
            schema.parse(Reflect.get(Reflect.get(loaded.config, group) as object, key));
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void loadText(text)));
  });
});
