import { createStore, type StoreApi } from 'zustand/vanilla';

import { StationView, type IntakeNotice } from '../../main/ipc/contract.ts';
import { draftStep, EMPTY_DRAFT, type Draft, type DraftStep } from './draft.ts';
import { layoutOf, stageCardId } from './layout.ts';
import { effectiveVerdict, isSilent, silenceLimitMs } from './lease.ts';
import { earlierBy, shownElapsedMs, type Moment } from './moment.ts';
import { panelAfter, panelAt, type Panel, type PanelName } from './panel.ts';
import { secondPerson } from './requests.ts';
import { stageKey } from './shown-desk.ts';
import { arrive, NO_TRANSIT, type Transit } from './transit.ts';
import { keepUnchanged } from './unchanged.ts';
import type { Veil } from './veil.ts';

/** A page that has never had a snapshot waits this long, in ms, before it says that its program is missing. */
export const BOOT_LIMIT_MS = 10_000;

/** For how long the outcome of a scan stays on screen, in ms: time to look up from the scanner and read a sentence. */
export const NOTICE_MS = 8_000;

/** Visible ages advance in whole seconds; the page re-renders no more often than this without a reason, in ms. */
const SHOWN_SECOND_MS = 1_000;

/** The newest snapshot, and what only the page knows about it. */
export interface StationState {
  readonly view: StationView | null;
  /** When the newest snapshot was made, by the page's own clocks; before the first one, when the page was opened. */
  readonly receivedAt: Moment;
  /** The moment that everything on screen is computed for. */
  readonly now: Moment;
  readonly silent: boolean;
  readonly transit: Transit;
  /** The newest outcome of a scan, and since when this page shows it. */
  readonly notice: { readonly value: IntakeNotice; readonly since: Moment } | null;
  /** When what fills the stage last became something else: another card, a dialog, an outcome. */
  readonly stageSince: Moment;
  /** What has been typed or scanned so far and not yet sent. */
  readonly typed: string;
  /** What staff have filled into the open dialog; empty again with the next dialog. */
  readonly draft: Draft;
  /** What staff have opened over the board. */
  readonly panel: Panel | null;
}

export type StationStore = StoreApi<StationState>;

export function createStationStore(openedAt: Moment): StationStore {
  return createStore<StationState>(() => ({
    view: null,
    receivedAt: openedAt,
    now: openedAt,
    silent: false,
    transit: NO_TRANSIT,
    notice: null,
    stageSince: openedAt,
    typed: '',
    draft: EMPTY_DRAFT,
    panel: null,
  }));
}

/**
 * Takes a snapshot in; false when it is not newer or not of the shape, and then it counts as silence. `heardAt`: when it came,
 * where that was before the page could take it.
 */
export function acceptSnapshot(
  store: StationStore,
  candidate: unknown,
  now: Moment,
  veil: Veil | null = null,
  heardAt: Moment = now,
): boolean {
  const parsed = StationView.safeParse(candidate);
  if (!parsed.success) return false;
  const before = store.getState();
  const view = keepUnchanged(before.view, parsed.data);
  if (before.view !== null && view.sequence <= before.view.sequence) return false;
  const { transit, lateMs: queuedMs } = arrive(before.transit, view.at, heardAt.wall);
  const lateMs = queuedMs + shownElapsedMs(heardAt, now);
  const receivedAt = earlierBy(now, lateMs);
  veil?.hold(view, lateMs);
  const panel = panelAfter(before.panel, before.view, view);
  const sameStage = keyOf(view) === keyOf(before.view) && panel === before.panel;
  const sameNotice = view.notice === null || view.notice.id === before.notice?.value.id;
  store.setState({
    view,
    receivedAt,
    now,
    silent: isSilent(receivedAt, now, silenceLimitMs(view)),
    transit,
    notice: sameNotice ? before.notice : { value: view.notice as IntakeNotice, since: now },
    stageSince: sameStage ? before.stageSince : now,
    draft: dialogKey(view) === dialogKey(before.view) ? before.draft : EMPTY_DRAFT,
    panel,
  });
  return true;
}

/** Whether what is on the screen is still being told: main speaks, and D1 answers it. */
export function isFresh({ view, silent }: StationState): boolean {
  return !silent && (view?.connection.state === 'ok' || view?.connection.state === 'degraded');
}

/** Staff filled something into the open dialog. */
export function fillIn(store: StationStore, step: DraftStep): void {
  store.setState(({ draft }) => ({ draft: draftStep(draft, step) }));
}

/** Opens a panel over the board, or closes it; what is under the finger is then new. */
export function showPanel(store: StationStore, name: PanelName | null, now: Moment): void {
  const { view } = store.getState();
  if (view !== null && view.desk.kind !== 'free') return;
  store.setState({ panel: name === null ? null : { name, touchedAt: now }, stageSince: now });
}

/** Closes the panel if it is this one. */
export function closePanel(store: StationStore, name: PanelName, now: Moment): void {
  if (store.getState().panel?.name === name) showPanel(store, null, now);
}

/** Somebody is at the panel that is open. */
export function touchPanel(store: StationStore, now: Moment): void {
  const { panel } = store.getState();
  if (panel !== null) store.setState({ panel: { ...panel, touchedAt: now } });
}

/** A badge was scanned for the dialog that is open; without one it goes nowhere. */
export function acceptBadge(store: StationStore, badge: string): void {
  const { view } = store.getState();
  if (view?.desk.kind !== 'open') return;
  fillIn(store, { kind: 'badge', badge, secondAsked: secondPerson(view.desk.dialog, view.staff) !== 'none' });
}

/** Moves the page's own time on: when something must be withdrawn at once, and else once a second for the ages. */
export function advance(store: StationStore, now: Moment): void {
  const before = store.getState();
  const silent = silentAt(before, now);
  const changed = silent !== before.silent || verdictsAt(before, now) !== verdictsAt(before, before.now);
  // Snapshots move the ages on. Between the last one and silence nothing is redrawn: see `veil.ts`.
  const alone = before.view === null || silent;
  const panel = silent ? null : panelAt(before.panel, before.view, now);
  const second = alone && shownElapsedMs(before.now, now) >= SHOWN_SECOND_MS;
  if (changed || second || now.wall < before.now.wall || panel !== before.panel) {
    store.setState({ now, silent, panel, ...(panel === before.panel ? {} : { stageSince: now }) });
  }
}

/** The notice while it is young enough to be shown. */
export function shownNotice(state: StationState): IntakeNotice | null {
  if (state.notice === null) return null;
  return shownElapsedMs(state.notice.since, state.now) < NOTICE_MS ? state.notice.value : null;
}

/** Main's wall clock as the page reckons it now, in ms since 1970: for ages and elapsed times between snapshots. */
export function mainWallNow(state: Pick<StationState, 'view' | 'receivedAt' | 'now'>): number {
  return state.view === null ? state.now.wall : state.view.at + shownElapsedMs(state.receivedAt, state.now);
}

/** What staff fill in is about this order and this reference of the card. */
function dialogKey(view: StationView | null): string {
  if (view?.desk.kind !== 'open') return '';
  const { dialog, cardId } = view.desk;
  const card = view.cards.find((one) => one.cardId === cardId);
  return JSON.stringify([dialog, cardId, card?.operationId, card?.reference]);
}

function keyOf(view: StationView | null): string {
  return stageKey(view, stageCardId(layoutOf(view)));
}

function silentAt(state: StationState, now: Moment): boolean {
  if (state.view === null) return shownElapsedMs(state.receivedAt, now) >= BOOT_LIMIT_MS;
  return isSilent(state.receivedAt, now, silenceLimitMs(state.view));
}

function verdictsAt(state: StationState, now: Moment): string {
  const cards = state.view?.cards ?? [];
  return cards.map((card) => effectiveVerdict(card, state.receivedAt, now).verdict).join();
}
