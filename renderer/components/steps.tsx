import type { ReactNode } from 'react';

import { isFresh } from '../store/station-store.ts';
import { STEPS, type StepMark } from '../store/steps.ts';
import { useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Steps of a whole turn of the ring. */
const TURNS = 12;

/** How far the card has come: requested, at the printer, personalised. Never a check mark: that is the verdict's. */
export function Steps({ marks }: { readonly marks: readonly StepMark[] }): ReactNode {
  const say = useSay();
  return (
    <ol className="steps">
      {STEPS.map((step, index) => (
        <li
          key={step}
          className="step"
          data-mark={marks[index]}
          aria-current={marks[index] === 'current' ? 'step' : undefined}
        >
          <StepDot mark={marks[index] ?? 'ahead'} />
          <span className="step-name">{say({ key: `step.${step}` })}</span>
        </li>
      ))}
    </ol>
  );
}

function StepDot({ mark }: { readonly mark: StepMark }): ReactNode {
  const say = useSay();
  return (
    <svg className="step-dot" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <circle className="step-ring" cx="50" cy="50" r="42" />
      {mark === 'current' && <Sweep />}
      {mark === 'done' && <circle className="step-core" cx="50" cy="50" r="42" />}
      {mark === 'current' && <circle className="step-core" cx="50" cy="50" r="18" />}
      {mark === 'stopped' && <path className="step-bar" d="M26 50h48" />}
      {mark === 'doubt' && (
        <text className="step-question" x="50" y="70" textAnchor="middle">
          {say({ key: 'step.doubt' })}
        </text>
      )}
    </svg>
  );
}

/**
 * Goes on once a second, with the ages beside it, and stands still when the data behind it does. An animation would have the
 * whole of it drawn sixty times a second for as long as a card waits.
 */
function Sweep(): ReactNode {
  const turn = useStation((state) => (isFresh(state) ? Math.floor(state.now.wall / 1_000) % TURNS : 0));
  return (
    <path
      className="step-sweep"
      d="M50 8a42 42 0 0 1 42 42"
      transform={`rotate(${String(turn * (360 / TURNS))} 50 50)`}
    />
  );
}
