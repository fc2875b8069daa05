/** Takes validated requests into the state: one queue for every way a card arrives. */
import type { Clock } from '../tracking/instant.ts';
import type { CardPast, NewCard } from '../tracking/new-track.ts';
import type { Poller } from '../tracking/poller.ts';
import { pinned, withCard, withNotice, withoutCard, type NoticeContent } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import type { Refusal } from '../tracking/words.ts';
import type { Pattern } from './bounded-pattern.ts';
import { readScan, type ScanHow } from './scan-text.ts';
import { watchRequest, type RawRequest } from './watch-request.ts';

/** What came of a request: `known` is a card that was watched before. */
export type Taken = { readonly kind: 'watched' | 'known' } | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface ScanSetting {
  readonly how: ScanHow;
  /** Whether an open dialog asks for a staff badge; the number is given to nobody else. */
  readonly badgeWanted: boolean;
}

/** `badge` is the number of the badge where `kind` is `badge`, and null otherwise. */
export interface ScanOutcome {
  readonly kind: 'watched' | 'refused' | 'badge';
  readonly badge: string | null;
}

export interface CardDesk {
  /** Watches a card or says on screen why not; true when the card is watched afterwards. */
  watch(raw: RawRequest): boolean;
  /** Takes what the page scanned or what was typed on it; says on screen why not. */
  scan(text: string, setting: ScanSetting): ScanOutcome;
  /** Watches a card like `watch`, and says nothing on screen when it is refused. */
  take(raw: RawRequest): Taken;
  /** Says on screen that something was refused elsewhere. */
  refuse(refusal: Refusal): void;
  /** Whether one more card can be watched. */
  hasRoom(): boolean;
  /** Puts a watched card on stage for a while. */
  focus(cardId: string): void;
  /** Takes a card off the screen; nothing about the card itself is decided or recorded by it. */
  remove(cardId: string): void;
}

export interface CardDeskOptions {
  readonly store: StationStore;
  readonly poller: Pick<Poller, 'wakeFirst' | 'forget'>;
  readonly clock: Clock;
  readonly maxCards: number;
  readonly allowNumericIds: boolean;
  /** `staff.badgePattern` and `intake.scanPattern`, made by `scanRules`; null where there is none. */
  readonly badge?: Pattern | null;
  readonly slip?: Pattern | null;
  /** What the record knows of a card that is not on the screen. */
  readonly pastOf?: (cardId: string) => CardPast | null;
  /** Told of a card that is watched already and was named again. */
  readonly onNamed?: (card: NewCard) => void;
}

export function createCardDesk(options: CardDeskOptions): CardDesk {
  const { store, poller, clock, maxCards, allowNumericIds, badge = null, slip = null, pastOf, onNamed } = options;
  const notify = (content: NoticeContent): void => store.change((state) => withNotice(state, content, clock.now()));
  const hasRoom = (): boolean => store.getState().cards.size < maxCards;

  function refuse(refusal: Refusal): void {
    notify({ kind: 'refused', refusal, max: refusal === 'too-many-cards' ? maxCards : null });
  }

  function take(raw: RawRequest): Taken {
    const request = watchRequest(raw, allowNumericIds);
    if (request.kind === 'refused') return request;
    const { card } = request;
    // Whatever way it came: what looks like a badge, or may be one, is not asked of D1.
    if (badge !== null && badge(card.cardId).kind !== 'none') return { kind: 'refused', refusal: 'badge' };
    const known = store.getState().cards.has(card.cardId);
    if (!known && !hasRoom()) return { kind: 'refused', refusal: 'too-many-cards' };
    const past = known ? null : (pastOf?.(card.cardId) ?? null);
    store.change((state) => withCard(state, card, clock.now(), past));
    if (known) {
      onNamed?.(card);
      notify({ kind: 'already-watched', cardId: card.cardId });
    }
    poller.wakeFirst(card.cardId);
    return { kind: known ? 'known' : 'watched' };
  }

  function watch(raw: RawRequest): boolean {
    const taken = take(raw);
    if (taken.kind === 'refused') refuse(taken.refusal);
    return taken.kind !== 'refused';
  }

  return {
    watch,
    take,
    refuse,
    hasRoom,
    scan(text, { how, badgeWanted }) {
      const scan = readScan(text, how, { allowNumericIds, badge, slip });
      switch (scan.kind) {
        case 'badge':
          if (badgeWanted) return { kind: 'badge', badge: scan.badge };
          refuse('badge');
          return { kind: 'refused', badge: null };
        case 'refused':
          refuse(scan.refusal);
          return { kind: 'refused', badge: null };
        case 'card':
          return { kind: watch(scan.request) ? 'watched' : 'refused', badge: null };
      }
    },
    focus: (cardId) => store.change((state) => pinned(state, cardId, clock.now())),
    remove(cardId) {
      poller.forget(cardId);
      store.change((state) => withoutCard(state, cardId));
    },
  };
}
