import { z } from 'zod';
import { KeyName, SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

export { SettingSource } from './setting-source.ts';

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a name is lower-case letters, digits and single hyphens: `prod`, `qa-eu`');
const Path = z.string().regex(/^\/(?![/\\])/, 'a path starts with one `/`');
const Milliseconds = z.number().int().positive();
const day = 86_400_000;
/** A timer of Node takes no more than 24.8 days, and fires at once where it is given more. */
const Deadline = Milliseconds.max(day, 'a deadline is at most a day, 86400000 ms');

/** What running a check does to the environment it looks at, from the least to the most. */
export const effects = ['offline', 'read', 'canary', 'burst', 'destructive'] as const;
export const Effect = z.enum(effects);
export type Effect = z.infer<typeof Effect>;

export const valueTypes = [
  'text',
  'url',
  'origin',
  'origins',
  'convex-deployment',
  'boolean',
  'integer',
  'port',
  'connection-string',
  'json',
  'secret',
] as const;
/** The form that a key's values have. */
export const ValueType = z.enum(valueTypes);
export type ValueType = z.infer<typeof ValueType>;

export const KeyRule = strict({
  type: ValueType.optional(),
  /** The value must differ in every environment. */
  isolated: z.boolean().optional(),
  /** Environments in which the key may be empty. */
  optionalIn: z.array(Name).optional(),
});
export type KeyRule = z.infer<typeof KeyRule>;

export const EnvironmentSource = strict({
  class: z.enum(['development', 'staging', 'production']),
  /** The effects that this environment allows beside `offline` and `read`; without it, the class decides. */
  effects: z.array(Effect).optional(),
  /** The environment runs on this machine: loopback addresses are its own, not a leak. */
  loopback: z.boolean().optional(),
  /** Values for keys that neither a variable nor the table gives. */
  values: z.record(KeyName, z.string()).optional(),
}).refine(({ class: kind, effects: named }) => kind === 'development' || !named?.includes('destructive'), {
  path: ['effects'],
  error: '`destructive` is never allowed outside the class development',
});
export type EnvironmentSource = z.infer<typeof EnvironmentSource>;

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

export const Waiver = strict({
  check: z.string().regex(/^[a-z]+\/[a-z0-9-]+$/, 'a waiver names one check: `platform/what-holds`'),
  reason: z.string().trim().min(10, 'a waiver gives its reason in ten characters or more'),
  /** The last day on which it counts, in UTC: YYYY-MM-DD. */
  until: z.iso.date('a waiver ends on a day: YYYY-MM-DD'),
  /** The environments it is for; all, where left out. */
  environments: z.array(Name).min(1, 'a waiver for no environment covers nothing').optional(),
});
export type Waiver = z.infer<typeof Waiver>;

/** The whole of `deployment.config.ts`. */
export const Deployment = strict({
  name: z.string().min(1),
  /** A module whose default export starts the deployment for the length of a run. Only for the twin that ships. */
  embedded: z.string().optional(),
  table: strict({
    file: z.string().min(1),
    targets: z.array(z.string()).min(1),
    keys: z.record(KeyName, KeyRule).default({}),
  }),
  environments: z
    .record(Name, EnvironmentSource)
    .refine((all) => Object.keys(all).length > 0, 'a deployment has at least one environment'),
  platforms: strict({
    convex: ConvexSource.optional(),
    worker: WorkerSource.optional(),
    pages: PagesSource.optional(),
    smoke: SmokeSource.optional(),
  }).refine(({ pages, smoke }) => smoke === undefined || pages !== undefined, {
    path: ['smoke'],
    error: 'the smoke test opens the pages of the site, and `platforms.pages` is not there',
  }),
  limits: strict({
    /** One deadline for all that a check does. */
    checkMs: Deadline.default(15_000),
    /** One deadline for the run. */
    runMs: Deadline.default(300_000),
    /** The largest body that is read. */
    bodyBytes: z
      .number()
      .int()
      .positive()
      .default(10 * 1024 * 1024),
  }).prefault({}),
  /** Checks that may stay unverified without closing the gate. */
  optional: z.array(z.string()).default([]),
  waivers: z.array(Waiver).default([]),
  /** Warnings close the gate too (exit code 2). `AIRLOCK_STRICT=1` asks for the same. */
  strict: z.boolean().default(false),
  /** Where verdict and reports are written, relative to the config. */
  reports: z.string().default('reports'),
});
export type Deployment = z.infer<typeof Deployment>;
/** What a team writes: defaults may be left out. */
export type DeploymentInput = z.input<typeof Deployment>;
