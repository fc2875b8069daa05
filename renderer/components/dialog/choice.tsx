import { useId, type ReactNode } from 'react';

import { ActionButton } from '../action-button.tsx';

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly title: string;
  readonly options: readonly { readonly value: T; readonly words: string }[];
  readonly chosen: T | null;
  readonly onChoose: (value: T) => void;
}

/** One of several, each a large button. */
export function Choice<T extends string>({ name, title, options, chosen, onChoose }: ChoiceProps<T>): ReactNode {
  const titleId = useId();
  return (
    <div className="choice" role="radiogroup" aria-labelledby={titleId}>
      <h3 id={titleId} className="point-title">
        {title}
      </h3>
      <div className="choice-options">
        {options.map(({ value, words }) => (
          <ActionButton
            key={value}
            className="option"
            onAct={() => onChoose(value)}
            attributes={{
              role: 'radio',
              'aria-checked': chosen === value,
              'data-testid': 'option',
              'data-choice': name,
              'data-value': value,
            }}
          >
            {words}
          </ActionButton>
        ))}
      </div>
    </div>
  );
}
