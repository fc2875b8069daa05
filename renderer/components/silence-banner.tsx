import type { ReactNode } from 'react';

import { FaultIcon } from './icons.tsx';
import { useSay } from './words-context.tsx';

/** Main no longer speaks to this page: the one thing that the page must say by itself. */
export function SilenceBanner(): ReactNode {
  const say = useSay();
  return (
    <section className="banner banner-silence" data-testid="silence">
      <div className="banner-main">
        <span className="banner-icon">
          <FaultIcon />
        </span>
        <div className="banner-words">
          <p className="banner-sentence">{say({ key: 'silence.title' })}</p>
          <p className="banner-action">{say({ key: 'silence.action' })}</p>
        </div>
      </div>
    </section>
  );
}
