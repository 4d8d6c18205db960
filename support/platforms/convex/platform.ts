import { z } from 'zod';
import {
  address,
  credential,
  definePlatform,
  deploymentName,
  file,
  Path,
  partner,
  type Setting,
  strict,
} from '../../settings/index.ts';
import { convexHttpBase } from './platform-http-base.ts';

/** A public query that only reads, and the hashes of what was pushed last. Source: convex-backend, {public_api,deploy_config}.rs. */
const queries = ['/api/query', '/api/get_config_hashes'];

export const convex = definePlatform({
  name: 'convex',
  several: 'backends',
  title: 'the Convex deployment',
  readsFrom: ({ backend, promotedFrom }) => [
    ...(backend && 'environment' in backend ? [backend.environment] : []),
    ...(promotedFrom?.live ? [promotedFrom.environment] : []),
  ],
  settings: {
    /** Where the deployment answers: `https://happy-animal-123.convex.cloud`. */
    url: address({
      reachedByPages: true,
      alsoServes: convexHttpBase,
      queries,
      keyReads: [/^\/api\/v1\/list_environment_variables$/],
    }),
    /** Its name: `prod:happy-animal-123`, with a hyphen, or bare. */
    deployment: deploymentName(),
    /** A key with the permission to view data. */
    deployKey: credential({
      called: 'deploy key',
      opens: ({ url }: { url: Setting }) => ({
        call: 'Convex, check_admin_key',
        at: () => new URL('/api/check_admin_key', url.url),
        scheme: 'Convex',
      }),
    }).optional(),
    /** The front-end trees whose function references must exist, relative to the config. */
    frontends: z
      .array(
        strict({
          /** The folder. @example "../apps/web" */
          root: file(),
          /** Globs of the files that are read; all that hold code, where left out. @example ["src"] */
          include: z.array(z.string()).optional(),
          /** Globs of the files that are not read. @example ["legacy"] */
          exclude: z.array(z.string()).optional(),
        }),
      )
      .default([]),
    /** The command that deploys the backend, as the team runs it. Shown as the remedy. */
    deployCommand: z.string().default('npx convex deploy --yes'),
    /**
     * What the front end was written against: the functions folder, a file that `npx convex function-spec` wrote, or another environment,
     * whose deployment every run then reads, with a key of its own.
     */
    backend: z
      .union([
        strict({
          /** The functions folder. @example "../apps/backend/convex" */
          source: file(),
        }),
        strict({
          /** A file that `npx convex function-spec` wrote. @example "specs/prod-functions.json" */
          functionSpec: file(),
        }),
        strict({
          /** Another environment, whose deployment is read. @example "staging" */
          environment: z.string().min(1),
        }),
      ])
      .optional(),
    /** HTTP actions that someone outside calls: `POST /stripe/webhook`. */
    httpRoutes: z
      .array(z.string().regex(/^[A-Z]+ \//, 'an HTTP action is a method and a path: `POST /stripe/webhook`'))
      .default([]),
    /** Variables that functions read and that may be unset; those whose source has a fallback need not be named. @example ["SENTRY_DSN"] */
    optionalVariables: z.array(z.string()).default([]),
    /**
     * Places that only run time resolves and that the team has looked at. Each accepts one reference, fetched address or variable, until the end of
     * its last day.
     */
    unresolved: z
      .array(
        strict({
          /** As the report shows it: `apps/web/menu.ts:12`. `*` matches any text, as of a hash in the name of a script. */
          place: z.string().min(1),
          /** Why the check may do without it. @example "The menu names its query by the role of the visitor." */
          reason: z.string().trim().min(10, 'an accepted place has a reason of ten characters or more'),
          /** The last day on which it counts, in UTC: YYYY-MM-DD. @example "2027-01-31" */
          until: z.iso.date('an accepted place ends on a day: YYYY-MM-DD'),
        }),
      )
      .default([]),
    /** A public query that is called as a client would call it, and what it must give. */
    canaryQuery: strict({
      /** The query: `sites/list:listSites`. */
      path: z.string().min(1),
      /** What it is called with. @example {"siteId":"j57…"} */
      args: z.record(z.string(), z.json()).default({}),
      /** Arguments that one environment has otherwise, by its name: `{ prod: { siteId: 'j57…' } }`. They are put over `args`. @example {"prod":{"siteId":"j57…"}} */
      argsIn: z.record(z.string(), z.record(z.string(), z.json())).default({}),
      /** The least number of items, where it gives a list. @example 1 */
      minimumItems: z.number().int().nonnegative().optional(),
    }).optional(),
    /**
     * The environment that is deployed to first. A gate run knows it by a function-spec file, or reads its deployment where `live` says so; the
     * audit reads it in any case.
     */
    promotedFrom: strict({
      /** The environment that is deployed to first. @example "staging" */
      environment: z.string().min(1),
      /** Its functions, as a file that `npx convex function-spec` wrote. @example "specs/staging-functions.json" */
      functionSpec: file().optional(),
      /** Its deployment is read in every run. */
      live: z.boolean().default(false),
    }).optional(),
    /** Where the deployment returns the commit that it was built from: a constant that is deployed with the functions. */
    version: z
      .union([
        strict({
          /** The path of an HTTP action that answers with JSON. @example "/version" */
          path: Path,
          /** The field of the answer, with dots between names. @example "commit" */
          field: z.string().min(1),
        }),
        strict({
          /** A public query: `version:current`. */
          query: z.string().min(1),
          /** The field of its result, with dots between names; left out where the result is the commit. @example "commit" */
          field: z.string().min(1).optional(),
        }),
      ])
      .optional(),
    /** The site whose scripts call this backend, where there are several. @example "app" */
    site: partner('pages', ({ liveSite }: { liveSite: boolean }) => !liveSite),
    /** Whether the site's scripts call this backend, and are held against it. */
    liveSite: z.boolean().default(true),
  },
});
