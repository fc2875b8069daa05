/** Prometheus' text format (version 0.0.4), as the collectors of text files read it. Pure; knows nothing of the station. */

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  /** One that is not finite is left out: nothing is truer than a number that means nothing. */
  readonly value: number;
}

/** How often values fell into each bucket. */
export interface Distribution {
  /** Upper ends of the buckets, rising. */
  readonly bounds: readonly number[];
  /** By bucket, with one more at the end for what is above the last bound; not summed up. */
  readonly counts: readonly number[];
  readonly sum: number;
}

interface Described {
  /** `[a-zA-Z_:][a-zA-Z0-9_:]*`. */
  readonly name: string;
  /** One sentence; line ends and backslashes are escaped. */
  readonly help: string;
}

export type Family = Described &
  (
    | { readonly type: 'gauge' | 'counter'; readonly samples: readonly Sample[] }
    | { readonly type: 'histogram'; readonly distribution: Distribution }
  );

/** A whole file: each family with its HELP and TYPE, a family without a sample left out; ends with a line end. */
export function expositionText(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

function familyText(family: Family): string {
  const { name, help, type } = family;
  const lines = type === 'histogram' ? histogramLines(name, family.distribution) : sampleLines(name, family.samples);
  if (lines.length === 0) return '';
  return [`# HELP ${name} ${escapedHelp(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function sampleLines(name: string, samples: readonly Sample[]): string[] {
  return samples
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => `${name}${labelText(labels)} ${String(value)}`);
}

function histogramLines(name: string, { bounds, counts, sum }: Distribution): string[] {
  let below = 0;
  const buckets = [...bounds.map(String), '+Inf'].map((le, index) => {
    below += counts[index] ?? 0;
    return `${name}_bucket${labelText({ le })} ${String(below)}`;
  });
  return [...buckets, `${name}_sum ${String(sum)}`, `${name}_count ${String(below)}`];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapedValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapedValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapedHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
