import type { Output } from '../../../../main/kiosk/commands/output.ts';

/** What a command prints, kept: `error` and `failed` go to `err`, which is `out` where a test does not tell them apart. */
export function outputInto(out: () => string[], err = out): Output {
  return {
    line: (text) => void out().push(text),
    error: (text) => void err().push(text),
    failed: (text) => {
      err().push(text);
      return 1;
    },
  };
}
