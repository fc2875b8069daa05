import type { ReactNode } from 'react';

import { useActions } from '../station-context.tsx';
import { RawText } from '../raw-text.tsx';
import { useAnswer } from './use-answer.ts';
import { useSay } from '../words-context.tsx';

const VALUE_LIMIT = 600;

/** Every setting that is in effect and where it comes from. It is changed in its file, by those who roll the station out. */
export function SettingsPart(): ReactNode {
  const say = useSay();
  const { settings } = useActions();
  const answer = useAnswer(settings, null);
  const lines = answer?.kind === 'open' ? answer.lines : [];
  return (
    <div className="settings" data-testid="settings">
      <p className="area-note">
        {say({ key: answer === null ? 'administrator.loading' : settingsNote(lines.length) })}
      </p>
      {lines.length > 0 && (
        <ul className="setting-lines" tabIndex={0} aria-label={say({ key: 'administrator.part.settings' })}>
          {lines.map(({ path, value, origin }) => (
            <li key={path} className="setting-line" data-testid="setting" data-path={path} data-set={origin !== null}>
              <span className="setting-path">
                <RawText text={path} limit={VALUE_LIMIT} />
              </span>
              <span className="setting-value">
                <RawText text={value} limit={VALUE_LIMIT} />
              </span>
              <span className="setting-origin">
                {origin === null ? (
                  say({ key: 'administrator.settings.default' })
                ) : (
                  <RawText text={origin} limit={VALUE_LIMIT} />
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function settingsNote(count: number): string {
  return count === 0 ? 'administrator.settings.none' : 'administrator.settings.note';
}
