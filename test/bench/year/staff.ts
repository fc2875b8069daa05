/** The people before the station, in its time: they take the card on stage when it may be pressed, in one of all the ways. */
import type { StationView } from '../../../main/ipc/contract.ts';
import type { HandOverPress } from '../../../main/tracking/hand-over.ts';
import type { Random } from '../../seeded.ts';
import { wrongHandover } from '../soak/greens.ts';
import type { Traffic } from '../soak/traffic.ts';
import type { YearClock } from './year-clock.ts';
import type { YearStation } from './station.ts';

export interface Staff {
  /** Looks at the screen once and does at most one thing. */
  look(): void;
  handovers(): number;
}

export interface StaffOptions {
  readonly station: YearStation;
  readonly clock: YearClock;
  readonly random: Random;
  readonly traffic: Traffic;
  readonly onWrong: (why: string) => void;
}

type Card = StationView['cards'][number];

/** A press counts 600 ms after the stage changed; and a little more, in ms. */
const STEADY_MS = 620;
/** What comes to no end is put away after this long on stage, in ms. */
const PATIENCE_MS = 20_000;
const ENDED = new Set(['personalised', 'data-failed', 'production-failed', 'cancelled', 'failed', 'unclear']);
/** Cards that were put away come back when there are this many. */
const SHELF_CARDS = 5;
/** Of all green cards so many are put away, and so many rejected; and of all acts so many are taken back. */
const STORED_SHARE = 0.03;
const REJECTED_SHARE = 0.03;
const UNDONE_SHARE = 0.02;

export function createStaff({ station, clock, random, traffic, onWrong }: StaffOptions): Staff {
  const { staff, shelf } = station;
  let stage = '';
  let since = 0;
  let busy = false;
  let handed = 0;

  function look(): void {
    const view = station.view();
    const [card] = view.cards;
    if (view.shelf.length >= SHELF_CARDS) shelf.bringBack(view.shelf[0]?.cardId ?? '');
    if (card === undefined || busy) {
      stage = '';
      return;
    }
    const now = clock.now().mono;
    if (card.cardId !== stage) {
      stage = card.cardId;
      since = now;
    }
    if (now - since < STEADY_MS) return;
    if (!ENDED.has(card.phase) && now - since < PATIENCE_MS) return;
    busy = true;
    void deal(card, view.sequence).finally(() => {
      busy = false;
      stage = '';
    });
  }

  async function deal(card: Card, sequence: number): Promise<void> {
    const { cardId, operationId, verdict } = card;
    const press = { cardId, operationId, sequence, by: null, second: null };
    if (verdict === 'hand-over' && operationId !== null) {
      const chance = random();
      if (chance < STORED_SHARE) return staff.act({ ...press, act: 'store' });
      if (chance < STORED_SHARE + REJECTED_SHARE)
        return staff.act({ ...press, act: 'reject', reason: 'print', outcome: 'destroyed' });
      return handOver({ ...press, operationId });
    }
    staff.acknowledge(cardId);
    await staff.act({ ...press, act: 'remove' });
    const { undo } = station.view();
    if (undo !== null && random() < UNDONE_SHARE) await staff.undo(undo.number);
  }

  async function handOver(press: Omit<HandOverPress, 'checks'>): Promise<void> {
    const { cardId } = press;
    const pressedAt = clock.d1Now();
    staff.open('hand-over', cardId);
    await staff.handOver({ ...press, checks: { lastFour: null, readBack: true, print: true, items: [] } });
    const { desk } = station.state();
    if (desk.kind === 'given' && desk.cardId === cardId) {
      handed += 1;
      const why = wrongHandover(traffic.histories.get(cardId), pressedAt, clock.d1Now());
      if (why !== null) onWrong(`${cardId}: ${why}`);
    }
    staff.close();
  }

  return { look, handovers: () => handed };
}
