import { useId, type ReactNode } from 'react';

import { RawText } from '../raw-text.tsx';

interface BoxesFieldProps {
  readonly name: string;
  readonly label: string;
  /** What else is known of it. */
  readonly note?: string | null;
  readonly text: string;
  /** How many characters it takes; each has a box. */
  readonly length: number;
  readonly active: boolean;
  readonly firstFocus: boolean;
  readonly onText: (text: string) => void;
  readonly onActive: () => void;
}

/**
 * Some characters, each in a large box of its own. One real field lies over the boxes: a person types into it, and a
 * scanner's burst is taken away before it gets there.
 */
export function BoxesField(props: BoxesFieldProps): ReactNode {
  const { name, label, note = null, text, length, active, firstFocus, onText, onActive } = props;
  const id = useId();
  const characters = [...text];
  return (
    <div className="boxes" data-active={active}>
      <div>
        <label htmlFor={id} className="point-title">
          {label}
        </label>
        {note !== null && (
          <span className="boxes-note">
            <RawText text={note} />
          </span>
        )}
      </div>
      <div className="boxes-field">
        {Array.from({ length }, (_none, position) => (
          <span key={position} className="box code" data-next={active && position === characters.length}>
            {characters[position] ?? ''}
          </span>
        ))}
        <input
          id={id}
          className="boxes-input"
          data-testid="field"
          data-field={name}
          {...(firstFocus ? { 'data-first-focus': true } : {})}
          type="text"
          inputMode="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onFocus={onActive}
        />
      </div>
    </div>
  );
}
