/** Keeps the page supplied with snapshots and answers its calls. */
import type { WebContents } from 'electron';

import type { Log } from '../diagnostics/log.ts';
import { withoutRepeats } from '../diagnostics/repeated-lines.ts';
import type { CardDesk } from '../intake/card-desk.ts';
import { push, registerCalls } from '../ipc/calls.ts';
import type { RecentList, ScreenView, StationView } from '../ipc/contract.ts';
import { tellsNews } from '../ipc/news.ts';
import { createRest } from '../ipc/rest.ts';
import { createSnapshotPump, type SendReason } from '../ipc/snapshots.ts';
import { stationView, type StationFacts } from '../ipc/station-view.ts';
import { isOutcome } from '../tracking/desk.ts';
import { settled } from '../tracking/desk-transitions.ts';
import type { Clock } from '../tracking/instant.ts';
import type { Limits, Pace } from '../tracking/limits.ts';
import { withShown, type ShownSnapshot } from '../tracking/shown-snapshots.ts';
import { snapshotOf } from '../tracking/station-snapshot.ts';
import type { StationStore } from '../tracking/station-store.ts';
import type { Administrator } from './administrator/administrator.ts';
import { PAGE_URL } from './app-protocol.ts';
import type { Tally } from './metrics/tally.ts';
import type { ScreenChoices } from './screen-choices.ts';
import type { StaffDesk } from './staff-desk.ts';

export interface PageOptions {
  readonly webContents: WebContents;
  readonly facts: StationFacts;
  readonly choices: ScreenChoices;
  readonly administrator: Administrator;
  readonly store: StationStore;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly pace: Pace;
  readonly screen: () => ScreenView;
  readonly log: Log;
  /** Called before each snapshot: time may have passed that nobody noticed. */
  readonly checkClocks: () => void;
  /** Told of every snapshot that goes out, and of every one that the page reports as painted. */
  readonly heartbeat: { sent(sequence: number): void; painted(sequence: number): void };
  /** Told of everything that is shown, and of each page that begins. */
  readonly tally: Pick<Tally, 'shown' | 'pageStarted'>;
}

/** Who answers the page's calls; both null on a station without a configuration. */
export interface Desks {
  readonly cards: CardDesk | null;
  readonly staff: StaffDesk | null;
  readonly bringBack: (cardId: string) => void;
  /** What staff did today. */
  readonly recent: () => RecentList;
}

export interface Page {
  /** The newest snapshots that the page was sent. */
  readonly shown: () => readonly ShownSnapshot[];
  /** Begins to send snapshots and to answer calls. */
  connect(desks: Desks): void;
  stop(): void;
}

const NOT_TAKEN = { kind: 'refused', badge: null } as const;

export function createPage(options: PageOptions): Page {
  const { webContents, facts, choices, administrator, store, clock, limits, pace, log, heartbeat } = options;
  let sequence = 0;
  let shown: readonly ShownSnapshot[] = [];
  let connection: { state: StationView['connection']['state']; since: number } | null = null;
  /** The newest that the page was told. */
  let told: StationView | null = null;
  const silentAfterMs = createRest(() => clock.now().mono);
  let stop = (): void => undefined;

  /** What there is to tell now; for a change, only where it is news. A page that `begins` has main wake from its rest. */
  function view(reason: 'time', begins: true): StationView;
  function view(reason: SendReason): StationView | null;
  function view(reason: SendReason, begins = false): StationView | null {
    options.checkClocks();
    const now = clock.now();
    store.change((state) => settled(state, now, limits, pace, facts.rules.undoMs));
    const snapshot = snapshotOf(store.getState(), now, limits, pace);
    if (connection?.state !== snapshot.connection) connection = { state: snapshot.connection, since: now.wall };
    const own = { ...facts, ...choices.current(), administrator: administrator.view() };
    const seen = stationView(snapshot, own, options.screen(), sequence + 1, now, connection.since);
    if (reason === 'change' && told !== null && !tellsNews(told, seen)) return null;
    const next = { ...seen, silentAfterMs: silentAfterMs(seen, begins || reason === 'change') };
    told = next;
    sequence = next.sequence;
    options.tally.shown(snapshot);
    heartbeat.sent(sequence);
    const [stage] = snapshot.cards;
    const operationId = stage?.track.operation?.operationId ?? null;
    shown = withShown(
      shown,
      sequence,
      stage === undefined ? null : { cardId: stage.cardId, operationId, verdict: stage.verdict },
      now,
    );
    return next;
  }

  function connect({ cards, staff, bringBack, recent }: Desks): void {
    const done = (act: () => unknown): Record<string, never> => {
      act();
      return {};
    };
    const dropped = withoutRepeats(log, clock);
    const badgeWanted = (): boolean => facts.rules.identity === 'badge' && store.getState().desk.kind === 'open';
    const removeCalls = registerCalls(
      webContents,
      {
        'station:ready': () => {
          // A page that has just begun has nobody in front of it who typed the PIN.
          administrator.lock();
          const next = view('time', true);
          pump.told(next);
          return next;
        },
        'station:watch': ({ text, how }) => {
          const outcome = cards?.scan(text, { how, badgeWanted: badgeWanted() }) ?? NOT_TAKEN;
          // Staff have gone on to the next card: what came of the last press is read.
          if (outcome.kind === 'watched' && isOutcome(store.getState().desk)) staff?.close();
          return outcome;
        },
        'station:focus': ({ cardId }) => done(() => cards?.focus(cardId)),
        'station:acknowledge': ({ cardId }) => done(() => staff?.acknowledge(cardId)),
        'station:bring-back': ({ cardId }) => done(() => bringBack(cardId)),
        'station:open': ({ dialog, cardId }) => done(() => staff?.open(dialog, cardId)),
        'station:close': () => done(() => staff?.close()),
        'station:hand-over': ({ lastFour, readBack, print, items, ...press }) =>
          done(() => staff?.handOver({ ...press, checks: { lastFour, readBack, print, items } })),
        'station:act': (press) => done(() => staff?.act(press)),
        'station:undo': ({ number }) => done(() => staff?.undo(number)),
        'station:recent': recent,
        'station:choose': (choice) =>
          done(() => {
            choices.choose(choice);
            pump.changed();
          }),
        'station:administrator': (request) => administrator.ask(request),
        'station:diagnostics': () => administrator.diagnostics(),
        'station:settings': () => administrator.settings(),
        'station:self-test': (request) => administrator.selfTest(request),
        'station:wipe': () => administrator.wipe(),
        'station:quit': () => administrator.quit(),
        'station:painted': ({ sequence }) =>
          done(() => {
            heartbeat.painted(sequence);
            pump.painted(sequence);
          }),
      },
      ({ channel, why }) => dropped.write({ event: 'dropped-message', path: channel, detail: why }),
      () => clock.now().mono,
    );
    const send = (reason: SendReason): StationView | null => {
      const next = view(reason);
      if (next !== null) push(webContents, 'station:snapshot', next);
      return next;
    };
    const pump = createSnapshotPump(clock, send);
    // As soon as a page begins, and before its script is read: its first picture then is a true one.
    const begun = (_event: unknown, url: string): void => {
      if (url !== PAGE_URL) return;
      administrator.lock();
      options.tally.pageStarted();
      const next = view('time', true);
      push(webContents, 'station:snapshot', next);
      pump.told(next);
    };
    webContents.on('did-navigate', begun);
    const unsubscribe = store.subscribe(() => pump.changed());
    const unsubscribeAdministrator = administrator.subscribe(() => pump.changed());
    stop = () => {
      webContents.off('did-navigate', begun);
      unsubscribe();
      unsubscribeAdministrator();
      administrator.lock();
      pump.stop();
      removeCalls();
    };
  }

  return { shown: () => shown, connect, stop: () => stop() };
}
