import { z } from 'zod';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

const Path = z.string().regex(/^\/(?![/\\])/, 'a path starts with one `/`');
const Milliseconds = z.number().int().positive();
const day = 86_400_000;
/** A timer of Node takes no more than 24.8 days, and fires at once where it is given more. */
export const Deadline = Milliseconds.max(day, 'a deadline is at most a day, 86400000 ms');

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

export const RateLimitSource = strict({
  /** What the quota is counted by. */
  per: z.enum(['trace']),
  limit: z.number().int().positive(),
  windowMs: Milliseconds,
});
export type RateLimitSource = z.infer<typeof RateLimitSource>;

export const WorkerSource = strict({
  url: SettingSource,
  /** The name by which the Worker calls itself in `GET /` and `/health`. */
  service: z.string().optional(),
  allowedOrigins: SettingSource.optional(),
  /** One Worker serves several environments: then their origins are allowed, not refused. */
  sharing: z.enum(['isolated', 'shared']).default('isolated'),
  /** The components that `/health` must report as healthy. */
  components: z.array(z.string()).default(['redis', 'rate_limiter']),
  /** How long a posted log may take until it is found. */
  ingestWithinMs: Deadline.default(5_000),
  rateLimits: z.array(RateLimitSource).default([]),
});
export type WorkerSource = z.infer<typeof WorkerSource>;

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
