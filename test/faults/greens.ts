/** Whether any green that was on the screen was false: pure, from what the page noted and what D1 told. */
import type { Told, TruthLog } from './truth.ts';
import type { Sample } from './watcher.ts';

/** `hand-over` never rests on an older answer, whatever is configured, in ms. */
const OLDEST_GREEN_MS = 60_000;
/** The page's timers and two processes' clocks between them, in ms. */
const SLACK_MS = 300;

export interface GreenLimits {
  /** `limits.freshnessLimitSeconds` of the station, in ms. */
  readonly freshnessMs: number;
  /** How long D1's word may be on its way to the screen, in ms. */
  readonly wayMs: number;
}

/** A sentence for each kind of false green, with how long it stood; none when all was true. */
export function falseGreens(
  samples: readonly Sample[],
  truth: TruthLog,
  told: readonly Told[],
  limits: GreenLimits,
): readonly string[] {
  const found = new Map<string, { readonly says: string; readonly from: number; to: number }>();
  for (const sample of samples) {
    if (sample.verdict !== 'hand-over') continue;
    const wrong = wrongWith(sample, truth, told, limits);
    if (wrong === null) continue;
    const known = found.get(wrong.kind);
    if (known === undefined) found.set(wrong.kind, { says: wrong.says, from: sample.at, to: sample.at });
    else known.to = sample.at;
  }
  return [...found.values()].map(({ says, from, to }) => `${says}, for ${((to - from) / 1_000).toFixed(1)} s`);
}

function wrongWith(
  { at, cardId, sentAt }: Sample,
  truth: TruthLog,
  told: readonly Told[],
  limits: GreenLimits,
): { readonly kind: string; readonly says: string } | null {
  if (sentAt === null) return { kind: 'no-age', says: `green for ${cardId} without any answer` };
  const ageMs = at - sentAt;
  if (ageMs > Math.min(limits.freshnessMs, OLDEST_GREEN_MS) + SLACK_MS) {
    return { kind: 'old', says: `green on an answer ${Math.round(ageMs)} ms old` };
  }
  const ofCard = told.filter((one) => one.cardId === cardId && one.at <= at);
  if (!ofCard.some((one) => one.truth === 'done' && one.at >= sentAt - SLACK_MS)) {
    return { kind: 'never-told', says: `green on an answer that D1 never gave (D1: ${truth.at(cardId, at)})` };
  }
  const ceased = truth.ceasedAt(cardId, at);
  if (ceased === null) return null;
  const contrary = ofCard.find((one) => one.truth === 'not-done' && one.at >= ceased && one.at < at - limits.wayMs);
  return contrary === undefined
    ? null
    : { kind: 'withdrawn', says: `green ${Math.round(at - contrary.at)} ms after D1 withdrew it` };
}
