/** zod for everything from outside: without its compiled validators. They need eval, which the page's policy does not allow. */
import { z } from 'zod';

// Here and not beside the schemas: a schema asks for it when it is made, and imports are made first.
z.config({ jitless: true });

export { z };
