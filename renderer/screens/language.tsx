import type { ReactNode } from 'react';

import { ActionButton } from '../components/action-button.tsx';
import { GlobeIcon } from '../components/icons.tsx';
import { PanelFrame } from '../components/panel-frame.tsx';
import { useActions, useShowPanel, useStation } from '../components/station-context.tsx';
import { directionOf, languageName, LANGUAGES } from '../locales/languages.ts';
import { useSay } from '../components/words-context.tsx';

/** The languages of the screen, each by its own name and large. A touch on one is the whole choice. */
export function LanguageScreen(): ReactNode {
  const say = useSay();
  const { choose } = useActions();
  const showPanel = useShowPanel();
  const chosen = useStation((state) => state.view?.language ?? null);
  const title = say({ key: 'language.title' });
  return (
    <PanelFrame name="language" title={title}>
      <div className="languages" role="radiogroup" aria-label={title}>
        <span className="languages-icon">
          <GlobeIcon />
        </span>
        {LANGUAGES.map((language) => (
          <ActionButton
            key={language}
            className="option language"
            onAct={() => {
              choose({ choice: 'language', value: language });
              showPanel(null);
            }}
            attributes={{
              role: 'radio',
              'aria-checked': chosen === language,
              lang: language,
              dir: directionOf(language),
              'data-testid': 'option',
              'data-choice': 'language',
              'data-value': language,
            }}
          >
            {languageName(language)}
          </ActionButton>
        ))}
      </div>
    </PanelFrame>
  );
}
