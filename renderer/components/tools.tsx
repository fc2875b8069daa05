import type { ReactNode } from 'react';

import { RecentTool } from './recent-tool.tsx';

/** What staff can set or look up at any time, at the end of the foot. */
export function Tools(): ReactNode {
  return (
    <nav className="tools">
      <RecentTool />
    </nav>
  );
}
