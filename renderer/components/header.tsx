import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { connectionLine, contactLine, type ShownConnection } from '../locales/connection-text.ts';
import { calmAge, timeOfDay, wholeMinute } from '../locales/time-text.ts';
import { shownElapsedMs } from '../store/moment.ts';
import type { StationState } from '../store/station-store.ts';
import { RawText } from './raw-text.tsx';
import { useSinceOf, useStation } from './station-context.tsx';
import { useLanguage, useSay } from './words-context.tsx';

/** Which station this is, whether D1 is reached, and what time it is. */
export function Header(): ReactNode {
  const say = useSay();
  const names = useStation(
    useShallow(({ view }) => (view === null ? null : { station: view.stationName, perso: view.persoStation })),
  );
  return (
    <header className="header">
      <div className="header-station">
        {names === null ? (
          <strong>{say({ key: 'product' })}</strong>
        ) : (
          <>
            <strong>
              <RawText text={names.station} limit={60} />
            </strong>
            {names.perso !== '' && (
              <span className="header-perso">
                <RawText text={names.perso} limit={40} />
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
  const sinceOf = useSinceOf();
  const silent = useStation((state) => state.silent);
  const screen = useStation((state) => state.view?.screen.kind ?? null);
  const connection = useStation(useShallow(shownConnection));
  const state = connection?.state ?? 'never';
  const contact = connection === null || silent ? null : contactLine(connection, say);
  const line =
    silent || connection === null
      ? { key: silent ? 'connection.lost' : 'connection.never' }
      : connectionLine(connection, sinceOf);
  // Without settings or credentials nobody is asked: there is no connection to speak of.
  const asks = silent || (screen !== 'configuration' && screen !== 'not-provisioned');
  return (
    <div className="connection" data-testid="connection" data-connection={state} data-silent={silent}>
      {asks && (
        <>
          <span className="connection-mark" aria-hidden="true" />
          <span className="connection-words">
            {say(line)}
            {contact !== null && <span className="connection-age time">{say(contact)}</span>}
          </span>
        </>
      )}
    </div>
  );
}

/** The connection as it stands now, its age as it is shown: what is drawn of it changes no more often. */
function shownConnection({ view, receivedAt, now }: StationState): ShownConnection | null {
  if (view === null) return null;
  const { state, since, lastContactAgeMs } = view.connection;
  const ageMs = lastContactAgeMs === null ? null : lastContactAgeMs + shownElapsedMs(receivedAt, now);
  return { state, since, lastContactAgeMs: ageMs === null ? null : calmAge(ageMs) };
}

function Clock(): ReactNode {
  const language = useLanguage();
  const now = useStation((state) => wholeMinute(state.now.wall));
  return <time className="clock time">{timeOfDay(now, now, language)}</time>;
}
