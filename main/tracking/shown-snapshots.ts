/** What the newest snapshots had on stage: a press names the snapshot it was made on. Pure. */
import { elapsed, type Stamp } from './instant.ts';
import type { ActRefusal, Verdict } from './words.ts';

export interface ShownStage {
  readonly cardId: string;
  readonly operationId: string | null;
  readonly verdict: Verdict;
}

export interface ShownSnapshot {
  readonly sequence: number;
  readonly at: Stamp;
  readonly stage: ShownStage | null;
  /** Since when this order of this card has been on stage without a break. */
  readonly stageSince: Stamp;
}

/** Snapshots go out at most every 50 ms: these are more than the last five seconds. */
const KEPT = 128;
/** A press on a snapshot older than this was made on a screen that has not followed, in ms. */
export const OLD_SCREEN_MS = 5_000;
/** A press so soon after the card on stage changed was meant for the card before, in ms. */
export const INERT_MS = 600;

/** The list with one more snapshot, newest last. */
export function withShown(
  shown: readonly ShownSnapshot[],
  sequence: number,
  stage: ShownStage | null,
  at: Stamp,
): readonly ShownSnapshot[] {
  const last = shown.at(-1);
  const same = last?.stage?.cardId === stage?.cardId && last?.stage?.operationId === stage?.operationId;
  const stageSince = last !== undefined && same ? last.stageSince : at;
  return [...shown.slice(1 - KEPT), { sequence, at, stage, stageSince }];
}

export interface StagePress {
  readonly cardId: string;
  readonly operationId: string | null;
  readonly sequence: number;
}

/** The stage that was pressed on, or why the press does not count. */
export function pressedStage(
  shown: readonly ShownSnapshot[],
  press: StagePress,
  now: Stamp,
): ShownStage | Extract<ActRefusal, 'changed' | 'old-screen'> {
  const snapshot = shown.find(({ sequence }) => sequence === press.sequence);
  if (snapshot === undefined || elapsed(snapshot.at, now) > OLD_SCREEN_MS) return 'old-screen';
  const { stage } = snapshot;
  if (stage?.cardId !== press.cardId || stage.operationId !== press.operationId) return 'changed';
  // By the one clock that nobody can set: a wall clock that jumps ahead must not make a mistaken tap count.
  return now.mono - snapshot.stageSince.mono < INERT_MS ? 'changed' : stage;
}
