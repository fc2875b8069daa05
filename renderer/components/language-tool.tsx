import type { ReactNode } from 'react';

import { languageName } from '../locales/languages.ts';
import { ActionButton } from './action-button.tsx';
import { GlobeIcon } from './icons.tsx';
import { useShowPanel, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Opens the choice of language. A globe and a name, so that it is found by somebody who cannot read the rest. */
export function LanguageTool(): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  const language = useStation((state) => state.view?.language ?? null);
  if (language === null) return null;
  const name = languageName(language);
  return (
    <ActionButton
      className="tool"
      onAct={() => showPanel('language')}
      attributes={{
        'aria-label': say({ key: 'language.tool', values: { name } }),
        'data-testid': 'tool',
        'data-tool': 'language',
      }}
    >
      <span className="tool-icon">
        <GlobeIcon />
      </span>
      <span className="tool-words">{name}</span>
    </ActionButton>
  );
}
