/**
 * Which sound is due, if any. A sound tells that something has happened; it is made once for each thing, and never two at a
 * time. Pure: what has sounded, and what is sounding, is remembered here.
 */
import type { CardView, StationView } from '../../main/ipc/contract.ts';
import { effectiveVerdict, type Judgement } from './lease.ts';
import type { Moment } from './moment.ts';

/** `ready`: a card can be handed over. `stop`: it must not be. `attention`: something else that a person has to look at. */
export type Sound = 'ready' | 'stop' | 'attention';

/** How long each sound lasts, in ms. */
export const SOUND_MS: Readonly<Record<Sound, number>> = { ready: 800, stop: 900, attention: 620 };

/** The more urgent one is heard where two are due, and takes the place of the other. */
const URGENCY: Readonly<Record<Sound, number>> = { stop: 3, ready: 2, attention: 1 };

/** What can happen to a card. `lost`: it was green, and cannot be told any more. */
type Happening = 'ready' | 'stop' | 'lost' | 'stuck' | 'new-order';

const SOUND_OF: Readonly<Record<Happening, Sound>> = {
  ready: 'ready',
  stop: 'stop',
  lost: 'attention',
  stuck: 'attention',
  'new-order': 'attention',
};

/** What a card was when the screen was last looked at. */
interface Heard {
  readonly operationId: string | null;
  readonly verdict: Judgement['verdict'];
}

/** Something that was told: it is not told again. */
interface Told {
  readonly operationId: string | null;
  readonly happening: Happening;
}

export interface Playing {
  readonly sound: Sound;
  /** By the page's monotonic clock, in ms. */
  readonly untilMono: number;
}

export interface Chimes {
  /** By card id, as of the newest look; null before the first snapshot. */
  readonly cards: ReadonlyMap<string, Heard> | null;
  /** What was told of each card, oldest first; cards that were on screen last come last. */
  readonly told: ReadonlyMap<string, readonly Told[]>;
  readonly noticeId: number | null;
  /** The record was being opened at the newest look: what it brings back is no news. */
  readonly opening: boolean;
  readonly playing: Playing | null;
}

export const NOTHING_HEARD: Chimes = { cards: null, told: new Map(), noticeId: null, opening: true, playing: null };

/** Three orders of one card, with everything that can happen to each. */
const MAX_TOLD_OF_CARD = 15;
/** So many cards that are not on screen any more are remembered: some days of a busy branch. */
const MAX_CARDS_GONE = 200;

/** What the page knows when it listens: the newest snapshot, and the moment that the screen is computed for. */
export interface Scene {
  readonly view: StationView | null;
  readonly receivedAt: Moment;
  readonly now: Moment;
  readonly silent: boolean;
}

export interface ChimeStep {
  readonly chimes: Chimes;
  readonly act: ChimeAct;
}

export type ChimeAct =
  | { readonly kind: 'none' }
  /** It takes the place of one that is playing. */
  | { readonly kind: 'play'; readonly sound: Sound }
  /** Ends what is playing. */
  | { readonly kind: 'hush' };

const NO_ACT: ChimeAct = { kind: 'none' };

/**
 * Looks at the scene once more. While main is silent nothing is heard and nothing is forgotten: what has changed is told when
 * it speaks again. What happens while the station is muted or has quiet hours counts as told.
 */
export function listen(before: Chimes, { view, receivedAt, now, silent }: Scene): ChimeStep {
  if (view === null || silent) return { chimes: before, act: NO_ACT };
  const first = before.cards === null;
  const opening = view.ledger === 'opening';
  const due: Sound[] = [];
  const cards = new Map<string, Heard>();
  const told = new Map(before.told);
  for (const card of view.cards) {
    const { cardId, operationId } = card;
    const { verdict } = effectiveVerdict(card, receivedAt, now);
    const heard = before.cards?.get(cardId) ?? null;
    const already = told.get(cardId) ?? [];
    const fresh = happeningsOf(card, verdict, heard).filter((each) => !already.some((one) => isSame(one, each)));
    const restored = heard === null && (opening || before.opening);
    if (!first && !restored)
      due.push(...fresh.flatMap(({ happening }) => (isNews(happening, heard) ? [SOUND_OF[happening]] : [])));
    cards.set(cardId, { operationId, verdict });
    told.delete(cardId);
    told.set(cardId, [...already, ...fresh].slice(-MAX_TOLD_OF_CARD));
  }
  const { notice } = view;
  if (!first && notice?.kind === 'refused' && notice.id !== before.noticeId) due.push('attention');
  const noticeId = notice?.id ?? before.noticeId;
  const chimes = { cards, told: bounded(told, cards), noticeId, opening, playing: before.playing };
  const sound = mostUrgent(due);
  if (isOff(view.sound)) return hushed(chimes, now);
  return sound === null || view.sound.quietUntil !== null ? { chimes, act: NO_ACT } : begin(chimes, sound, now);
}

/** Somebody wants to hear a sound; one that is as urgent or more goes on. */
export function begin(chimes: Chimes, sound: Sound, now: Moment): ChimeStep {
  const { playing } = chimes;
  if (isPlaying(chimes, now) && playing !== null && URGENCY[sound] <= URGENCY[playing.sound]) {
    return { chimes, act: NO_ACT };
  }
  return {
    chimes: { ...chimes, playing: { sound, untilMono: now.mono + SOUND_MS[sound] } },
    act: { kind: 'play', sound },
  };
}

/** Somebody has switched the sound off: then nothing is played, not even to try it. */
export function isOff({ muted, volume }: Pick<StationView['sound'], 'muted' | 'volume'>): boolean {
  return muted || volume === 0;
}

function hushed(chimes: Chimes, now: Moment): ChimeStep {
  return isPlaying(chimes, now)
    ? { chimes: { ...chimes, playing: null }, act: { kind: 'hush' } }
    : { chimes, act: NO_ACT };
}

function isPlaying({ playing }: Chimes, now: Moment): boolean {
  return playing !== null && now.mono < playing.untilMono;
}

/** What holds of the card, and what has just come over it. */
function happeningsOf(card: CardView, verdict: Judgement['verdict'], heard: Heard | null): readonly Told[] {
  const { operationId } = card;
  const happenings: Told[] = [];
  if (verdict === 'hand-over') happenings.push({ operationId, happening: 'ready' });
  // What staff did themselves needs no sound.
  if (verdict === 'do-not-hand-over' && card.mark === null) happenings.push({ operationId, happening: 'stop' });
  if (verdict === 'cannot-tell' && heard?.verdict === 'hand-over')
    happenings.push({ operationId: heard.operationId, happening: 'lost' });
  if (card.patience === 'stuck') happenings.push({ operationId, happening: 'stuck' });
  if (card.newOrder) happenings.push({ operationId, happening: 'new-order' });
  return happenings;
}

function isSame(one: Told, other: Told): boolean {
  return one.happening === other.happening && one.operationId === other.operationId;
}

/** A card that has just been scanned is looked at: only that it is ready, or must not be given, is news of it. */
function isNews(happening: Happening, heard: Heard | null): boolean {
  switch (happening) {
    case 'ready':
      return true;
    case 'stop':
      // A mark that was taken back can show a failure that was under it.
      return heard?.verdict !== 'do-not-hand-over';
    case 'lost':
    case 'stuck':
    case 'new-order':
      return heard !== null;
  }
}

function mostUrgent(sounds: readonly Sound[]): Sound | null {
  return sounds.reduce<Sound | null>(
    (most, sound) => (most === null || URGENCY[sound] > URGENCY[most] ? sound : most),
    null,
  );
}

/** Every card on screen, and of the others those that were there last. */
function bounded<T>(told: ReadonlyMap<string, T>, onScreen: ReadonlyMap<string, unknown>): ReadonlyMap<string, T> {
  const gone = [...told.keys()].filter((cardId) => !onScreen.has(cardId));
  if (gone.length <= MAX_CARDS_GONE) return told;
  const forgotten = new Set(gone.slice(0, gone.length - MAX_CARDS_GONE));
  return new Map([...told].filter(([cardId]) => !forgotten.has(cardId)));
}
