/**
 * Tells main which snapshot is really on the glass. React's commit is only a promise to the browser: the first animation
 * frame after it draws, and when the second one starts, that drawing is done.
 */
export interface PaintReporter {
  /** React has put this snapshot into the document. */
  committed(sequence: number): void;
}

export function createPaintReporter(
  nextFrame: (callback: () => void) => unknown,
  report: (sequence: number) => void,
): PaintReporter {
  let newest = 0;
  let reported = 0;
  let underway = false;

  const watchFrames = (): void => {
    underway = true;
    nextFrame(() => {
      const drawn = newest;
      nextFrame(() => {
        reported = drawn;
        report(drawn);
        // Snapshots that came meanwhile are reported together, by the newest: main asks "at least which one".
        if (newest > reported) watchFrames();
        else underway = false;
      });
    });
  };

  return {
    committed: (sequence) => {
      if (sequence <= newest) return;
      newest = sequence;
      if (!underway) watchFrames();
    },
  };
}

/** What is reported instead of a number while nothing is in the page. */
export const NOTHING_PAINTED = 0;

/** Whether the page has anything in it: a program that draws into nothing believes that it has drawn. */
export function isDrawn(root: { readonly childElementCount: number; readonly isConnected: boolean } | null): boolean {
  return root !== null && root.isConnected && root.childElementCount > 0;
}
