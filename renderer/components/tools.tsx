import type { ReactNode } from 'react';

import { AdministratorTool } from './administrator-tool.tsx';
import { LanguageTool } from './language-tool.tsx';
import { LookTool } from './look-tool.tsx';
import { SoundTool } from './sound-tool.tsx';
import { RecentTool } from './recent-tool.tsx';

/** What staff can set or look up at any time, at the end of the foot. */
export function Tools(): ReactNode {
  return (
    <nav className="tools">
      <LanguageTool />
      <SoundTool />
      <LookTool />
      <RecentTool />
      <AdministratorTool />
    </nav>
  );
}
