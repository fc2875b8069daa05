/** Whether a green that was seen could be true, by what the sandbox said of the card and when. Pure; times in ms of one clock. */

/** What D1 has said of a card, oldest first. */
export type History = readonly { readonly at: number; readonly state: string }[];

/**
 * A green may rest on an answer for the freshness limit; what D1 withdraws in the moment after that answer is known by the
 * next one at the latest, or the green lapses. And a second for the way to whoever looks.
 */
export const GREEN_MAY_OUTLAST_MS = 61_000;

/** Why a green seen at `seenAt` is wrong; null when D1 bore it out lately enough. */
export function wrongGreen(history: History | undefined, seenAt: number): string | null {
  if (history === undefined) return 'D1 has never heard of this card';
  const first = history.findIndex(({ state }) => state === 'done');
  const done = history[first];
  if (done === undefined || done.at > seenAt) return 'D1 had not said that it is done';
  const last = history.findLast(({ at }) => at <= seenAt);
  if (last?.state === 'done') return null;
  const endedAt =
    history.find(({ state, at }, index) => index > first && state !== 'done' && at <= seenAt)?.at ?? seenAt;
  return seenAt - endedAt <= GREEN_MAY_OUTLAST_MS
    ? null
    : `D1 had withdrawn it ${Math.round(seenAt - endedAt)} ms before`;
}

/** Why a handover pressed and recorded within these moments is wrong; null when D1 said "done" at some moment between them. */
export function wrongHandover(history: History | undefined, pressedAt: number, recordedAt: number): string | null {
  const said = (history ?? []).some(({ state, at }, index) => {
    const until = history?.[index + 1]?.at ?? Infinity;
    return state === 'done' && at <= recordedAt && until >= pressedAt;
  });
  return said ? null : 'handed over, and D1 did not say "done" after the press';
}
