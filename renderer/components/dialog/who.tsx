import type { ReactNode } from 'react';

import { isSamePerson, type Person } from '../../store/draft.ts';
import { secondPerson } from '../../store/requests.ts';
import { RawText } from '../raw-text.tsx';
import { ActionButton } from '../action-button.tsx';
import { useFillIn, useStation, type Dialog } from '../station-context.tsx';
import { BoxesField } from './boxes-field.tsx';
import { Tick } from './tick.tsx';
import { useSay } from '../words-context.tsx';

/** The end of a badge's number is enough to see that it was read. */
const BADGE_TAIL = 4;
const MAX_INITIALS = 4;

interface WhoProps {
  readonly dialog: Dialog;
  /** The field that the pad types into. */
  readonly active: Person | null;
  readonly onActive: (person: Person) => void;
  readonly firstFocus: boolean;
}

/** Who acts, and who stands by, in the form that the bank asks for. */
export function Who({ dialog, active, onActive, firstFocus }: WhoProps): ReactNode {
  const say = useSay();
  const fillIn = useFillIn();
  const draft = useStation((state) => state.draft);
  const staff = useStation((state) => state.view?.staff ?? null);
  if (staff === null) return null;
  const second = secondPerson(dialog, staff);
  const people: readonly Person[] = second === 'none' ? ['by'] : ['by', 'second'];
  switch (staff.identity) {
    case 'none':
      return second === 'none' ? null : (
        <Tick name="present" ticked={draft.present} onTick={() => fillIn({ kind: 'tick', point: 'present' })}>
          {say({ key: 'who.present' })}
        </Tick>
      );
    case 'initials':
      return (
        <div className="who">
          {people.map((person, position) => (
            <BoxesField
              key={person}
              name={person}
              label={say({ key: labelKey('initials', person, second) })}
              text={draft[person]}
              length={MAX_INITIALS}
              active={active === person}
              firstFocus={firstFocus && position === 0}
              onText={(text) => fillIn({ kind: 'initials', person, text })}
              onActive={() => onActive(person)}
            />
          ))}
          {isSamePerson(draft) && <p className="who-same">{say({ key: 'who.same' })}</p>}
        </div>
      );
    case 'badge':
      return (
        <div className="who">
          {people.map((person) => (
            <Badge key={person} person={person} label={say({ key: labelKey('badge', person, second) })} />
          ))}
          {isSamePerson(draft) && <p className="who-same">{say({ key: 'who.same' })}</p>}
        </div>
      );
  }
}

function Badge({ person, label }: { readonly person: Person; readonly label: string }): ReactNode {
  const say = useSay();
  const fillIn = useFillIn();
  const badge = useStation((state) => state.draft[person]);
  return (
    <div className="badge" data-testid="badge" data-person={person} data-read={badge !== ''}>
      <p className="badge-words">
        {badge === '' ? (
          label
        ) : (
          <>
            {say({ key: 'who.badge-read' })}{' '}
            <span className="code">
              <RawText text={`…${badge.slice(-BADGE_TAIL)}`} />
            </span>
          </>
        )}
      </p>
      {badge !== '' && (
        <ActionButton className="button button-quiet act" onAct={() => fillIn({ kind: 'clear', person })}>
          {say({ key: 'who.badge-again' })}
        </ActionButton>
      )}
    </div>
  );
}

function labelKey(identity: 'initials' | 'badge', person: Person, second: 'needed' | 'optional' | 'none'): string {
  if (person === 'by') return `who.${identity}`;
  return second === 'optional' ? `who.${identity}-optional` : `who.${identity}-second`;
}
