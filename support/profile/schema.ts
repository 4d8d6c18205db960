import { z } from 'zod';
import { Deadline, KeyName, Name, strict } from '../settings/index.ts';
import { effects } from './effects.ts';
import { partnerProblems } from './partner-problems.ts';
import { platformShape, reportSingularAndPlural } from './platform-shape.ts';
import { DeliverySource } from './sections/delivery.ts';
import { IsolationSource } from './sections/isolation.ts';
import { MigrationSource } from './sections/migration.ts';
import { NotifySource } from './sections/notify.ts';
import { OnCallSource } from './sections/on-call.ts';
import { SmokeSource } from './sections/smoke.ts';
import { FlagPolicy, SyncSource } from './sections/sync.ts';
import { sharingProblems } from './shared-backend.ts';

const Effect = z.enum(effects);

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
  'duration',
  'email',
] as const;
/** The form that a key's values have. */
export const ValueType = z.enum(valueTypes);
export type ValueType = z.infer<typeof ValueType>;

export const KeyRule = strict({
  /** The form of its values. */
  type: ValueType.optional(),
  /** The value must differ in every environment. */
  isolated: z.boolean().optional(),
  /** Environments in which the key may be empty. @example ["dev"] */
  optionalIn: z.array(Name).optional(),
  /** The day on which the value in the table was last changed: a secret that a platform got before it is older. @example "2026-11-01" */
  changed: z.iso.date('the day of a change is YYYY-MM-DD').optional(),
  /** A key of another mode (test or live) than the environment's class is meant. */
  anyMode: z.boolean().optional(),
  /** A value that looks like a placeholder is meant. */
  placeholder: z.boolean().optional(),
});
export type KeyRule = z.infer<typeof KeyRule>;

export const EnvironmentSource = strict({
  /** What it is for: it decides which effects are allowed, whether local files are read, and what may be in its values. */
  class: z.enum(['development', 'staging', 'production']),
  /** The effects that this environment allows beside `offline` and `read`; without it, the class decides. @example ["canary"] */
  effects: z.array(Effect).optional(),
  /** The environment runs on this machine: loopback addresses are its own, not a leak. */
  loopback: z.boolean().optional(),
  /**
   * Another environment whose backend this one uses: a pull request's preview may use the backend of development. Values that the two share are then not reported.
   * It has the cells of that one, but for those that a column of its own fills. Neither may be of class production. @example "dev"
   */
  sharesBackendOf: Name.optional(),
  /** Values for keys that neither a variable nor the table gives. @example {"APP_URL":"https://dev.acme.com"} */
  values: z.record(KeyName, z.string()).optional(),
}).refine(({ class: kind, effects: named }) => kind === 'development' || !named?.includes('destructive'), {
  path: ['effects'],
  error: '`destructive` is never allowed outside the class development',
});
export type EnvironmentSource = z.infer<typeof EnvironmentSource>;

export const Waiver = strict({
  /** The check that it is for. @example "worker/healthy" */
  check: z.string().regex(/^[a-z]+\/[a-z0-9-]+$/, 'a waiver names one check: `platform/what-holds`'),
  /** Why it may stay as it is. @example "The Redis of staging moves this week" */
  reason: z.string().trim().min(10, 'a waiver gives its reason in ten characters or more'),
  /** The last day on which it counts, in UTC: YYYY-MM-DD. @example "2026-12-01" */
  until: z.iso.date('a waiver ends on a day: YYYY-MM-DD'),
  /** The one finding that it covers, by its fingerprint, as `npm run baseline` writes it; every finding, where left out. @example "0123456789abcdef" */
  finding: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'a fingerprint has 16 digits, as `npm run baseline` writes it')
    .optional(),
  /** Where that finding is, for readers. @example "acme.table:12:40" */
  target: z.string().optional(),
  /** The environments it is for; all, where left out. @example ["staging"] */
  environments: z.array(Name).min(1, 'a waiver for no environment covers nothing').optional(),
});
export type Waiver = z.infer<typeof Waiver>;

/** The whole of `deployment.config.ts`. */
export const Deployment = strict({
  /** What the deployment is called; its reports are in a folder of that name. @example "acme" */
  name: z.string().min(1),
  /** A module whose default export starts the deployment for the length of a run. Only for the twin that ships. @example "fixtures/twin/embedded.ts" */
  embedded: z.string().optional(),
  /** The config table. */
  table: strict({
    /** Its file, relative to the config. @example "acme.table" */
    file: z.string().min(1),
    /** The words that its column TARGET may have. @example ["NEXTJS","CONVEX"] */
    targets: z.array(z.string()).min(1),
    /** What is known of single keys. @example {"SEARCH_URL":{"type":"url","isolated":true}} */
    keys: z.record(KeyName, KeyRule).default({}),
    /** The values that flags may have, an environment at a time, beside the rules that every production obeys. @example {"prod":{"LOG_LEVEL":["info","warn"]}} */
    flags: FlagPolicy.default({}),
    /** Convex deployments that belong to no environment and may be named all the same: a service that several teams use. @example ["shared-falcon-123"] */
    knownDeployments: z.array(z.string().min(1)).default([]),
    /**
     * Commands that read references to stores of secrets, by the store's name (`aws-sm` of `aws-sm://…`): the program and its
     * arguments, with `{path}` or `{reference}` in them. Without one, a reference is named, and never resolved.
     * @example {"vault":["vault","kv","get","-field=value","{path}"]}
     */
    secretStores: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)).default({}),
    /** Whether the table is under version control; asked of git, where left out. */
    versioned: z.boolean().optional(),
  }),
  /** The environments, by name. @example {"prod":{"class":"production"}} */
  environments: z
    .record(Name, EnvironmentSource)
    .refine((all) => Object.keys(all).length > 0, 'a deployment has at least one environment'),
  platforms: strict({
    ...platformShape,
    smoke: SmokeSource.optional(),
    isolation: IsolationSource.prefault({}),
    migration: MigrationSource.optional(),
  })
    .superRefine(reportSingularAndPlural)
    .refine(({ pages, sites, smoke }) => smoke === undefined || pages !== undefined || sites !== undefined, {
      path: ['smoke'],
      error: 'the smoke test opens the pages of the site, and `platforms.pages` is not set',
    }),
  sync: SyncSource.optional(),
  delivery: DeliverySource.optional(),
  /** What a run may take. */
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
  /** Checks that may stay unverified without closing the gate. @example ["config/drift-github"] */
  optional: z.array(z.string()).default([]),
  /** What is known to be wrong and may stay so for a while. */
  waivers: z.array(Waiver).default([]),
  /** A file of further waivers, one for each finding, which `npm run baseline` writes; relative to the config. @example "airlock.baseline.json" */
  baseline: z.string().optional(),
  /**
   * When a check that an upgrade of Airlock brings counts in full: `now`, or `later`, when it warns until the next minor version.
   */
  adopt: z.enum(['now', 'later']).default('later'),
  /** Warnings close the gate too (exit code 2). `AIRLOCK_STRICT=1` asks for the same. */
  strict: z.boolean().default(false),
  /** Who is told when the verdict of the audit changes. */
  notify: NotifySource.optional(),
  /** What reports tell the people who are called. */
  onCall: OnCallSource.prefault({}),
  /** The folder of verdicts and reports, relative to the config; each deployment and project has its own folder in it. */
  reports: z.string().default('reports'),
}).superRefine((deployment, context) => {
  for (const { place, message } of partnerProblems(Deployment, deployment))
    context.addIssue({ code: 'custom', path: place.split('.'), message });
  for (const { environment, message } of sharingProblems(deployment.environments))
    context.addIssue({ code: 'custom', path: ['environments', environment, 'sharesBackendOf'], message });
});
export type Deployment = z.infer<typeof Deployment>;
/** What a team writes: defaults may be left out. */
export type DeploymentInput = z.input<typeof Deployment>;
