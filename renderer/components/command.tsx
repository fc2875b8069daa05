import type { ReactNode } from 'react';

/** One argument: what stands between blanks, a path in quotation marks with the blanks in it. */
const ARGUMENT = /(?:"[^"]*"|[^\s"])+/gu;

/** A command to type on this PC. A line ends between two arguments: half of one would be typed as two. */
export function Command({ text, testId }: { readonly text: string; readonly testId?: string }): ReactNode {
  return (
    <p className="code command" data-testid={testId}>
      {(text.match(ARGUMENT) ?? []).map((argument, place) => (
        <span key={place}>
          {place > 0 && ' '}
          <span className="command-argument">{argument}</span>
        </span>
      ))}
    </p>
  );
}
