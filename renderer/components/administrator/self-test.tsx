import type { ReactNode } from 'react';

import type { SelfTestLine } from '../../../main/ipc/contract.ts';
import { stepLine } from '../../locales/administrator-text.ts';
import { ActionButton } from '../action-button.tsx';
import { RawText } from '../raw-text.tsx';
import { useActions, useStation } from '../station-context.tsx';
import { SelfTestIcon } from './self-test-icon.tsx';
import { useSay } from '../words-context.tsx';

/** The way to D1, step by step, with what came of each. */
export function SelfTest(): ReactNode {
  const say = useSay();
  const { selfTest } = useActions();
  const test = useStation(({ view }) => (view?.administrator.kind === 'unlocked' ? view.administrator.selfTest : null));
  const running = test?.running === true;
  return (
    <section className="self-test" data-testid="self-test" data-running={running}>
      <header className="self-test-head">
        <h2 className="facts-title">{say({ key: 'selfTest.title' })}</h2>
        <ActionButton
          className="button act"
          onAct={() => selfTest(running ? 'end' : 'start')}
          attributes={{ 'data-testid': 'act', 'data-act': running ? 'end-self-test' : 'start-self-test' }}
        >
          {say({ key: running ? 'selfTest.end' : 'selfTest.start' })}
        </ActionButton>
      </header>
      {test === null ? (
        <p className="self-test-none">{say({ key: 'selfTest.explain' })}</p>
      ) : (
        <div role="status">
          <ol className="self-test-lines">
            {test.lines.map((line) => (
              <StepLine key={line.step} line={line} />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function StepLine({ line }: { readonly line: SelfTestLine }): ReactNode {
  const say = useSay();
  const said = stepLine(line);
  const detail = line.fault?.detail ?? line.detail;
  return (
    <li className="self-test-line" data-testid="self-test-line" data-step={line.step} data-state={line.state}>
      <span className="self-test-icon">
        <SelfTestIcon state={line.state} />
      </span>
      <span className="self-test-words">
        <span className="self-test-step">{say({ key: `selfTest.step.${line.step}` })}</span>
        {said !== null && <span className="self-test-said">{say(said)}</span>}
        {detail !== '' && (
          <span className="self-test-detail">
            <RawText text={detail} limit={300} />
          </span>
        )}
      </span>
    </li>
  );
}
