import type { ReactNode } from 'react';

import { RawText } from '../raw-text.tsx';
import { useSay } from '../words-context.tsx';

/** A file's path or an address is worth nothing when it is cut. */
const VALUE_LIMIT = 2_000;

export interface FactLine {
  /** Its name is `administrator.fact.` and this. */
  readonly name: string;
  /** A text from outside as it is, in its own direction; an element where it is words of ours. */
  readonly value: string | ReactNode;
}

/** Names and values, one under the other; without a title where what stands above them has one. */
export function Facts({ title, lines }: { readonly title: string; readonly lines: readonly FactLine[] }): ReactNode {
  const say = useSay();
  return (
    <section className="area-facts">
      {title !== '' && <h2 className="facts-title">{title}</h2>}
      <dl className="facts-lines">
        {lines.map(({ name, value }) => (
          <div key={name} className="fact-line" data-fact={name}>
            <dt>{say({ key: `administrator.fact.${name}` })}</dt>
            <dd>{typeof value === 'string' ? <RawText text={value} limit={VALUE_LIMIT} /> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
