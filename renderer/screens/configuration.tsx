import type { ReactNode } from 'react';

import type { ConfigurationProblemView } from '../../main/ipc/contract.ts';
import { RawText } from '../components/raw-text.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useSay } from '../components/words-context.tsx';

/** A path in a file can be long, and cutting it would hide the very thing that is asked for. */
const PATH_LIMIT = 400;

/** Every problem of the configuration, with its place in the file. */
export function Configuration({ problems }: { readonly problems: readonly ConfigurationProblemView[] }): ReactNode {
  const say = useSay();
  return (
    <StageFrame look="message">
      <div className="message">
        <h1 className="message-title">{say({ key: 'configuration.title', values: { count: problems.length } })}</h1>
        <p className="message-action">{say({ key: 'configuration.action' })}</p>
        <ul className="problems" tabIndex={0}>
          {problems.map((problem, index) => (
            <li key={index} className="problem">
              <span className="code problem-path">
                <RawText text={problem.path} limit={PATH_LIMIT} />
              </span>
              <span className="problem-message">
                <RawText text={problem.message} limit={PATH_LIMIT} />
              </span>
              <span className="problem-source">
                <RawText text={problem.source} limit={PATH_LIMIT} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </StageFrame>
  );
}
