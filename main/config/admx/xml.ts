/** Just as much XML as two generated files need. */

type Content = readonly string[] | string;

/** An element over its lines: a text as its content on one line, or lines of further elements, which are moved in. */
export function element(name: string, attributes: Readonly<Record<string, string>>, content: Content = []): string[] {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ');
  if (typeof content === 'string') return [`<${start}>${escaped(content)}</${name}>`];
  if (content.length === 0) return [`<${start} />`];
  return [`<${start}>`, ...content.map((line) => `  ${line}`), `</${name}>`];
}

/** The whole text of a file. `about` stands in a comment before the root. */
export function xmlFile(about: string, root: readonly string[]): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', `<!-- ${about} -->`, ...root, ''].join('\n');
}

/** Line ends are kept as characters: a text may have several lines, and stays one line of the file. */
function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}
