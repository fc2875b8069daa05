import { useState, type ReactNode } from 'react';

import { isNamed, padded, type Person } from '../../store/draft.ts';
import { secondPerson } from '../../store/requests.ts';
import { useFillIn, useStation, type Dialog } from '../station-context.tsx';
import { Pad } from './pad.tsx';

/** What the pad types into. */
export type PadField = 'lastFour' | Person;

interface PadState {
  readonly active: PadField | null;
  readonly setActive: (field: PadField) => void;
  /** Null where the dialog has nothing to type. */
  readonly pad: ReactNode;
}

/** One pad for all fields of a dialog: it types into the one that was touched last, and goes on by itself when that is full. */
export function usePad(dialog: Dialog, askDigits: boolean): PadState {
  const fillIn = useFillIn();
  const draft = useStation((state) => state.draft);
  const staff = useStation((state) => state.view?.staff ?? null);
  const [touched, setTouched] = useState<PadField | null>(null);
  const names = staff?.identity === 'initials';
  const second = staff?.identity === 'initials' && secondPerson(dialog, staff) !== 'none';
  const fields: readonly PadField[] = [
    ...(askDigits ? (['lastFour'] as const) : []),
    ...(names ? (['by'] as const) : []),
    ...(second ? (['second'] as const) : []),
  ];
  const open = fields.find((field) =>
    field === 'lastFour' ? draft.lastFour.length < 4 : !isNamed(draft[field], 'initials'),
  );
  const full = touched === 'lastFour' && draft.lastFour.length === 4 && open !== undefined;
  const active = touched !== null && fields.includes(touched) && !full ? touched : (open ?? fields.at(-1) ?? null);
  const onKey = (key: string | null): void => {
    if (active === null) return;
    setTouched(active);
    const text = padded(draft[active], key);
    fillIn(active === 'lastFour' ? { kind: 'digits', text } : { kind: 'initials', person: active, text });
  };
  return {
    active,
    setActive: setTouched,
    pad: active === null ? null : <Pad kind={active === 'lastFour' ? 'digits' : 'letters'} onKey={onKey} />,
  };
}
