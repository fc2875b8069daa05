import type { ReactNode } from 'react';

import type { Verdict } from './verdict-look.ts';

/** The four verdicts by shape alone: clock, disc with a check, octagon with a bar, triangle with a question mark. */
export function VerdictIcon({ verdict }: { readonly verdict: Verdict }): ReactNode {
  switch (verdict) {
    case 'wait':
      return (
        <Picture>
          <circle cx="50" cy="50" r="43" fill="none" stroke="currentColor" strokeWidth="10" />
          <path
            d="M50 25v27l17 11"
            fill="none"
            stroke="currentColor"
            strokeWidth="10"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </Picture>
      );
    case 'hand-over':
      return (
        <Picture>
          <circle cx="50" cy="50" r="48" fill="currentColor" />
          <path
            className="icon-cut"
            d="M28 52l15 15 30-33"
            fill="none"
            strokeWidth="10"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </Picture>
      );
    case 'do-not-hand-over':
      return (
        <Picture>
          <path d="M30.1 2h39.8L98 30.1v39.8L69.9 98H30.1L2 69.9V30.1z" fill="currentColor" />
          <path className="icon-cut" d="M24 50h52" fill="none" strokeWidth="15" />
        </Picture>
      );
    case 'cannot-tell':
      return (
        <Picture>
          <path d="M50 9l43 78H7z" fill="currentColor" stroke="currentColor" strokeWidth="10" strokeLinejoin="round" />
          <g className="icon-question">
            <path
              className="icon-cut"
              d="M39.5 45c0-6.3 4.5-10.5 10.5-10.5s10.5 4 10.5 9.7c0 8.2-10 8.3-10 17.3"
              fill="none"
              strokeWidth="7"
              strokeLinecap="round"
            />
            <circle className="icon-cut-fill" cx="50.3" cy="74.5" r="4.7" />
          </g>
        </Picture>
      );
  }
}

/** A plug out of its socket: a fault, in a shape that no verdict has. */
export function FaultIcon(): ReactNode {
  return (
    <Picture>
      <rect x="6" y="6" width="88" height="88" rx="14" fill="none" stroke="currentColor" strokeWidth="8" />
      <path d="M50 26v30" stroke="currentColor" strokeWidth="11" strokeLinecap="round" />
      <circle cx="50" cy="74" r="6.5" fill="currentColor" />
    </Picture>
  );
}

/** A screen, half light and half dark. */
export function LookIcon(): ReactNode {
  return (
    <Picture>
      <rect x="6" y="14" width="88" height="60" rx="8" fill="none" stroke="currentColor" strokeWidth="8" />
      <path d="M50 14h36a8 8 0 0 1 8 8v44a8 8 0 0 1-8 8H50z" fill="currentColor" />
      <path d="M30 90h40" stroke="currentColor" strokeWidth="8" strokeLinecap="round" />
    </Picture>
  );
}

/** A card on its way over: what is done, in a shape that no verdict has. */
export function GivenIcon(): ReactNode {
  return (
    <Picture>
      <rect x="4" y="24" width="58" height="40" rx="6" fill="currentColor" />
      <path className="given-cut" d="M4 35h58" strokeWidth="8" />
      <path
        d="M70 44h22M80 31l13 13-13 13"
        fill="none"
        stroke="currentColor"
        strokeWidth="8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M4 82h88" stroke="currentColor" strokeWidth="6" strokeLinecap="round" />
    </Picture>
  );
}

/** A box that is ticked or still open. Square, so that it is not taken for the disc of a verdict. */
export function TickIcon({ ticked }: { readonly ticked: boolean }): ReactNode {
  return (
    <Picture>
      <rect
        x="8"
        y="8"
        width="84"
        height="84"
        rx="14"
        fill={ticked ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="8"
      />
      {ticked && (
        <path
          className="tick-cut"
          d="M28 52l15 15 30-33"
          fill="none"
          strokeWidth="11"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </Picture>
  );
}

/** An order slip under the scanner's line. */
export function SlipIcon(): ReactNode {
  const bars = [30, 36, 39, 46, 50, 57, 60, 64, 70];
  return (
    <Picture>
      <path
        d="M20 6h60v84l-7.5-6-7.5 6-7.5-6-7.5 6-7.5-6-7.5 6-7.5-6-7.5 6z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinejoin="round"
      />
      <path d="M31 19h22M31 27h38" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" opacity="0.5" />
      {bars.map((x, index) => (
        <path key={x} d={`M${x} 40v26`} stroke="currentColor" strokeWidth={index % 3 === 1 ? 1.4 : 2.6} />
      ))}
      <path className="slip-line" d="M8 53h84" strokeWidth="2.5" strokeLinecap="round" />
    </Picture>
  );
}

/** A globe: languages, for whoever can read none of the words around it. */
export function GlobeIcon(): ReactNode {
  return (
    <Picture>
      <g fill="none" stroke="currentColor" strokeWidth="6" strokeLinecap="round">
        <circle cx="50" cy="50" r="42" />
        <ellipse cx="50" cy="50" rx="18" ry="42" />
        <path d="M8 50h84M14 30h72M14 70h72" />
      </g>
    </Picture>
  );
}

/** A keyboard. */
export function KeysIcon(): ReactNode {
  return (
    <Picture>
      <g fill="none" stroke="currentColor" strokeWidth="7" strokeLinecap="round" strokeLinejoin="round">
        <rect x="5" y="22" width="90" height="56" rx="8" />
        <path d="M22 40h.1M41 40h.1M59 40h.1M78 40h.1M22 60h.1M78 60h.1M40 60h20" />
      </g>
    </Picture>
  );
}

/** A clock with an arrow that runs back: what was done before. */
export function RecentIcon(): ReactNode {
  return (
    <Picture>
      <path
        d="M14 50a38 38 0 1 0 12-27.5M26 6v18h18M52 30v22l16 10"
        fill="none"
        stroke="currentColor"
        strokeWidth="8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </Picture>
  );
}

/** A padlock: nothing for staff. */
export function AdministratorIcon(): ReactNode {
  return (
    <Picture>
      <path
        d="M20 46h60v44H20zM32 46V30a18 18 0 0 1 36 0v16M50 62v12"
        fill="none"
        stroke="currentColor"
        strokeWidth="8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </Picture>
  );
}

/** The frame of every picture: a square of a hundred, hidden from who hears the screen. */
export function Picture({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
