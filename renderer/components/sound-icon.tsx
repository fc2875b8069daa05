import type { ReactNode } from 'react';

import type { SoundState } from '../store/sound-choices.ts';

/** A loudspeaker that sounds, one that is struck out, and the moon of quiet hours. Always with words. */
export function SoundIcon({ state }: { readonly state: SoundState }): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <Shape state={state} />
    </svg>
  );
}

function Shape({ state }: { readonly state: SoundState }): ReactNode {
  switch (state) {
    case 'on':
      return (
        <>
          <Loudspeaker />
          <path
            d="M63 34a22 22 0 0 1 0 32M76 20a42 42 0 0 1 0 60"
            fill="none"
            stroke="currentColor"
            strokeWidth="9"
            strokeLinecap="round"
          />
        </>
      );
    case 'muted':
      return (
        <>
          <Loudspeaker />
          <path d="M64 36l28 28M92 36L64 64" stroke="currentColor" strokeWidth="10" strokeLinecap="round" />
        </>
      );
    case 'quiet':
      return <path d="M58 10a41 41 0 1 0 33 62a36 36 0 0 1-33-62z" fill="currentColor" />;
  }
}

function Loudspeaker(): ReactNode {
  return <path d="M8 36h18l24-20v68L26 64H8z" fill="currentColor" />;
}
