/** What a station without a configuration does with what is delivered to it: it keeps nothing for later. Pure. */
import type { Log } from '../diagnostics/log.ts';
import type { Delivery } from './delivery.ts';
import type { AnswerWatch } from './watch-answer.ts';

export interface UnconfiguredDesk {
  readonly log: Log;
  /** Brings the window to the front: it says what is wrong. */
  readonly show: () => void;
  /** Says what the station is needed for: nobody can use it but an administrator. */
  readonly answer: (question: string) => void;
  /** Says that a card was not taken. */
  readonly answerWatch: AnswerWatch;
}

export function meetDelivery(delivery: Delivery, { log, show, answer, answerWatch }: UnconfiguredDesk): void {
  // Without it no update could ever bring the program that understands the configuration.
  if (delivery.kind === 'update-window') return answer(delivery.question);
  if (delivery.kind !== 'show')
    log.write({ event: 'dropped-message', path: delivery.kind, detail: 'the station has no valid configuration' });
  if (delivery.kind === 'watch') void answerWatch(delivery.question, 'unconfigured');
  show();
}
