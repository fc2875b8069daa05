import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { detailsText } from '../locales/staff-text.ts';
import { reasonWords } from '../locales/reason-text.ts';
import { agoLine, durationLine } from '../locales/time-text.ts';
import { mainWallNow } from '../store/station-store.ts';
import { CardLabel } from './card-label.tsx';
import { RawText } from './raw-text.tsx';
import { useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** A reference of more characters than this is set smaller, so that the facts stay in one line. */
const LONG_REFERENCE = 18;

/** Which card it is, what is printed on it, how long it has taken, how old the answer is. */
export function CardFacts({
  card,
  answerAgeMs,
}: {
  readonly card: CardView;
  readonly answerAgeMs: number | null;
}): ReactNode {
  const say = useSay();
  const now = useStation(mainWallNow);
  const details = detailsText(card.details);
  const elapsed = durationLine((card.endedAt ?? now) - card.addedAt);
  const answer: string = answerAgeMs === null ? say({ key: 'answer.none' }) : say(agoLine(answerAgeMs, say));
  return (
    <div className="facts">
      <div className="fact fact-card" data-long={(card.reference ?? '').length > LONG_REFERENCE}>
        <CardLabel card={card} />
      </div>
      {details !== null && (
        <div className="fact">
          <span className="label">{say({ key: 'fact.kind' })}</span>
          <span className="label-value">
            <RawText text={details} />
          </span>
        </div>
      )}
      <div className="fact">
        <span className="label">{say({ key: card.endedAt === null ? 'fact.elapsed' : 'fact.took' })}</span>
        <span className="label-value time">{say(elapsed)}</span>
      </div>
      <div className="fact">
        <span className="label">{say({ key: 'fact.answer' })}</span>
        <span className="label-value time">{answer}</span>
      </div>
    </div>
  );
}

/** D1's own words, as they came, for whoever has to look further. */
export function CardDetails({ card }: { readonly card: CardView }): ReactNode {
  const say = useSay();
  const reason = reasonWords(card, say);
  if (card.raw === null && card.reason === null && card.errorCode === null && card.error === null) return null;
  return (
    <div className="details">
      {/* First: however long D1's own words are, whom to call is seen. */}
      {reason !== null && (
        <p className="detail detail-call" data-testid="reason-call">
          <span className="label">{say({ key: 'reason.call' })}</span>
          <span className="label-value">
            <RawText text={reason.call} />
          </span>
        </p>
      )}
      {card.raw !== null && (
        <p className="detail">
          <span className="label">{say({ key: 'fact.raw' })}</span>
          <span className="code">
            <RawText text={card.raw.status} /> / <RawText text={card.raw.detail} />
          </span>
        </p>
      )}
      {card.reason !== null && (
        <p className="detail" data-testid="reason">
          <span className="label">{say({ key: 'fact.reason' })}</span>
          <span className="code">
            <RawText text={card.reason} />
          </span>
          {reason !== null && (
            <span className="detail-meaning">
              <RawText text={reason.words} />
            </span>
          )}
        </p>
      )}
      {card.errorCode !== null && (
        <p className="detail">
          <span className="label">{say({ key: 'fact.errorCode' })}</span>
          <span className="code">
            <RawText text={card.errorCode} />
          </span>
        </p>
      )}
      {card.error !== null && (
        <p className="detail">
          <span className="label">{say({ key: 'fact.error' })}</span>
          <span className="code">
            <RawText text={card.error} />
          </span>
        </p>
      )}
    </div>
  );
}
