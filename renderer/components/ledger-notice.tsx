import type { ReactNode } from 'react';

import { useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** A new record was begun: says what that asks of staff until the administrator accepts it. Trouble is a fault of its own. */
export function LedgerNotice(): ReactNode {
  const say = useSay();
  const standing = useStation((state) => state.view?.ledger ?? 'opening');
  if (standing !== 'unaccepted') return null;
  return (
    <p className="ledger-notice" data-testid="ledger" data-ledger={standing} role="status">
      {say({ key: 'record.unaccepted' })}
    </p>
  );
}
