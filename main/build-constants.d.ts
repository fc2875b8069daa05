/** True only in the twin that tests drive: it accepts the switches that shipping refuses, and nothing else differs. */
declare const __TWIN__: boolean;
/** When the sources of this build were committed, ms since 1970. */
declare const __BUILD_DATE__: number;
