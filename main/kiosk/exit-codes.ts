/**
 * How the program ends, in the one place where the numbers stand. Whoever starts the station (Shell Launcher, systemd) tells
 * by them whether to start it again: `docs/operation.md` has the table.
 */
export const EXIT = {
  /** Ended because somebody asked for it, or the command is done: not to be started again. */
  ended: 0,
  /** The command could not be done, the window not be opened, or the profile not be locked: the station is started again. */
  failed: 1,
  /** Arguments or environment that are not allowed: the same start would end the same way, not to be started again. */
  wrongUse: 2,
  /** `update-window` only: no station runs with this profile. */
  noStation: 3,
  /** The program met a mistake of its own and does not trust itself any further: started again (BSD's EX_SOFTWARE). */
  defect: 70,
  /** The quiet restart of the night: started again (BSD's EX_TEMPFAIL). */
  quietRestart: 75,
} as const;
