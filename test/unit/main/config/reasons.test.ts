import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { reasonTextOf, type ReasonCatalogue } from '../../../../main/config/reasons.ts';
import type { Loaded } from '../../../../main/config/load.ts';
import { fakeFiles, lines, loadFrom, problemsOf, smallestWith } from './fake-files.ts';

const MACHINE = smallestWith({ reasons: { file: 'reasons.json' } });
const PATH = '/machine/reasons.json';

/** A station whose machine file names a file of reasons with this content. */
function withReasons(content: unknown): Loaded {
  return loadFrom(
    {},
    {
      machineFile: '/machine/config.json',
      readFile: fakeFiles({ '/machine/config.json': MACHINE, [PATH]: content }),
    },
  );
}

function catalogueOf(loaded: Loaded): ReasonCatalogue {
  if (loaded.kind === 'problems') throw new Error(lines(loaded.problems).join('; '));
  return loaded.reasons;
}

const text = (words: string) => ({ words });
const shownFor = (content: unknown, code: string, ...languages: ('en' | 'fr' | 'es' | 'ja' | 'ar')[]) =>
  reasonTextOf(catalogueOf(withReasons(content)), code, languages);

describe("the bank's own words", () => {
  it('are read from beside the file that names them', () => {
    const whole = { words: ' The chip did not answer ', do: 'Put it into the red box.', call: 'Card operations, 4410' };
    expect(shownFor({ CB_TIME: { en: whole } }, 'CB_TIME', 'en')).toEqual({
      ...whole,
      words: 'The chip did not answer',
    });
    expect(shownFor({ CB_TIME: { en: text('Chip') } }, 'CB_TIME', 'en')).toEqual({
      words: 'Chip',
      do: null,
      call: null,
    });
  });

  it('are none where no file is named', () => {
    expect(catalogueOf(loadFrom({ machineFile: smallestWith({}) })).size).toBe(0);
    expect(catalogueOf(withReasons({})).size).toBe(0);
  });

  it('count for a code to the letter', () => {
    const content = { CB_TIME: { en: text('Chip') } };
    for (const code of [
      'cb_time',
      'CB_TIME ',
      ' CB_TIME',
      'CB-TIME',
      'СB_TIME',
      'CB_TIME\u200b',
      'CB_TIM',
      '',
      '__proto__',
    ])
      expect(shownFor(content, code, 'en')).toBeNull();
    for (const code of ['constructor', 'toString', 'has', 'size']) expect(shownFor(content, code, 'en')).toBeNull();
  });

  it('are said in the first language that is there, else in the first of the file', () => {
    const content = { A: { ar: text('ar'), fr: text('fr'), en: text('en') }, B: { ja: text('ja'), es: text('es') } };
    expect(shownFor(content, 'A', 'fr', 'en')?.words).toBe('fr');
    expect(shownFor(content, 'A', 'es', 'ar', 'en')?.words).toBe('ar');
    expect(shownFor(content, 'A', 'es', 'ja', 'en')?.words).toBe('en');
    expect(shownFor(content, 'B', 'fr', 'ar', 'en')?.words).toBe('ja');
  });

  it('can be as long as they may be, and hold what looks like markup', () => {
    const longest = { words: 'w'.repeat(120), do: 'd'.repeat(120), call: 'c'.repeat(60) };
    expect(shownFor({ ['X'.repeat(100)]: { ja: longest } }, 'X'.repeat(100), 'ja')).toEqual(longest);
    const markup = { words: '<b>{{at}}</b> $t(verdict.hand-over)', do: '<img src=x>', call: '&amp;' };
    expect(shownFor({ A: { en: markup } }, 'A', 'en')).toEqual(markup);
  });
});

describe('a file of reasons that is not right', () => {
  const MUST_BE_LINE = 'must be one line of text, 1 to 120 characters, without control or text-direction characters';
  const BY_LANGUAGE = 'must hold its words in one language or more, in braces { }';
  const CODE = 'must be a reason code of D1: 1 to 100 plain characters, without spaces around it';
  const good = { en: text('Chip') };

  it.each<[string, unknown, readonly string[]]>([
    ['nothing', '', ['is empty']],
    ['a list', [], ['must hold one object in braces { }']],
    ['null', null, ['must hold one object in braces { }']],
    ['broken JSON', '{ "A": ', [expect.stringMatching(/^is not valid JSON at line 1, column 8/)]],
    ['a byte order mark', '\ufeff{}', ['begins with a byte order mark; save it as UTF-8 without BOM']],
    ['a code that is no object', { A: 'x' }, [`A ${BY_LANGUAGE}`]],
    ['a code without words', { A: {} }, [`A ${BY_LANGUAGE}`]],
    ['a code that is a list', { A: [] }, [`A ${BY_LANGUAGE}`]],
    ['a language that is no object', { A: { en: 'x' } }, ['A.en must hold words, do and call in braces { }']],
    [
      'another language',
      { A: { de: text('x') } },
      ['A.de is not a language of the screen; it must be "en", "fr", "es", "ja" or "ar"'],
    ],
    ['no words', { A: { en: { do: 'x' } } }, [`A.en.words is missing; it ${MUST_BE_LINE}`]],
    ['empty words', { A: { en: text('  ') } }, [`A.en.words ${MUST_BE_LINE}`]],
    ['words that are too long', { A: { en: text('w'.repeat(121)) } }, [`A.en.words ${MUST_BE_LINE}`]],
    ['two lines', { A: { en: text('a\nb') } }, [`A.en.words ${MUST_BE_LINE}`]],
    ['a mark that turns the line', { A: { en: text('a\u202eb') } }, [`A.en.words ${MUST_BE_LINE}`]],
    ['an Arabic direction mark', { A: { ar: text('a\u061cb') } }, [`A.ar.words ${MUST_BE_LINE}`]],
    ['an isolate', { A: { en: { ...text('a'), do: '\u2066b\u2069' } } }, [`A.en.do ${MUST_BE_LINE}`]],
    ['null for a text', { A: { en: { ...text('a'), do: null } } }, [`A.en.do ${MUST_BE_LINE}`]],
    [
      'a number for a text',
      { A: { en: { ...text('a'), call: 4410 } } },
      [`A.en.call ${MUST_BE_LINE.replace('120', '60')}`],
    ],
    [
      'a misspelt key',
      { A: { en: { word: 'x', words: 'x' } } },
      ['A.en.word is not a known key; did you mean `words`?'],
    ],
    ['a code with a space around it', { 'A ': good }, [`A  ${CODE}`]],
    ['an empty code', { '': good }, [CODE]],
    ['a code that is too long', { ['A'.repeat(101)]: good }, [`${'A'.repeat(60)}… ${CODE}`]],
    ['a code of letters that look alike', { СB_TIME: good }, [`СB_TIME ${CODE}`]],
    ['a code that turns the line', { 'A\u202eB': good }, [`A?B ${CODE}`]],
  ])('%s: every problem by its path in the file', (_what, content, sentences) => {
    const problems = problemsOf(withReasons(content));
    expect(lines(problems)).toEqual(sentences);
    for (const { source } of problems) expect(source).toBe(PATH);
  });

  it('tells every problem of the configuration and of the file at once', () => {
    const machine = { ...MACHINE, screen: { language: 'de' } };
    const files = fakeFiles({ '/machine/config.json': machine, [PATH]: { A: { en: {} }, B: 1 } });
    const problems = problemsOf(loadFrom({}, { machineFile: '/machine/config.json', readFile: files }));
    expect(problems.map(({ path, source }) => [path, source])).toEqual([
      ['screen.language', '/machine/config.json'],
      ['A.en.words', PATH],
      ['B', PATH],
    ]);
  });

  it('gives no key twice, at any level', () => {
    const twice = '{"A": {"en": {"words": "x", "words": "y"}}, "\\u0041": {"en": {"words": "z"}}}';
    expect(lines(problemsOf(withReasons(twice)))).toEqual([
      'A.en.words is given twice; the second time in line 1',
      'A is given twice; the second time in line 1',
    ]);
  });

  it('reaches no prototype', () => {
    const hostile =
      '{"__proto__": {"en": {"words": "x", "__proto__": {"do": "y"}}}, "constructor": {"__proto__": {"words": "x"}}}';
    expect(lines(problemsOf(withReasons(hostile)))).toEqual([
      '__proto__.en.__proto__ is not a known key',
      'constructor.__proto__ is not a language of the screen; it must be "en", "fr", "es", "ja" or "ar"',
    ]);
    // As a code it is one like any other.
    expect(shownFor('{"__proto__": {"en": {"words": "x"}}}', '__proto__', 'en')?.words).toBe('x');
    expect(shownFor('{"A": {"en": {"words": "x"}}}', '__proto__', 'en')).toBeNull();
    expect({}).not.toHaveProperty('words');
    // A text that only a prototype has is none.
    expect(lines(problemsOf(withReasons('{"A": {"en": {"__proto__": {"words": "x"}}}}')))).toContain(
      `A.en.words is missing; it ${MUST_BE_LINE}`,
    );
  });

  it('is refused when it is larger than 64 KiB, nested deeply, or not there', () => {
    const padded = (bytes: number): string => `{}${' '.repeat(bytes - 2)}`;
    expect(catalogueOf(withReasons(padded(65_536))).size).toBe(0);
    expect(lines(problemsOf(withReasons(padded(65_537))))).toEqual([
      'is larger than 64 KiB, which no file of reasons is',
    ]);
    expect(lines(problemsOf(withReasons(`{"A": ${'['.repeat(20_000)}`)))).toEqual([
      expect.stringContaining('it is nested too deeply'),
    ]);
    const missing = problemsOf(loadFrom({ machineFile: MACHINE }));
    expect(missing).toEqual([{ path: '', message: 'does not exist; reasons.file names it', source: PATH }]);
  });

  it('that cannot be read says why', () => {
    const files = fakeFiles({ '/machine/config.json': MACHINE });
    const readFile: typeof files = (path, max) =>
      path === PATH ? { kind: 'unreadable', why: 'this account may not read it' } : files(path, max);
    const problems = problemsOf(loadFrom({}, { machineFile: '/machine/config.json', readFile }));
    expect(lines(problems)).toEqual(['cannot be read: this account may not read it']);
  });

  it('never makes loading throw, and what it lets through has the right form', () => {
    const key = fc.oneof(fc.constantFrom('A', 'en', 'fr', 'words', 'do', 'call', '__proto__'), fc.string());
    const part = fc.oneof(fc.string({ maxLength: 130 }), fc.string({ unit: 'binary', maxLength: 10 }), fc.jsonValue());
    const wild = fc.dictionary(key, fc.dictionary(key, fc.dictionary(key, part)));
    const tame = fc.record({
      A: fc.record({ en: fc.record({ words: part, do: fc.string(), call: part }, { requiredKeys: ['words'] }) }),
    });
    const content = fc.oneof(wild, tame);
    fc.assert(
      fc.property(content, (one) => {
        const loaded = withReasons(one);
        if (loaded.kind === 'problems') return;
        for (const texts of loaded.reasons.values())
          for (const { words, ...others } of texts.values()) {
            expect(words.length).toBeGreaterThan(0);
            expect(words.length).toBeLessThanOrEqual(120);
            expect(others.do?.length ?? 0).toBeLessThanOrEqual(120);
            expect(others.call?.length ?? 0).toBeLessThanOrEqual(60);
          }
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (one) => void withReasons(one)));
  });
});

describe('who may name the file', () => {
  it('is the administrator alone, once he says where D1 is', () => {
    const files = fakeFiles({
      '/machine/config.json': smallestWith({}),
      '/profile/config.json': { reasons: { file: 'mine.json' } },
      '/profile/mine.json': { CB_TIME: { en: text('Hand it over') } },
    });
    const places = { machineFile: '/machine/config.json', profileFile: '/profile/config.json' };
    const loaded = loadFrom({}, { ...places, readFile: files });
    expect(catalogueOf(loaded).size).toBe(0);
    expect(loaded.notes).toMatchObject([{ path: 'reasons.file', source: '/profile/config.json' }]);
  });

  it('is anybody on a station that no administrator has rolled out', () => {
    const files = fakeFiles({
      '/profile/config.json': MACHINE,
      '/profile/reasons.json': { CB_TIME: { en: text('Chip') } },
    });
    expect(catalogueOf(loadFrom({}, { profileFile: '/profile/config.json', readFile: files })).size).toBe(1);
  });
});
