import type { ReactNode } from 'react';

import { LanguageTool } from './language-tool.tsx';

/** What staff can set or look up at any time, at the end of the foot. */
export function Tools(): ReactNode {
  return (
    <nav className="tools">
      <LanguageTool />
    </nav>
  );
}
