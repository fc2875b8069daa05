/**
 * A panel that staff open over the board: only the page knows of it. It never outlives what staff have to see: a card that
 * comes onto the stage or ends there, a dialog, a scan, and a while without a touch all close it.
 */
import type { StationView } from '../../main/ipc/contract.ts';
import { shownElapsedMs, type Moment } from './moment.ts';

export type PanelName = 'typing' | 'language' | 'look-and-sound' | 'recent' | 'administrator';

export interface Panel {
  readonly name: PanelName;
  /** When it was opened or last touched. */
  readonly touchedAt: Moment;
}

/** A panel that nobody touches closes by itself after this long, in ms: the board is what the screen is for. */
export const PANEL_IDLE_MS = 60_000;

/** Once the administrator is signed in, the panel stays this long without a touch, in ms: as long as main's session does. */
export const SIGNED_IN_IDLE_MS = 5 * 60_000;

/** What is left of the panel after a newer snapshot. */
export function panelAfter(panel: Panel | null, before: StationView | null, view: StationView): Panel | null {
  if (panel === null) return null;
  if (view.desk.kind !== 'free' || before === null) return null;
  return stageState(before) === stageState(view) && noticeId(before) === noticeId(view) ? panel : null;
}

/** What is left of it as time goes by. */
export function panelAt(panel: Panel | null, view: StationView | null, now: Moment): Panel | null {
  if (panel === null) return null;
  const signedIn = panel.name === 'administrator' && view?.administrator.kind === 'unlocked';
  return shownElapsedMs(panel.touchedAt, now) >= (signedIn ? SIGNED_IN_IDLE_MS : PANEL_IDLE_MS) ? null : panel;
}

/** The card on stage and what may be done with it: when that changes, staff have to see it. */
function stageState(view: StationView): string {
  const card = view.cards.find(({ cardId }) => cardId === view.stage);
  return card === undefined ? '' : `${card.cardId} ${card.operationId ?? ''} ${card.verdict}`;
}

function noticeId(view: StationView): number | null {
  return view.notice?.id ?? null;
}
