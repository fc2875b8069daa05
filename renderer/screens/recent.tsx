import { useEffect, useState, type ReactNode } from 'react';

import { MAX_RECENT, type RecentList, type RecentView } from '../../main/ipc/contract.ts';
import { ActionButton } from '../components/action-button.tsx';
import { CardLabel } from '../components/card-label.tsx';
import { PanelFrame } from '../components/panel-frame.tsx';
import { RecentKindIcon } from '../components/recent-icons.tsx';
import { useActions, useStation, useTimeOf } from '../components/station-context.tsx';
import { recentBy, recentWord } from '../locales/recent-text.ts';
import { readMoment } from '../store/moment.ts';
import { recentKey, referencesShown } from '../store/recent.ts';
import { useSay } from '../components/words-context.tsx';

/** A reference of more characters than this is set smaller, so that it stays in one line. */
const LONG_REFERENCE = 24;

/** What staff did with cards today, newest first. It is the past: nothing in it looks like a verdict. */
export function Recent(): ReactNode {
  const say = useSay();
  const list = useRecentList();
  const now = useStation((state) => state.now);
  const [since, setSince] = useState(readMoment);
  const shown = referencesShown(since, now);
  const actions = list?.kind === 'actions' ? list.actions : [];
  const hides = !shown && actions.some(({ reference }) => reference !== null);
  return (
    <PanelFrame name="recent" title={say({ key: 'recent.title' })}>
      <div className="recent" data-testid="recent" data-list={list?.kind} data-references={shown ? 'shown' : 'hidden'}>
        <div className="recent-note">
          <p>{say({ key: 'recent.note' })}</p>
          {hides && (
            <ActionButton
              className="button act"
              onAct={() => setSince(readMoment())}
              attributes={{ 'data-testid': 'act', 'data-act': 'show-references' }}
            >
              {say({ key: 'recent.show' })}
            </ActionButton>
          )}
        </div>
        {actions.length === 0 ? (
          <p className="recent-none">{say({ key: `recent.${list === null ? 'loading' : noneWord(list)}` })}</p>
        ) : (
          // The keyboard scrolls what it can reach.
          <ul className="recent-rows" tabIndex={0} aria-label={say({ key: 'recent.title' })}>
            {actions.map((action) => (
              <Row key={action.number} action={action} named={shown} />
            ))}
            {actions.length === MAX_RECENT && (
              <li className="recent-newest">{say({ key: 'recent.newest', values: { max: MAX_RECENT } })}</li>
            )}
          </ul>
        )}
      </div>
    </PanelFrame>
  );
}

function Row({ action, named }: { readonly action: RecentView; readonly named: boolean }): ReactNode {
  const say = useSay();
  const timeOf = useTimeOf();
  const { kind, cardId, reference, undone } = action;
  const by = recentBy(action);
  return (
    <li
      className="recent-row"
      data-testid="recent-row"
      data-kind={kind}
      data-outcome={action.outcome ?? undefined}
      data-card-id={cardId}
      data-undone={undone}
    >
      <span className="recent-time time">{timeOf(action.at)}</span>
      <span className="recent-icon">
        <RecentKindIcon action={action} />
      </span>
      <span className="recent-word">
        <span className="recent-kind">{say(recentWord(action))}</span>
        {undone && <span className="recent-undone">{say({ key: 'recent.undone' })}</span>}
      </span>
      <span className="recent-card" data-long={(reference ?? '').length > LONG_REFERENCE}>
        {reference === null || named ? <CardLabel card={{ cardId, reference }} /> : <HiddenReference />}
      </span>
      <span className="recent-by">{by !== null && say(by)}</span>
    </li>
  );
}

function HiddenReference(): ReactNode {
  const say = useSay();
  return (
    <>
      <span className="label">{say({ key: 'fact.reference' })}</span>
      <span className="recent-hidden">{say({ key: 'recent.hidden' })}</span>
    </>
  );
}

function noneWord(list: RecentList): string {
  return list.kind === 'unavailable' ? 'unavailable' : 'empty';
}

/** Asks when it opens and whenever something new was recorded; null until main has answered for the first time. */
function useRecentList(): RecentList | null {
  const { recent } = useActions();
  const newest = useStation((state) => recentKey(state.view));
  const [list, setList] = useState<RecentList | null>(null);
  useEffect(() => {
    let wanted = true;
    void recent().then((answer) => {
      if (wanted) setList(answer);
    });
    return () => {
      wanted = false;
    };
  }, [recent, newest]);
  return list;
}
