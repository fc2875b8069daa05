import type { CSSProperties, ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { isLongInstruction, reasonInstruction } from '../locales/reason-text.ts';
import { markInstruction, markWhen, markWord } from '../locales/staff-text.ts';
import { asides, instruction, verdictWord, type VerdictContext } from '../locales/verdict-text.ts';
import { wordWidth } from '../locales/word-fit.ts';
import type { Judgement } from '../store/lease.ts';
import { mainWallNow } from '../store/station-store.ts';
import { stepMarks } from '../store/steps.ts';
import { CardDetails, CardFacts } from './card-facts.tsx';
import { RefusedStrip } from './refused-strip.tsx';
import { Signal } from './signal.tsx';
import { StageActs } from './stage-acts.tsx';
import { StageFrame } from './stage-frame.tsx';
import { useSinceOf, useStation, useTimeOf } from './station-context.tsx';
import { Steps } from './steps.tsx';
import { shownMark, useShownCard } from './verdict-look.ts';
import { useSay } from './words-context.tsx';

/** The card that fills the screen: word, shape, colour and position say what may be done with it. */
export function CardStage({ card }: { readonly card: CardView }): ReactNode {
  const say = useSay();
  const sayInstruction = useSayInstruction();
  const context = useVerdictContext();
  const now = useStation(mainWallNow);
  const { judgement, answerAgeMs, mark, attributes } = useShownCard(card);
  const marks = stepMarks(card, judgement);
  const waiting = judgement.verdict === 'wait';
  const word = say(verdictWord(judgement));
  const remarks = asides(card, judgement, now);
  if (context === null) return null;
  const told = sayInstruction(card, judgement, context);
  return (
    <StageFrame look={judgement.verdict} attributes={attributes}>
      <div className="card-stage">
        <Signal verdict={judgement.verdict} />
        <div className="verdict-room">
          <div className="verdict" style={fitting(word)}>
            <h1 className="word">{word}</h1>
            {mark !== null && (
              <p className="mark" data-mark={mark.kind}>
                {say(markWord(mark))}
              </p>
            )}
            <p
              className="instruction"
              data-long={isLongInstruction(told)}
              data-patience={waiting ? card.patience : undefined}
            >
              <bdi>{told}</bdi>
            </p>
            {remarks.length > 0 && (
              <div className="asides">
                {remarks.map((aside) => (
                  <p key={aside.key} className="aside" data-aside={aside.key} data-patience={card.patience}>
                    {say(aside)}
                  </p>
                ))}
              </div>
            )}
            {/* While a card is on its way the steps are the picture; afterwards they are a line among the facts. */}
            {waiting && marks !== null && <Steps marks={marks} />}
          </div>
        </div>
        <div className="stage-foot">
          {/* Texts of D1 can be longer than their room: then the keys must be able to scroll them. */}
          <div className="stage-notes" {...(hasLongTexts(card) ? { tabIndex: 0 } : {})}>
            <CardDetails card={card} />
            {!waiting && marks !== null && <Steps marks={marks} />}
          </div>
          <CardFacts card={card} answerAgeMs={answerAgeMs} />
          <RefusedStrip />
          <StageActs card={card} judgement={judgement} />
        </div>
      </div>
    </StageFrame>
  );
}

/** So many characters of D1's own words fit beside the verdict on any screen. */
const SHORT_TEXTS = 120;

function hasLongTexts({ raw, reason, errorCode, error }: CardView): boolean {
  const texts = [raw?.status, raw?.detail, reason, errorCode, error];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0) > SHORT_TEXTS;
}

/** Tells the style how wide the word is. Set through the object model, which the content policy allows. */
function fitting(word: string): CSSProperties {
  const { one, two } = wordWidth(word);
  return { '--ems-one': one, '--ems-two': two } as CSSProperties;
}

/** What the sentences depend on; null only before the first snapshot, when there is no card. */
export function useVerdictContext(): VerdictContext | null {
  const connection = useStation((state) => state.view?.connection ?? null);
  const silent = useStation((state) => state.silent);
  const timeOf = useTimeOf();
  const sinceOf = useSinceOf();
  return connection === null ? null : { connection, silent, timeOf, sinceOf };
}

/** Says what to do with a card now: by what staff did with it where they did something, else by what D1 says and why. */
export function useSayInstruction(): (card: CardView, judgement: Judgement, context: VerdictContext) => string {
  const say = useSay();
  return (card, judgement, context) => {
    const mark = shownMark(card, judgement);
    if (mark === null) return reasonInstruction(card, judgement, say) ?? say(instruction(card, judgement, context));
    return say(markInstruction(mark, say(markWhen(mark, context.timeOf))));
  };
}

/** The same with the verdict before it, for who hears the screen. */
export function useSayVerdict(): (card: CardView, judgement: Judgement, context: VerdictContext) => string {
  const say = useSay();
  const sayInstruction = useSayInstruction();
  return (card, judgement, context) => {
    const mark = shownMark(card, judgement);
    const words = [verdictWord(judgement), ...(mark === null ? [] : [markWord(mark)])].map(say);
    return [...words, sayInstruction(card, judgement, context)].join('. ');
  };
}
