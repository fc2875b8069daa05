import type { ReactNode } from 'react';

import type { OpenDiagnostics } from '../../../main/ipc/contract.ts';
import { cardTimeLine, credentialsLine, paceLine } from '../../locales/administrator-text.ts';
import { connectionLine } from '../../locales/connection-text.ts';
import { faultSentence } from '../../locales/fault-text.ts';
import type { Line } from '../../locales/line.ts';
import { agoLine } from '../../locales/time-text.ts';
import { useSinceOf } from '../station-context.tsx';
import { FirstStartFact } from './first-start-fact.tsx';
import { Facts, type FactLine } from './facts.tsx';
import { useDateOf, useNumber, useSay } from '../words-context.tsx';

const KIB = 1_024;
const SECOND_MS = 1_000;

/** The diagnostics by what they are about; faults first, for they are why somebody looks. */
export function DiagnosticsFacts({ open }: { readonly open: OpenDiagnostics }): ReactNode {
  const say = useSay();
  const groups = useGroups(open);
  return (
    <div className="facts-columns">
      <section className="area-facts" data-group="faults">
        <h2 className="facts-title">{say({ key: 'administrator.group.faults' })}</h2>
        {open.faults.length === 0 ? (
          <p className="facts-none">{say({ key: 'administrator.noFaults' })}</p>
        ) : (
          <ul className="facts-faults">
            {open.faults.map((fault, place) => (
              <li key={place}>
                {say(faultSentence(fault))}{' '}
                <bdi className="raw facts-detail">{`${fault.family} · ${fault.cause} · ${fault.detail}`}</bdi>
              </li>
            ))}
          </ul>
        )}
      </section>
      {groups.map(({ group, lines }) => (
        <Facts key={group} title={say({ key: `administrator.group.${group}` })} lines={lines} />
      ))}
    </div>
  );
}

/**
 * Words of ours as a fact's value. They are no text from outside: the marks that keep a number's direction within an Arabic sentence
 * stay in them.
 */
function useSaid(): (line: Line) => ReactNode {
  const say = useSay();
  return (line) => <>{say(line)}</>;
}

function useGroups(open: OpenDiagnostics): readonly { readonly group: string; readonly lines: readonly FactLine[] }[] {
  const say = useSay();
  const said = useSaid();
  const sinceOf = useSinceOf();
  const dateOf = useDateOf();
  const number = useNumber();
  const { station, versions, d1, connection, credentials, ledger, cards, pace, calls, clockSkewMs, displays } = open;
  const contact = connection.lastContactAgeMs;
  return [
    {
      group: 'd1',
      lines: [
        {
          name: 'connection',
          value: said(connectionLine({ ...connection, since: open.at - (contact ?? 0) }, sinceOf)),
        },
        { name: 'contact', value: said(contact === null ? { key: 'administrator.never' } : agoLine(contact, say)) },
        {
          name: 'calls',
          value: said({
            key: 'administrator.calls',
            values: { answered: number(calls.answered), failed: number(calls.failed) },
          }),
        },
        {
          name: 'skew',
          value:
            clockSkewMs === null
              ? '–'
              : said({ key: 'administrator.seconds', values: { seconds: number(clockSkewMs / SECOND_MS) } }),
        },
        { name: 'authUrl', value: d1?.authUrl ?? '–' },
        { name: 'bankingUrl', value: d1?.bankingUrl ?? '–' },
      ],
    },
    {
      group: 'credentials',
      lines: [
        { name: 'standing', value: said(credentialsLine(credentials, dateOf)) },
        { name: 'kid', value: credentials.kind === 'present' ? credentials.kid : '–' },
      ],
    },
    {
      group: 'record',
      lines: [
        { name: 'ledger', value: said({ key: `administrator.ledger.${ledger.standing}` }) },
        { name: 'actions', value: ledger.count === null ? '–' : number(ledger.count) },
        { name: 'head', value: ledger.head ?? '–' },
        {
          name: 'size',
          value:
            ledger.fileBytes === null
              ? '–'
              : said({ key: 'administrator.kib', values: { size: number(Math.ceil(ledger.fileBytes / KIB)) } }),
        },
      ],
    },
    {
      group: 'cards',
      lines: [
        { name: 'watched', value: number(cards.watched) },
        { name: 'stored', value: number(cards.stored) },
        { name: 'parked', value: number(cards.parked) },
        { name: 'pace', value: said(paceLine(pace, number)) },
        { name: 'cardTime', value: said(cardTimeLine(pace, number)) },
      ],
    },
    {
      group: 'station',
      lines: [
        { name: 'name', value: station.name },
        { name: 'persoStation', value: station.persoStation },
        { name: 'environment', value: station.environment ?? '–' },
        { name: 'version', value: versions.app },
        { name: 'tested', value: open.firstStart === null ? '–' : <FirstStartFact firstStart={open.firstStart} /> },
        {
          name: 'runtime',
          value: `Electron ${versions.electron} · Chromium ${versions.chromium} · Node ${versions.node}`,
        },
        { name: 'platform', value: versions.platform },
        {
          name: 'displays',
          value: displays
            .map(({ width, height, scale }) => `${String(width)} × ${String(height)} @ ${String(scale)}`)
            .join(', '),
        },
        { name: 'log', value: open.logFile },
      ],
    },
  ];
}
