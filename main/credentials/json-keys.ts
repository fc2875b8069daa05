/** One JSON string, or one structural character. Linear: no two alternatives begin alike. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

/**
 * The keys of a JSON object in the order of the text, repeated ones repeated: `JSON.parse` keeps only the last of
 * equal keys without a word.
 * @param text valid JSON
 */
export function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let lastString: string | null = null;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1 && lastString !== null) keys.push(JSON.parse(lastString) as string);
    lastString = token.startsWith('"') ? token : null;
  }
  return keys;
}
