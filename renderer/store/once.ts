/** Lets the first press through and no other; one that main never got may be pressed again. */
export function createOnce(): (send: () => Promise<void>) => boolean {
  let sent = false;
  return (send) => {
    if (sent) return false;
    sent = true;
    send().catch(() => {
      sent = false;
    });
    return true;
  };
}
