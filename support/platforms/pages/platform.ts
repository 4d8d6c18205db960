import { z } from 'zod';
import { address, definePlatform, Path, strict } from '../../settings/index.ts';

export const pages = definePlatform({
  name: 'pages',
  several: 'sites',
  title: 'the site',
  settings: {
    /** Where the site is served. */
    url: address({ reachedByPages: true }),
    /** Paths that are asked for without a browser, and what each answers. */
    routes: z
      .array(
        strict({
          /** The path, from the site's root. */
          path: Path,
          /** The status of the answer. */
          status: z.number().int().min(100).max(599).default(200),
          /** A text that the answer's body must contain. */
          contains: z.string().optional(),
          /** Where a 3xx must redirect to. */
          location: z.string().optional(),
        }),
      )
      .default([]),
  },
});
