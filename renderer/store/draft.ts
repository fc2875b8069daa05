/** A dialog as far as staff have filled it in. Pure; what main wants of it is in `requests.ts`. */
import type { ActRequest, StationView } from '../../main/ipc/contract.ts';

type Reject = Extract<ActRequest, { act: 'reject' }>;

export interface Draft {
  readonly lastFour: string;
  readonly readBack: boolean;
  readonly print: boolean;
  /** Positions of the bank's own points that are ticked. */
  readonly items: readonly number[];
  /** Initials or badge, as far as they are typed or scanned. */
  readonly by: string;
  readonly second: string;
  /** Where staff are not named: a second person is here. */
  readonly present: boolean;
  readonly reason: Reject['reason'] | null;
  readonly outcome: Reject['outcome'] | null;
}

export const EMPTY_DRAFT: Draft = {
  lastFour: '',
  readBack: false,
  print: false,
  items: [],
  by: '',
  second: '',
  present: false,
  reason: null,
  outcome: null,
};

export type DraftStep =
  | { readonly kind: 'digits'; readonly text: string }
  | { readonly kind: 'tick'; readonly point: 'readBack' | 'print' | 'present' }
  | { readonly kind: 'item'; readonly position: number }
  | { readonly kind: 'initials'; readonly person: Person; readonly text: string }
  /** A scanned badge fills the first person, then the second where one is asked for. */
  | { readonly kind: 'badge'; readonly badge: string; readonly secondAsked: boolean }
  | { readonly kind: 'clear'; readonly person: Person }
  | { readonly kind: 'reason'; readonly reason: Reject['reason'] }
  | { readonly kind: 'outcome'; readonly outcome: Reject['outcome'] };

export type Person = 'by' | 'second';

const DIGITS = 4;
const MAX_INITIALS = 4;
/** Two to four letters of any script, as main wants them. */
const INITIALS = /^\p{L}{2,4}$/u;

export function draftStep(draft: Draft, step: DraftStep): Draft {
  switch (step.kind) {
    case 'digits':
      return { ...draft, lastFour: step.text.replace(/[^0-9]/g, '').slice(0, DIGITS) };
    case 'tick':
      return { ...draft, [step.point]: !draft[step.point] };
    case 'item': {
      const others = draft.items.filter((each) => each !== step.position);
      return { ...draft, items: others.length < draft.items.length ? others : [...others, step.position] };
    }
    case 'initials': {
      const letters = [...step.text.replace(/\P{L}/gu, '')].slice(0, MAX_INITIALS).join('');
      return { ...draft, [step.person]: letters.toUpperCase() };
    }
    case 'badge':
      return withBadge(draft, step.badge, step.secondAsked);
    case 'clear':
      return { ...draft, [step.person]: '' };
    case 'reason':
      return { ...draft, reason: step.reason };
    case 'outcome':
      return { ...draft, outcome: step.outcome };
  }
}

/** The digit or letter pad adds to what is there; erasing takes the last character. */
export function padded(text: string, key: string | null): string {
  return key === null ? [...text].slice(0, -1).join('') : text + key;
}

/** Whether both persons are named and are the same: nothing is sent then, and the dialog says why. */
export function isSamePerson({ by, second }: Draft): boolean {
  return by !== '' && by === second;
}

/** Whether a person's name is complete in the form that the bank asks for. */
export function isNamed(name: string, identity: StationView['staff']['identity']): boolean {
  switch (identity) {
    case 'none':
      return true;
    case 'initials':
      return INITIALS.test(name);
    case 'badge':
      return name !== '';
  }
}

function withBadge(draft: Draft, badge: string, secondAsked: boolean): Draft {
  if (draft.by === '') return { ...draft, by: badge };
  return secondAsked ? { ...draft, second: badge } : { ...draft, by: badge };
}
