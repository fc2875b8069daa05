import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { connectionLine, contactAgeLine } from '../locales/connection-text.ts';
import { timeOfDay } from '../locales/time-text.ts';
import { shownElapsedMs } from '../store/moment.ts';
import { RawText } from './raw-text.tsx';
import { useSay, useStation, useTimeOf } from './station-context.tsx';

/** Which station this is, whether D1 is reached, and what time it is. */
export function Header(): ReactNode {
  const say = useSay();
  const view = useStation((state) => state.view);
  return (
    <header className="header">
      <div className="header-station">
        {view === null ? (
          <strong>{say({ key: 'product' })}</strong>
        ) : (
          <>
            <strong>
              <RawText text={view.stationName} limit={60} />
            </strong>
            {view.persoStation !== '' && (
              <span className="header-perso">
                <RawText text={view.persoStation} limit={40} />
              </span>
            )}
          </>
        )}
      </div>
      <Connection />
      <Clock />
    </header>
  );
}

function Connection(): ReactNode {
  const say = useSay();
  const timeOf = useTimeOf();
  const connection = useStation((state) => state.view?.connection ?? null);
  const silent = useStation((state) => state.silent);
  const screen = useStation((state) => state.view?.screen.kind ?? null);
  const elapsedMs = useStation((state) => shownElapsedMs(state.receivedAt, state.now));
  const state = connection?.state ?? 'never';
  const age = connection === null || silent ? null : contactAgeLine(connection, elapsedMs);
  const line =
    silent || connection === null
      ? { key: silent ? 'connection.lost' : 'connection.never' }
      : connectionLine(connection, timeOf);
  // Without settings or credentials nobody is asked: there is no connection to speak of.
  const asks = silent || (screen !== 'configuration' && screen !== 'not-provisioned');
  return (
    <div className="connection" data-testid="connection" data-connection={state} data-silent={silent}>
      {asks && (
        <>
          <span className="connection-mark" aria-hidden="true" />
          <span className="connection-words">
            {say(line)}
            {age !== null && (
              <span className="connection-age time">
                {say({ key: 'connection.contact', values: { age: say(age) } })}
              </span>
            )}
          </span>
        </>
      )}
    </div>
  );
}

function Clock(): ReactNode {
  const { i18n } = useTranslation();
  const now = useStation((state) => state.now.wall);
  return <time className="clock time">{timeOfDay(now, now, i18n.resolvedLanguage ?? 'en')}</time>;
}
