/** Words for what staff did today. They are about the past: none of them is a verdict. */
import type { RecentView } from '../../main/ipc/contract.ts';
import { rawText, type Line } from './line.ts';
import { PRESENT } from './staff-text.ts';

/** What was done; a rejection by what became of the card. */
export function recentWord({ kind, outcome }: Pick<RecentView, 'kind' | 'outcome'>): Line {
  return { key: `recent.kind.${kind === 'rejected' ? (outcome ?? kind) : kind}` };
}

/** By whom; null where the station asks nobody who they are. */
export function recentBy({ by, second }: Pick<RecentView, 'by' | 'second'>): Line | null {
  if (by === null) return second === null ? null : { key: 'recent.by.present' };
  if (second === null || second === PRESENT) return { key: 'recent.by.one', values: { by: rawText(by) } };
  return { key: 'recent.by.two', values: { by: rawText(by), second: rawText(second) } };
}
