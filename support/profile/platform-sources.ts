import { z } from 'zod';
import { Path } from './field-forms.ts';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

export { ConvexSource } from './convex-source.ts';
export { Deadline } from './field-forms.ts';
export {
  ExpectedFailure,
  Landmark,
  LandmarkRole,
  SignInSource,
  SmokePage,
  SmokeSource,
  ThirdParty,
} from './smoke-source.ts';
export { AdminRoute, CountedRequest, RateLimitSource, SharedQuota, WorkerSource } from './worker-source.ts';

export const PagesSource = strict({
  url: SettingSource,
  routes: z
    .array(
      strict({
        path: Path,
        status: z.number().int().min(100).max(599).default(200),
        /** A text that the answer's body must hold. */
        contains: z.string().optional(),
        /** Where a 3xx must lead. */
        location: z.string().optional(),
      }),
    )
    .default([]),
});
export type PagesSource = z.infer<typeof PagesSource>;
