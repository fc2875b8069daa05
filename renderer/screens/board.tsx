import { useLayoutEffect, type ReactNode } from 'react';

import { Announcer } from '../components/announcer.tsx';
import { FaultBanner } from '../components/fault-banner.tsx';
import { Header } from '../components/header.tsx';
import { IntakeBar } from '../components/intake-bar.tsx';
import { SilenceBanner } from '../components/silence-banner.tsx';
import { useSay, useStation } from '../components/station-context.tsx';
import { layoutOf, type Layout } from '../store/layout.ts';
import type { PaintReporter } from '../store/painted.ts';
import { takesCards } from '../store/scan-listener.ts';
import { Configuration } from './configuration.tsx';
import { FullFault } from './full-fault.tsx';
import { Idle } from './idle.tsx';
import { NotProvisioned } from './not-provisioned.tsx';
import { OneCard } from './one-card.tsx';
import { Several } from './several.tsx';
import { Starting } from './starting.tsx';

/** The whole window: head, what is wrong, what it is about, foot. */
export function Board({ painted }: { readonly painted: PaintReporter }): ReactNode {
  const say = useSay();
  const view = useStation((state) => state.view);
  const silent = useStation((state) => state.silent);
  const layout = layoutOf(view);
  const faults = view?.faults ?? [];
  const sequence = view?.sequence ?? 0;
  // After React has put this snapshot into the document, and only then.
  useLayoutEffect(() => painted.committed(sequence), [painted, sequence]);
  const fresh = !silent && (view?.connection.state === 'ok' || view?.connection.state === 'degraded');
  return (
    <div className="frame" data-testid="screen" data-screen={layout.screen} data-fresh={fresh}>
      <Header />
      <div className="banners">
        {silent && <SilenceBanner />}
        {layout.screen !== 'full-fault' && <FaultBanner faults={faults} />}
      </div>
      <main className="main">
        <Screen layout={layout} />
      </main>
      {takesCards(view?.screen.kind) ? (
        <IntakeBar />
      ) : (
        <footer className="intake" data-intake="none">
          {view !== null && <span>{say({ key: 'version', values: { version: view.version } })}</span>}
        </footer>
      )}
      <Announcer />
    </div>
  );
}

function Screen({ layout }: { readonly layout: Layout }): ReactNode {
  const faults = useStation((state) => state.view?.faults ?? null);
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
      return <Idle />;
    case 'one-card':
      return <OneCard card={layout.stage} />;
    case 'several':
      return <Several stage={layout.stage} others={layout.others} />;
  }
}
