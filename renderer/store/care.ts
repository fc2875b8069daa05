/** Care for the panel: when the screen without a card grows darker, and where its picture stands. Pure. */
import type { StationView } from '../../main/ipc/contract.ts';
import { layoutOf } from './layout.ts';
import { shownDesk } from './shown-desk.ts';
import type { Moment } from './moment.ts';
import type { StationState } from './station-store.ts';

export interface Care {
  /** When somebody touched the screen or something came that staff should see, by the page's monotonic clock in ms. */
  readonly stirredMono: number;
  /** What staff should see, in one text: when it changes, the screen wakes. */
  readonly news: string;
  readonly dim: boolean;
}

export type Watched = Pick<StationState, 'view' | 'receivedAt' | 'now' | 'silent' | 'panel' | 'typed'>;

/** The picture moves on once in this time, in ms, so that it does not burn into the panel. */
const SHIFT_EVERY_MS = 60_000;

/** The places it moves through, as parts of the free room; neighbours are near, so the move is hardly seen. */
const PLACES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** Where the picture of an idle screen stands now; the names are those of `data-place`. */
export function placeAt(now: Moment): (typeof PLACES)[number] | undefined {
  return PLACES[Math.floor(now.wall / SHIFT_EVERY_MS) % PLACES.length];
}

export function awake(now: Moment): Care {
  return { stirredMono: now.mono, news: '', dim: false };
}

/**
 * Looks again. The time of sleep does not count: a PC that was woken is looked at. Only the idle screen ever grows darker,
 * and only while main speaks.
 */
export function careAt(care: Care, watched: Watched): Care {
  const { view, now } = watched;
  const news = newsOf(view);
  if (view === null || !mayDim(watched) || news !== care.news) return { stirredMono: now.mono, news, dim: false };
  return { ...care, dim: now.mono - care.stirredMono >= view.dimAfterMs };
}

/** Somebody is there. */
export function stirred(care: Care, now: Moment): Care {
  return { ...care, stirredMono: now.mono, dim: false };
}

function mayDim({ view, receivedAt, now, silent, panel, typed }: Watched): boolean {
  if (silent || typed !== '') return false;
  return layoutOf(view, shownDesk(view, receivedAt, now), panel?.name ?? null).screen === 'idle';
}

/** Ages, times and a first retry are no news. */
function newsOf(view: StationView | null): string {
  if (view === null) return '';
  const { screen, connection, faults, notice, ledger, shelf, desk, undo, language, theme, environment } = view;
  return JSON.stringify([
    screen.kind,
    connection.state === 'degraded' ? 'ok' : connection.state,
    faults.map(({ family, cause }) => [family, cause]),
    notice?.id,
    ledger,
    shelf.map(({ cardId, place }) => [cardId, place]),
    desk.kind,
    undo?.number,
    language,
    theme,
    environment,
  ]);
}
