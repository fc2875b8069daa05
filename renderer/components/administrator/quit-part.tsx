import { useState, type ReactNode } from 'react';

import { ActionButton } from '../action-button.tsx';
import { useActions } from '../station-context.tsx';
import { useSay } from '../words-context.tsx';

/** Ends the program: by a press that says it, and not by the way there. */
export function QuitPart(): ReactNode {
  const say = useSay();
  const { quit } = useActions();
  const [pressed, setPressed] = useState(false);
  return (
    <div className="quit">
      <p className="quit-words">{say({ key: 'administrator.quit.words' })}</p>
      <ActionButton
        className="button act quit-act"
        onAct={() => {
          setPressed(true);
          quit();
        }}
        attributes={{ disabled: pressed, 'data-testid': 'act', 'data-act': 'quit' }}
      >
        {say({ key: 'administrator.quit.act' })}
      </ActionButton>
    </div>
  );
}
