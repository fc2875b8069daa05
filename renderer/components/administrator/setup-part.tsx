import type { ReactNode } from 'react';

import { credentialsLine } from '../../locales/administrator-text.ts';
import { DIAGNOSTICS_EVERY_MS } from '../../store/administrator.ts';
import { Command } from '../command.tsx';
import { useActions } from '../station-context.tsx';
import { Facts } from './facts.tsx';
import { SelfTest } from './self-test.tsx';
import { useAnswer } from './use-answer.ts';
import { useDateOf, useSay } from '../words-context.tsx';

/** With what this station signs in, how it is given anew, and whether the way to D1 holds. */
export function SetupPart(): ReactNode {
  const say = useSay();
  const dateOf = useDateOf();
  const { diagnostics } = useActions();
  const answer = useAnswer(diagnostics, DIAGNOSTICS_EVERY_MS);
  const open = answer?.kind === 'open' ? answer : null;
  const credentials = open?.credentials ?? null;
  const certificate =
    credentials?.kind !== 'present' || credentials.certificate === 'none' ? null : credentials.certificate;
  return (
    <div className="setup" tabIndex={0} role="group" aria-label={say({ key: 'administrator.part.setup' })}>
      <section className="setup-credentials" data-credentials={credentials?.kind}>
        <h2 className="facts-title">{say({ key: 'administrator.credentials.title' })}</h2>
        <p className="setup-standing">
          {say(credentials === null ? { key: 'administrator.loading' } : credentialsLine(credentials, dateOf))}
        </p>
        {credentials?.kind === 'fault' && (
          <Facts title="" lines={[{ name: 'detail', value: `${credentials.cause}: ${credentials.detail}` }]} />
        )}
        {credentials?.kind === 'present' && (
          <Facts
            title=""
            lines={[
              { name: 'kid', value: credentials.kid },
              { name: 'subject', value: certificate?.subject ?? '–' },
              { name: 'serial', value: certificate?.serial ?? '–' },
            ]}
          />
        )}
        {open !== null && open.bundle !== null && (
          <div data-testid="machine-bundle" data-problem={open.bundle.problem}>
            <p className="setup-how">{say({ key: `machineBundle.problem.${open.bundle.problem}` })}</p>
            <Facts title="" lines={[{ name: 'detail', value: open.bundle.detail }]} />
          </div>
        )}
        <h2 className="facts-title">{say({ key: 'administrator.provision.title' })}</h2>
        <p className="setup-how">{say({ key: 'administrator.provision.how' })}</p>
        {open !== null && <Command text={open.provisionCommand} testId="provision-command" />}
      </section>
      <SelfTest />
    </div>
  );
}
