/** How much this build lets itself be opened. */
import { app } from 'electron';

/** An installed station is strict: nothing that it is started with may open it. The twin of the tests is not. */
export const STRICT = app.isPackaged && !__TWIN__;
