/** Reads Prometheus' text format by its grammar, letter by letter: whatever does not fit it is an error. */

export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ParsedFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: ParsedSample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const PAIR = `[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${PAIR}(?:,${PAIR})*)\\})? (-?[0-9]+(?:\\.[0-9]+)?(?:e[+-][0-9]+)?)$`);
const HISTOGRAM_SUFFIX = /_(bucket|sum|count)$/;

/** Families by name. Every sample stands below its family's HELP and TYPE, and no two have the same name and labels. */
export function parseExposition(text: string): ReadonlyMap<string, ParsedFamily> {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, ParsedFamily>();
  const seen = new Set<string>();
  let help: { readonly name: string; readonly text: string } | null = null;
  let current = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const helped = new RegExp(`^# HELP (${NAME}) (.*)$`).exec(line);
    const typed = new RegExp(`^# TYPE (${NAME}) (gauge|counter|histogram)$`).exec(line);
    if (helped !== null) {
      help = { name: helped[1]!, text: unescaped(helped[2]!) };
    } else if (typed !== null) {
      current = typed[1]!;
      if (help?.name !== current || families.has(current))
        throw new Error(`TYPE of ${current} is not where it belongs`);
      families.set(current, { help: help.text, type: typed[2]!, samples: [] });
    } else {
      const sample = sampleOf(line);
      const family = families.get(current);
      const base = family?.type === 'histogram' ? sample.name.replace(HISTOGRAM_SUFFIX, '') : sample.name;
      if (family === undefined || base !== current) throw new Error(`${sample.name} stands below ${current}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`twice: ${key}`);
      seen.add(key);
      family.samples.push(sample);
    }
  }
  return families;
}

function sampleOf(line: string): ParsedSample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`no sample: ${line}`);
  const pairs = [...(match[2] ?? '').matchAll(new RegExp(PAIR, 'g'))].map(([pair]) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescaped(pair.slice(at + 2, -1))] as const;
  });
  const labels = Object.fromEntries(pairs);
  if (Object.keys(labels).length !== pairs.length) throw new Error(`a label twice: ${line}`);
  return { name: match[1]!, labels, value: Number(match[3]) };
}

function unescaped(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
