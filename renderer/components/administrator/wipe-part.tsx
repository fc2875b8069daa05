import { useState, type ReactNode } from 'react';

import type { WipeAnswer } from '../../../main/ipc/contract.ts';
import { ActionButton } from '../action-button.tsx';
import { RawText } from '../raw-text.tsx';
import { useActions } from '../station-context.tsx';
import { useSay } from '../words-context.tsx';

type Stage = { readonly kind: 'told' | 'asked' | 'sent' } | { readonly kind: 'answered'; readonly answer: WipeAnswer };

const LINE_LIMIT = 300;

/** Removes the credentials of this station: what is lost stands first, and a second press says that it was read. */
export function WipePart(): ReactNode {
  const say = useSay();
  const { wipe } = useActions();
  const [stage, setStage] = useState<Stage>({ kind: 'told' });
  if (stage.kind === 'answered') return <Outcome answer={stage.answer} />;
  const send = (): void => {
    setStage({ kind: 'sent' });
    void wipe().then((answer) => setStage({ kind: 'answered', answer }));
  };
  return (
    <div className="quit" data-testid="wipe" data-stage={stage.kind}>
      <p className={stage.kind === 'told' ? 'area-note' : 'quit-words'}>
        {say({ key: stage.kind === 'told' ? 'wipe.words' : 'wipe.sure' })}
      </p>
      {stage.kind === 'told' ? (
        <ActionButton
          key="ask"
          className="button act quit-act"
          onAct={() => setStage({ kind: 'asked' })}
          attributes={{ 'data-testid': 'act', 'data-act': 'wipe' }}
        >
          {say({ key: 'wipe.act' })}
        </ActionButton>
      ) : (
        <>
          {/* What keeps them stands where the first press was: pressing twice by mistake removes nothing. */}
          <ActionButton
            key="keep"
            className="button act"
            onAct={() => setStage({ kind: 'told' })}
            attributes={{ disabled: stage.kind === 'sent', 'data-testid': 'act', 'data-act': 'wipe-keep' }}
          >
            {say({ key: 'wipe.keep' })}
          </ActionButton>
          <ActionButton
            key="confirm"
            className="button act quit-act"
            onAct={send}
            attributes={{ disabled: stage.kind === 'sent', 'data-testid': 'act', 'data-act': 'wipe-confirm' }}
          >
            {say({ key: stage.kind === 'sent' ? 'wipe.sent' : 'wipe.confirm' })}
          </ActionButton>
        </>
      )}
    </div>
  );
}

function Outcome({ answer }: { readonly answer: WipeAnswer }): ReactNode {
  const say = useSay();
  const left = answer.kind === 'wiped' ? answer.left : [];
  const key = answer.kind === 'locked' ? 'unknown' : left.length === 0 ? 'done' : 'left';
  return (
    <div className="quit" role="status" data-testid="wipe" data-stage={key}>
      <p className="quit-words">{say({ key: `wipe.${key}` })}</p>
      {left.map((line) => (
        <p key={line} className="code">
          <RawText text={line} limit={LINE_LIMIT} />
        </p>
      ))}
    </div>
  );
}
