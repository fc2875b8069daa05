import { z } from 'zod';

/** A group whose name is kept and that has no setting yet: accepted when empty, so that files can be prepared. */
export const reservedGroup = z.strictObject({});
