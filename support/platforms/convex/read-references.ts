import { existsSync } from 'node:fs';
import { NotVerified } from '../../check/not-verified.ts';
import { readSourceReferences, type SourceReferences } from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

export type Frontend = ConvexProfile['frontends'][number];

/** The function references in one front-end tree. */
export const sourceReferences = defineReading({
  name: 'convex.source-references',
  effect: 'offline',
  key: ({ root, include, exclude }: Frontend) => JSON.stringify([root, include, exclude]),
  read({ root, shown, include, exclude }): Promise<SourceReferences> {
    if (!existsSync(root))
      throw new NotVerified(
        `the front-end tree ${shown} does not exist`,
        'Correct platforms.convex.frontends in the deployment config.',
      );
    return readSourceReferences({ root, ...(include && { include }), ...(exclude && { exclude }) });
  },
});
