import type { ReactNode } from 'react';

import type { StationView } from '../../main/ipc/contract.ts';
import { useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Says loudly that this is not the real thing; in production it stays in the document, unseen. */
export function EnvironmentBand(): ReactNode {
  const say = useSay();
  const view = useStation((state) => state.view);
  const names = view === null ? [] : bandKeys(view).map((key) => say({ key: `environment.${key}` }));
  return (
    <div
      className="band"
      data-testid="environment"
      data-environment={view?.environment ?? ''}
      hidden={names.length === 0}
    >
      <strong>{names.join(say({ key: 'environment.separator' }))}</strong>
      <span>{say({ key: 'environment.meaning' })}</span>
    </div>
  );
}

function bandKeys(view: StationView): readonly string[] {
  const build = view.testBuild ? ['testBuild'] : [];
  if (view.environment === null || view.environment === 'production') return build;
  return [...build, view.environment];
}
