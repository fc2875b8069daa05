/** Takes validated requests into the state: one queue for every way a card arrives. */
import type { Clock } from '../tracking/instant.ts';
import type { Poller } from '../tracking/poller.ts';
import { pinned, withCard, withNotice, withoutCard, type NoticeContent } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import { watchRequest, type RawRequest } from './watch-request.ts';

export interface CardDesk {
  /** Watches a card or says on screen why not; true when the card is watched afterwards. */
  watch(raw: RawRequest): boolean;
  /** Puts a watched card on stage for a while. */
  focus(cardId: string): void;
  /** Takes a card off the screen; nothing about the card itself is decided or recorded by it. */
  remove(cardId: string): void;
}

export interface CardDeskOptions {
  readonly store: StationStore;
  readonly poller: Pick<Poller, 'wake' | 'forget'>;
  readonly clock: Clock;
  readonly maxCards: number;
  readonly allowNumericIds: boolean;
}

export function createCardDesk({ store, poller, clock, maxCards, allowNumericIds }: CardDeskOptions): CardDesk {
  const notify = (content: NoticeContent): void => store.change((state) => withNotice(state, content, clock.now()));
  return {
    watch(raw) {
      const request = watchRequest(raw, allowNumericIds);
      if (request.kind === 'refused') {
        notify({ kind: 'refused', refusal: request.refusal, max: null });
        return false;
      }
      const { cards } = store.getState();
      const known = cards.has(request.card.cardId);
      if (!known && cards.size >= maxCards) {
        notify({ kind: 'refused', refusal: 'too-many-cards', max: maxCards });
        return false;
      }
      store.change((state) => withCard(state, request.card, clock.now()));
      if (known) notify({ kind: 'already-watched', cardId: request.card.cardId });
      poller.wake(request.card.cardId);
      return true;
    },
    focus: (cardId) => store.change((state) => pinned(state, cardId, clock.now())),
    remove(cardId) {
      poller.forget(cardId);
      store.change((state) => withoutCard(state, cardId));
    },
  };
}
