/** Words for the reason that D1 gives with a failure. They stand beside the code, never in its place, and change no verdict. */
import type { CardView } from '../../main/ipc/contract.ts';
import type { Judgement } from '../store/lease.ts';
import type { Line } from './line.ts';

/** The codes that D1's documents show. It does not explain them, so that ours only say with what they were seen. */
const SEEN_CODES: ReadonlySet<string> = new Set(['MISSING_SATELLITEUID', 'CB_TIME']);

/** An instruction wider than this many Latin characters takes more lines than the word leaves it of itself. */
const LONG_INSTRUCTION = 84;
/** Chinese, Japanese and Korean characters take the room of two. */
const WIDE = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g;

export interface ReasonWords {
  readonly words: string;
  /** What staff do; null where the screen's own instruction says it. */
  readonly do: string | null;
  readonly call: string;
}

/** The bank's words where main sends them, else our own, which for any other code are neutral; null without a failure. */
export function reasonWords(
  { verdict, reason, reasonText }: Pick<CardView, 'verdict' | 'reason' | 'reasonText'>,
  say: (line: Line) => string,
): ReasonWords | null {
  if (verdict !== 'do-not-hand-over' || reason === null) return null;
  const neutral = { words: say({ key: 'reason.neutral.words' }), do: null, call: say({ key: 'reason.neutral.call' }) };
  if (reasonText !== null) return { ...reasonText, call: reasonText.call ?? neutral.call };
  if (!SEEN_CODES.has(reason)) return neutral;
  const own = (part: keyof ReasonWords): string => say({ key: `reason.code.${reason}.${part}` });
  return { words: own('words'), do: own('do'), call: own('call') };
}

/** What the words for the reason tell staff to do with a card that D1, and nobody else, forbids handing over. */
export function reasonInstruction(
  card: Pick<CardView, 'verdict' | 'reason' | 'reasonText'>,
  judgement: Judgement,
  say: (line: Line) => string,
): string | null {
  return judgement.verdict === 'do-not-hand-over' ? (reasonWords(card, say)?.do ?? null) : null;
}

export function isLongInstruction(text: string): boolean {
  return text.length + (text.match(WIDE)?.length ?? 0) > LONG_INSTRUCTION;
}
