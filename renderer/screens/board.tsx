import { useLayoutEffect, type ReactNode } from 'react';

import type { StationView } from '../../main/ipc/contract.ts';
import { AdministratorTool } from '../components/administrator-tool.tsx';
import { Announcer } from '../components/announcer.tsx';
import { FaultBanner } from '../components/fault-banner.tsx';
import { Header } from '../components/header.tsx';
import { IntakeBar } from '../components/intake-bar.tsx';
import { LedgerNotice } from '../components/ledger-notice.tsx';
import { ShelfStrip } from '../components/shelf-strip.tsx';
import { SilenceBanner } from '../components/silence-banner.tsx';
import { useShownDesk, useStation } from '../components/station-context.tsx';
import { Tools } from '../components/tools.tsx';
import { UndoStrip } from '../components/undo-strip.tsx';
import { placeAt } from '../store/care.ts';
import { layoutOf, type Layout } from '../store/layout.ts';
import { takesCards } from '../store/scan-listener.ts';
import type { ShownDesk } from '../store/shown-desk.ts';
import { isFresh } from '../store/station-store.ts';
import { Checking } from './checking.tsx';
import { Configuration } from './configuration.tsx';
import { FullFault } from './full-fault.tsx';
import { Given } from './given.tsx';
import { Idle } from './idle.tsx';
import { NotProvisioned } from './not-provisioned.tsx';
import { OneCard } from './one-card.tsx';
import { PanelScreen } from './panel.tsx';
import { Several } from './several.tsx';
import { Starting } from './starting.tsx';
import { useSay } from '../components/words-context.tsx';

/*
 * Parts that choose for themselves what they draw. One element for always: that a snapshot came is no reason to draw them again.
 */
const HEADER = <Header />;
const SILENCE = <SilenceBanner />;
const LEDGER = <LedgerNotice />;
const SHELF = <ShelfStrip />;
const INTAKE = <IntakeBar />;
const UNDO = <UndoStrip />;
const TOOLS = <Tools />;
const ANNOUNCER = <Announcer />;
const IDLE = <Idle />;

/** The whole window: head, what is wrong, what it is about, what is put aside, foot. */
export function Board({ onCommitted }: { readonly onCommitted: (view: StationView) => void }): ReactNode {
  const say = useSay();
  const view = useStation((state) => state.view);
  const silent = useStation((state) => state.silent);
  const desk = useShownDesk();
  const panel = useStation((state) => state.panel?.name ?? null);
  const place = useStation((state) => placeAt(state.now));
  const layout = layoutOf(view, desk, panel);
  const faults = view?.faults ?? [];
  // After React has put this snapshot into the document, and only then.
  useLayoutEffect(() => {
    if (view !== null) onCommitted(view);
  }, [onCommitted, view]);
  const fresh = useStation(isFresh);
  // An open dialog and the check with D1 keep focus and touch to themselves, and what can wait leaves them its room.
  const held = desk.kind === 'dialog' || desk.kind === 'checking';
  const wholeStage = held || desk.kind === 'given' || layout.screen === 'panel';
  const board = view?.screen.kind === 'board';
  return (
    <div
      className="frame"
      data-testid="screen"
      data-screen={layout.screen}
      data-fresh={fresh}
      data-place={layout.screen === 'idle' ? place : undefined}
    >
      {HEADER}
      <div className="banners" inert={held}>
        {silent && SILENCE}
        {layout.screen !== 'full-fault' && <FaultBanner faults={faults} />}
        {board && LEDGER}
      </div>
      <main className="main">
        <Screen layout={layout} desk={desk} />
      </main>
      <div className="aside-row">{board && !wholeStage && SHELF}</div>
      {takesCards(view?.screen.kind) ? (
        <div className="foot" inert={held}>
          {INTAKE}
          {board && !wholeStage && UNDO}
          {TOOLS}
        </div>
      ) : (
        <footer className="intake" data-intake="none">
          {view !== null && <span className="code">{say({ key: 'version', values: { version: view.version } })}</span>}
          {(view?.screen.kind === 'not-provisioned' || view?.screen.kind === 'configuration') && (
            <nav className="tools">
              <AdministratorTool named />
            </nav>
          )}
        </footer>
      )}
      {ANNOUNCER}
    </div>
  );
}

function Screen({ layout, desk }: { readonly layout: Layout; readonly desk: ShownDesk }): ReactNode {
  const faults = useStation((state) => state.view?.faults ?? null);
  const dialog = desk.kind === 'dialog' ? desk : null;
  switch (layout.screen) {
    case 'starting':
      return <Starting />;
    case 'configuration':
      return <Configuration problems={layout.problems} />;
    case 'not-provisioned':
      return <NotProvisioned />;
    case 'full-fault':
      return <FullFault faults={faults ?? []} />;
    case 'idle':
      return IDLE;
    case 'panel':
      return <PanelScreen panel={layout.panel} />;
    case 'checking':
      return (
        <Several others={layout.others} held>
          <Checking desk={layout.desk} />
        </Several>
      );
    case 'given':
      return (
        <Several others={layout.others} held>
          <Given given={layout.given} />
        </Several>
      );
    case 'one-card':
      return <OneCard card={layout.stage} dialog={dialog} />;
    case 'several':
      return (
        <Several others={layout.others} held={dialog !== null} compact={dialog !== null}>
          <OneCard card={layout.stage} dialog={dialog} />
        </Several>
      );
  }
}
