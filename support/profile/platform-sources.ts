import { z } from 'zod';
import { Path } from './field-forms.ts';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

export { Deadline } from './field-forms.ts';
export { AdminRoute, CountedRequest, RateLimitSource, SharedQuota, WorkerSource } from './worker-source.ts';

export const ConvexSource = strict({
  url: SettingSource,
  deployment: SettingSource,
  deployKey: SettingSource.optional(),
  /** The front-end trees whose function references must exist, relative to the config. */
  frontends: z
    .array(
      strict({ root: z.string(), include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() }),
    )
    .optional(),
  /** The command that deploys the backend, as the team runs it. Shown as the remedy. */
  deployCommand: z.string().optional(),
});
export type ConvexSource = z.infer<typeof ConvexSource>;

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

/** The roles of WAI-ARIA that a page's landmark may have. */
export const LandmarkRole = z.enum([
  'alert',
  'article',
  'banner',
  'button',
  'complementary',
  'contentinfo',
  'dialog',
  'form',
  'heading',
  'img',
  'link',
  'list',
  'main',
  'navigation',
  'region',
  'search',
  'table',
  'textbox',
]);

/** A page that a browser opens, and what says that it is there: an element by its role and accessible name. */
export const SmokePage = strict({
  path: Path,
  landmark: strict({ role: LandmarkRole, name: z.string().min(1) }),
  /** The status of the document itself. */
  status: z.number().int().min(200).max(599).default(200),
});
export type SmokePage = z.infer<typeof SmokePage>;

/** A request that is known to fail and may: the beginning of its URL, and its status where only that one is meant. */
export const ExpectedFailure = strict({ urlPrefix: z.url(), status: z.number().int().optional() });
export type ExpectedFailure = z.infer<typeof ExpectedFailure>;

export const SmokeSource = strict({
  pages: z.array(SmokePage).min(1, 'a smoke run without a page would look at nothing'),
  expectedFailures: z.array(ExpectedFailure).default([]),
});
export type SmokeSource = z.infer<typeof SmokeSource>;
