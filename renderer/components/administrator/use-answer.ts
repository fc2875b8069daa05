import { useEffect, useState } from 'react';

/** Asks when it is first shown and then each `everyMs`; null until the first answer. `ask` must stay the same function. */
export function useAnswer<T>(ask: () => Promise<T>, everyMs: number | null): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let wanted = true;
    const look = (): void => {
      void ask().then((next) => {
        if (wanted) setAnswer(next);
      });
    };
    look();
    const timer = everyMs === null ? null : window.setInterval(look, everyMs);
    return () => {
      wanted = false;
      if (timer !== null) window.clearInterval(timer);
    };
  }, [ask, everyMs]);
  return answer;
}
