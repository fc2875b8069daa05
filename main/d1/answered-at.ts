/**
 * Who has written an answer that came through the bank's relay. The relay marks each one (docs/relay/openapi.json): what
 * bears no mark is never taken for D1's word, a 404 least of all.
 */
import type { FaultPlace } from '../tracking/words.ts';

/** `d1`: status, body and `Date` are D1's, untouched. `relay`: the relay's own answer. */
export const ANSWER_FROM = 'x-answer-from';
/** The relay's own word for what is wrong. */
const PROBLEM = 'x-relay-problem';
/** The problems that the relay has with D1, and not with the station. */
const AT_D1: ReadonlySet<string> = new Set(['d1-sign-in', 'd1-unreachable']);

type Header = (name: string) => string | undefined;

/** Undefined for D1's own word. A 401 or 403 of D1 is about the relay's credentials: the station has none there. */
export function answeredAt(status: number, header: Header): FaultPlace | undefined {
  if (header(ANSWER_FROM) === 'd1') return status === 401 || status === 403 ? 'relay-at-d1' : undefined;
  const problem = problemCode(header);
  return problem !== null && AT_D1.has(problem) ? 'relay-at-d1' : 'relay';
}

/** Whether the relay itself says that this answer is its own. */
export function isFromRelay(header: Header): boolean {
  return header(ANSWER_FROM) === 'relay';
}

/** In small letters and hyphens; anything else is no word of a relay. */
export function problemCode(header: Header): string | null {
  const code = header(PROBLEM);
  return code !== undefined && /^[a-z0-9-]{1,40}$/.test(code) ? code : null;
}
