/**
 * The bank's own words for the reason codes of D1, from the file that `reasons.file` names. D1 publishes no list of its
 * codes, so that only the bank can say what one means to its staff.
 */
import { LANGUAGES, type Language } from '../tracking/words.ts';
import type { ReadFile } from './config-file.ts';
import { expectationOf, shown, unknownKeyProblem, valueProblem } from './problems.ts';
import type { Problem } from './problems.ts';
import { line, notesOf } from './setting.ts';
import { isRecord, parseJson } from './sources.ts';

/** What staff are told of one code, in one language. */
export interface ReasonText {
  readonly words: string;
  /** What staff do; null leaves it at what the screen says anyway. */
  readonly do: string | null;
  /** Whom they call; null leaves it at branch support. */
  readonly call: string | null;
}

/** By code, to the letter; then by language, in the order of the file. */
export type ReasonCatalogue = ReadonlyMap<string, ReadonlyMap<Language, ReasonText>>;

export const NO_REASONS: ReasonCatalogue = new Map();

/** 64 KiB: some hundred codes in five languages. */
const MAX_REASONS_BYTES = 65_536;

/** Plain characters only: a code of letters that look like others would never be met, and nobody would see why. */
const CODE = /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/;
const CODE_EXPECTS = 'must be a reason code of D1: 1 to 100 plain characters, without spaces around it';

/** So that each fits its place on the screen, in characters. */
const TEXTS = {
  words: line({ max: 120, about: 'What the code means.' }),
  do: line({ max: 120, about: 'What staff do now.' }),
  call: line({ max: 60, about: 'Whom staff call.' }),
} as const;
type TextName = keyof typeof TEXTS;

/** Reads and checks the file. Never throws; where there is any problem, what was read does not count. */
export function readReasons(
  path: string,
  readFile: ReadFile,
): { readonly catalogue: ReasonCatalogue; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (at: readonly string[], message: string): void => {
    problems.push({ path: at.map(shown).join('.'), message, source: path });
  };
  const catalogue = catalogueOf(contentOf(path, readFile, problems), report);
  return { catalogue, problems };
}

/**
 * The text of a code in the first of `languages` that it has, else in the first language of the file; null for a code that
 * is not in the file to the letter.
 */
export function reasonTextOf(
  catalogue: ReasonCatalogue,
  code: string,
  languages: readonly Language[],
): ReasonText | null {
  const texts = catalogue.get(code);
  const language = languages.find((one) => texts?.has(one)) ?? texts?.keys().next().value;
  return language === undefined ? null : (texts?.get(language) ?? null);
}

/** What the file holds; an empty object beside a problem where it cannot be read. */
function contentOf(path: string, readFile: ReadFile, problems: Problem[]): unknown {
  const reading = readFile(path, MAX_REASONS_BYTES);
  switch (reading.kind) {
    case 'missing':
      problems.push({ path: '', message: 'does not exist; reasons.file names it', source: path });
      return {};
    case 'too-large':
      problems.push({ path: '', message: 'is larger than 64 KiB, which no file of reasons is', source: path });
      return {};
    case 'unreadable':
      problems.push({ path: '', message: `cannot be read: ${reading.why}`, source: path });
      return {};
    case 'read': {
      const content = parseJson(reading.bytes, path);
      problems.push(...content.problems);
      return content.found ? content.value : {};
    }
  }
}

type Report = (at: readonly string[], message: string) => void;

function catalogueOf(content: unknown, report: Report): ReasonCatalogue {
  if (!isRecord(content)) {
    report([], 'must hold one object in braces { }');
    return NO_REASONS;
  }
  const entries = Object.entries(content).map(([code, texts]) => {
    if (!CODE.test(code)) report([code], CODE_EXPECTS);
    return [code, textsOf(code, texts, report)] as const;
  });
  return new Map(entries);
}

function textsOf(code: string, content: unknown, report: Report): ReadonlyMap<Language, ReasonText> {
  if (!isRecord(content) || Object.keys(content).length === 0) {
    report([code], 'must hold its words in one language or more, in braces { }');
    return new Map();
  }
  const texts = new Map<Language, ReasonText>();
  for (const [language, parts] of Object.entries(content)) {
    if (!isLanguage(language)) {
      const expected = expectationOf({ kind: 'choice', choices: LANGUAGES, notYet: [], about: '' });
      report([code, language], `is not a language of the screen; it must be ${expected}`);
    } else if (!isRecord(parts)) {
      report([code, language], 'must hold words, do and call in braces { }');
    } else {
      texts.set(
        language,
        textOf(parts, (key, message) => report([code, language, key], message)),
      );
    }
  }
  return texts;
}

function textOf(parts: Readonly<Record<string, unknown>>, report: (key: string, message: string) => void): ReasonText {
  for (const key of Object.keys(parts))
    if (!Object.hasOwn(TEXTS, key)) report(key, unknownKeyProblem(key, Object.keys(TEXTS), []));
  const part = (key: TextName): string | null => {
    const value = parts[key];
    if (value === undefined && key !== 'words') return null;
    const result = TEXTS[key].safeParse(value);
    if (result.success) return result.data;
    report(key, valueProblem(notesOf(TEXTS[key]), value, result.error.issues));
    return null;
  };
  return { words: part('words') ?? '', do: part('do'), call: part('call') };
}

function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}
