import type { ReactNode } from 'react';

import type { SelfTestLine } from '../../../main/ipc/contract.ts';

/** A step by shape alone: an empty ring, a ring with a dot, a tick, a cross, a bar. None of them is a verdict's. */
export function SelfTestIcon({ state }: { readonly state: SelfTestLine['state'] }): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <path
        d={PATHS[state]}
        fill="none"
        stroke="currentColor"
        strokeWidth="11"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const RING = 'M50 14a36 36 0 1 0 .1 0';

const PATHS: Readonly<Record<SelfTestLine['state'], string>> = {
  waiting: RING,
  running: `${RING}M50 48v4`,
  ok: 'M16 52l24 24 44-50',
  failed: 'M22 22l56 56M78 22l-56 56',
  'not-done': 'M24 50h52',
};
