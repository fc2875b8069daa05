/** The one moment that every picture shows, so that two runs give the same pixels. */
export const NOW = Date.UTC(2026, 2, 17, 10, 43, 0);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
