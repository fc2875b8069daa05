/** What staff and the administrator open over the board. */
import type { GalleryState } from '../states.ts';

export const panelStates: readonly GalleryState[] = [];
