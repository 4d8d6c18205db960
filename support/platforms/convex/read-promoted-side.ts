import type { ConvexProfile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { shownDeployment } from './call-sites.ts';
import { deployedSurface } from './read-deployed-functions.ts';
import { requireAnswer } from './read-key.ts';
import { moduleHashes } from './read-modules.ts';

/** One side of a promotion, read from its deployment, with the hashes of its modules where they are to be compared. */
export async function readPromotedSide(convex: ConvexProfile, read: Read, withHashes: boolean) {
  const [surface, name, hashes] = await Promise.all([
    read(deployedSurface, convex),
    requireAnswer(convex, read),
    withHashes ? read(moduleHashes, convex) : undefined,
  ]);
  // A deployment that no schema was ever pushed to has no tables: that is known, not unread.
  const schema = surface.schema ?? { tables: [], isValidated: false };
  return { surface: { ...surface, schema }, shown: shownDeployment(name, convex), hashes };
}
