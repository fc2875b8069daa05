import type { ReactNode } from 'react';

import type { OpenDiagnostics } from '../../../main/ipc/contract.ts';
import { firstStartLine } from '../../locales/administrator-text.ts';
import { faultOwner, faultSentence } from '../../locales/fault-text.ts';
import { useDateOf, useNumber, useSay } from '../words-context.tsx';

/** Since when this version runs here, what its first start came to, and for whom what is not in order. */
export function FirstStartFact({
  firstStart,
}: {
  readonly firstStart: NonNullable<OpenDiagnostics['firstStart']>;
}): ReactNode {
  const say = useSay();
  const dateOf = useDateOf();
  const number = useNumber();
  const { test } = firstStart;
  return (
    <div data-testid="first-start" data-test={test.kind}>
      {say(firstStartLine(firstStart, dateOf, number))}
      {test.kind === 'not-fine' && (
        <ul>
          {test.failed.map(({ check, fault }) => (
            <li key={check} data-check={check}>
              <span>{say({ key: check === 'record' ? 'administrator.group.record' : `selfTest.step.${check}` })}</span>
              {' · '}
              {fault === null ? (
                <span>{say({ key: 'selfTest.not-done.before' })}</span>
              ) : (
                <>
                  <span>{say(faultSentence(fault))}</span>
                  {' · '}
                  <span>{say(faultOwner(fault))}</span>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
