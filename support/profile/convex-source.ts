import { z } from 'zod';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

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
  /**
   * What the front end was written against: the functions folder, a file that `npx convex function-spec` wrote, or another environment,
   * whose deployment every run then reads, with a key of its own.
   */
  backend: z
    .union([
      strict({ source: z.string().min(1) }),
      strict({ functionSpec: z.string().min(1) }),
      strict({ environment: z.string().min(1) }),
    ])
    .optional(),
  /** HTTP actions that someone outside calls: `POST /stripe/webhook`. */
  httpRoutes: z
    .array(z.string().regex(/^[A-Z]+ \//, 'an HTTP action is a method and a path: `POST /stripe/webhook`'))
    .default([]),
  /** Variables that functions read and that may be unset; those whose source has a fallback need not be named. */
  optionalVariables: z.array(z.string()).default([]),
  /** A public query that is called as a client would call it, and what it must give. */
  canaryQuery: strict({
    path: z.string().min(1),
    args: z.record(z.string(), z.json()).default({}),
    /** The least number of items, where it gives a list. */
    minimumItems: z.number().int().nonnegative().optional(),
  }).optional(),
  /**
   * The environment that is deployed to first. A gate run knows it by a function-spec file, or reads its deployment where `live` says so; the
   * audit reads it in any case.
   */
  promotedFrom: strict({
    environment: z.string().min(1),
    functionSpec: z.string().min(1).optional(),
    live: z.boolean().default(false),
  }).optional(),
  /** Whether the site's scripts call this backend, and are held against it. */
  liveSite: z.boolean().default(true),
});
export type ConvexSource = z.infer<typeof ConvexSource>;
