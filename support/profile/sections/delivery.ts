import { z } from 'zod';
import { strict } from '../../settings/index.ts';

/** What a command or a platform deploys. */
const Role = z.enum(['backend', 'worker', 'frontend', 'service', 'container']);

/** Where the team's repository is, and what its files do not say of how it is shipped. */
export const DeliverySource = strict({
  /** The checkout of the repository with the workflows, relative to the config. @example ".." */
  repository: z.string().min(1),
  /** The branch that is production. */
  defaultBranch: z.string().min(1).default('main'),
  /** What has to be deployed before what: everything before `frontend` is deployed first. */
  order: z
    .array(Role)
    .refine(
      (order) => order.includes('frontend') && order[0] !== 'frontend',
      'an order names what comes before `frontend`',
    )
    .default(['backend', 'frontend']),
  /**
   * The platforms that deploy every push by themselves, by their Git integration. An empty list says that none does;
   * left out, only what files of the repository say is known.
   */
  deploysItself: z
    .array(
      strict({
        /** `vercel`, `netlify`, `cloudflare-pages`, `cloudflare-workers`, `railway`. @example "vercel" */
        platform: z.string().min(1),
        /** The folder that the platform builds, relative to the repository. @example "apps/web" */
        folder: z.string().default(''),
        /** The build command in the settings of the platform, where no file has it. @example "npx convex deploy --cmd 'npm run build'" */
        buildCommand: z.string().min(1).optional(),
        /**
         * The job of a workflow (its id, or its `name`) that has to succeed before the platform gives the domain to what it
         * built: a deployment check of Vercel. No file says so.
         * @example "gate"
         */
        waitsFor: z.string().min(1).optional(),
      }),
    )
    .optional(),
  /** Commands, actions and files of other CI systems that Airlock does not know, and what they deploy. */
  recognise: z
    .array(
      strict({
        /** Words that the command, the action or the path of the file contains. @example "acme-deploy" */
        contains: z.string().min(1),
        /** What it deploys; `nothing` where it changes nothing that runs. */
        deploys: z.enum([...Role.options, 'nothing']),
        /** What the platform is called in messages. @example "Acme Cloud" */
        platform: z.string().min(1).optional(),
      }),
    )
    .default([]),
  /** Blue-green: how users are led to a new version, each by words that its command contains. */
  switch: strict({
    /** What leads them to the new version. @example "switch-traffic.sh" */
    command: z.string().min(1),
    /** What waits until the new version is healthy, and fails where it is not. @example "wait-healthy.sh" */
    health: z.string().min(1),
    /** What leads them back where a later step fails. @example "switch-back.sh" */
    back: z.string().min(1).optional(),
  }).optional(),
  /** The way back: the commit that a rollback would deploy, and what has to be the same there because stored data depends on it. */
  rollback: strict({
    /** The commit to go back to; that of the site's previous production deployment, where left out. @example "v1.4.2" */
    to: z.string().min(1).optional(),
    /** The version of a Durable Object's state that the code knows, or a list of those that it can read: a constant. */
    stateVersion: strict({
      /** The file, relative to the config. @example "../apps/logs/src/state.ts" */
      file: z.string().min(1),
      /** The constant's name. @example "STATE_VERSION" */
      constant: z.string().min(1),
    }).optional(),
    /** Constants on which stored data depends, such as the form of keys in Redis. */
    shapes: z
      .array(
        strict({
          /** What is stored, in messages: `keys in Redis`. */
          what: z.string().min(1),
          /** The file, relative to the config. @example "../apps/logs/src/keys.ts" */
          file: z.string().min(1),
          /** The constant's name. @example "LOG_KEY" */
          constant: z.string().min(1),
        }),
      )
      .default([]),
  }).optional(),
  /** Who has to agree before production is deployed: a reviewer of the environment on GitHub, or nobody. */
  approval: z.enum(['reviewer', 'nobody']).default('nobody'),
  /** Where further parts report their version, and which different versions belong together. */
  versions: strict({
    /** The environment on GitHub whose newest successful deployment is a part of its own. @example "production" */
    githubEnvironment: z.string().min(1).optional(),
    /** Images of containers, by the file that `docker inspect` wrote where they run. */
    images: z
      .array(
        strict({
          /** What it is called in messages and in `together`. @example "api" */
          name: z.string().min(1),
          /** The file, relative to the config. @example "images/api.json" */
          inspected: z.string().min(1),
          /** The label with the commit. */
          label: z.string().min(1).default('org.opencontainers.image.revision'),
        }),
      )
      .default([]),
    /** Versions that differ and belong together, by part: `[{ pages: '5eaf00d', convex: 'modules:9f86d081884c7d65' }]`. */
    together: z.array(z.record(z.string(), z.string().min(1))).default([]),
    /** Parts that report no version, knowingly. @example ["worker"] */
    silent: z.array(z.string().min(1)).default([]),
  }).prefault({}),
});
export type DeliverySource = z.infer<typeof DeliverySource>;
