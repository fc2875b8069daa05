/** Makes the report out of what the tests came to. Pure: an item that nothing proves is a failure, so that it cannot lie. */
import type { Item } from './items.ts';

/** One test that is to prove something. */
export interface Proof {
  readonly tags: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or its name where it failed. */
  readonly why: string;
}

export type Standing =
  | { readonly kind: 'pass'; readonly tests: number }
  | { readonly kind: 'fail'; readonly why: string }
  | { readonly kind: 'not provable here'; readonly why: string };

/** How an item stands: one failure spoils it, one test that cannot run here leaves it open, and no test at all is a failure. */
export function standingOf(item: Item, proofs: readonly Proof[]): Standing {
  const own = proofs.filter(({ tags }) => tags.includes(item.tag));
  const failed = own.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) return { kind: 'fail', why: failed.why };
  const skipped = own.find(({ outcome }) => outcome === 'skipped');
  if (skipped !== undefined) {
    // A test that says no reason proves as little as none.
    if (skipped.why === '') return { kind: 'fail', why: 'a test of it did not run' };
    return { kind: 'not provable here', why: skipped.why };
  }
  return own.length === 0 ? { kind: 'fail', why: 'no test proves it' } : { kind: 'pass', tests: own.length };
}

/** One line an item, and a sum; `failed` when one is a failure. */
export function reportOf(
  items: readonly Item[],
  proofs: readonly Proof[],
): { readonly lines: readonly string[]; readonly failed: boolean } {
  const standings = items.map((item) => ({ item, standing: standingOf(item, proofs) }));
  const count = (kind: Standing['kind']): number => standings.filter(({ standing }) => standing.kind === kind).length;
  const sum = (['pass', 'fail', 'not provable here'] as const).map((kind) => `${count(kind)} ${kind}`).join(' | ');
  return {
    lines: [...standings.map(({ item, standing }) => lineOf(item, standing)), `${items.length} items | ${sum}`],
    failed: count('fail') > 0,
  };
}

function lineOf({ tag, title }: Item, standing: Standing): string {
  const what = `${tag.slice(1)}: ${title}`;
  switch (standing.kind) {
    case 'pass':
      return `pass  ${what} (${standing.tests} ${standing.tests === 1 ? 'test' : 'tests'})`;
    case 'fail':
      return `fail  ${what}: ${standing.why}`;
    case 'not provable here':
      return `not provable here: ${standing.why}  ${what}`;
  }
}
