/**
 * A snapshot says everything anew, and most of it as before. What is equal keeps its old object, so that a part of the screen
 * that is drawn from it can see by a glance that it need not be drawn again. Pure; for what messages are made of: no cycles.
 */
export function keepUnchanged<T>(before: unknown, after: T): T {
  return kept(before, after) as T;
}

function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after) || !isBranch(before) || !isBranch(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, kept(before[key], value)] as const);
  const same =
    entries.length === Object.keys(before).length &&
    entries.every(([key, value]) => Object.hasOwn(before, key) && Object.is(before[key], value));
  if (same) return before;
  return Array.isArray(after) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
