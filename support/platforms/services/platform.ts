import { z } from 'zod';
import {
  address,
  definePlatform,
  KeyName,
  Milliseconds,
  Name,
  origins,
  Path,
  setting,
  strict,
} from '../../settings/index.ts';
import { HealthShape } from '../worker/platform-health.ts';
import { HealthPath } from '../worker/platform-limits.ts';

/** A flag of the table: where the service does otherwise, that is a finding. */
const Flag = strict({
  /** Its row. @example "USE_MOCKS" */
  key: KeyName,
  /** The values with which the service does it. */
  on: z.array(z.string()).min(1).default(['true', '1', 'on', 'yes']),
});

/** Services in containers: each is named, also a single one. */
export const services = definePlatform({
  name: 'services',
  several: 'services',
  title: 'the service',
  settings: {
    /** Where the service answers. */
    url: address(),
    /** `public`: it is reached from outside, and then over TLS alone. */
    exposure: z.enum(['public', 'private']).default('private'),
    /** The path of the health answer. */
    healthPath: Path.default('/health'),
    /** How the health answer is worded; the common forms need no word, as with a Worker. */
    health: HealthShape.prefault({}),
    /** The components that it must report as healthy. @example ["database"] */
    components: z.array(z.string().min(1)).default([]),
    /** The version that is meant to be deployed, and where the service tells its own. */
    version: strict({
      /** The commit that is meant to be deployed. */
      commit: setting({ knownToOneRun: true }),
      /** Where the health answer tells the commit. @example "version" */
      health: HealthPath.optional(),
      /** The response header that tells the commit: of `path`, or of the health answer where that is left out. @example "x-version" */
      header: z.string().min(1).optional(),
      /** A path of its own that tells the commit: `/version`, `/actuator/info`. */
      path: Path.optional(),
      /** The field of its answer, with dots between names; left out where the answer is the commit alone. @example "commit" */
      field: HealthPath.optional(),
    })
      .refine(({ health, header, path }) => [health, header, path].some((each) => each !== undefined), {
        error:
          'a version is told by the health answer (`health`), by a header (`header`) or at a path of its own (`path`)',
      })
      .refine(({ field, path }) => field === undefined || path !== undefined, {
        error: '`field` is one of the answer of `path`, and there is no `path`',
      })
      .optional(),
    /** Paths for debugging, which production keeps closed. They are asked by GET. @example ["/debug/requests"] */
    debugRoutes: z.array(Path).default([]),
    /** The flag that opens them. */
    debugFlag: Flag.optional(),
    /** The limit that it promises. */
    rateLimit: strict({
      /** The path that is limited; it is asked by GET, and has to answer 2xx. @example "/events" */
      path: Path,
      /** The most that a window accepts of one client. @example 20 */
      limit: z.number().int().positive().max(1_000),
      /** The window's length. @example 60000 */
      windowMs: Milliseconds,
      /** The status of a refusal: below 400 where only the body tells it. */
      refusal: z.number().int().min(200).max(599).default(429),
      /** Environments in which limiting is off on purpose. @example ["dev"] */
      offIn: z.array(Name).default([]),
      /** The flag that limits; for one that switches the limit off, `on: ['false']`. */
      flag: Flag.optional(),
    }).optional(),
    /** How it tells that it answers with mocks. */
    mocks: strict({
      /** The path that tells. @example "/health" */
      path: Path,
      /** Where the answer tells. @example "mocks" */
      field: HealthPath.optional(),
      /** The response header that tells. @example "x-mock" */
      header: z.string().min(1).optional(),
      /** What is told where nothing is mocked. */
      off: z.array(z.string()).min(1).default(['false', 'off', 'live']),
      /** Environments in which mocks are on on purpose. @example ["dev"] */
      onIn: z.array(Name).default([]),
      /** The flag that switches mocks on. */
      flag: Flag.optional(),
    })
      .refine(({ field, header }) => (field === undefined) !== (header === undefined), {
        error: 'mocks are told by a field of the answer (`field`) or by a header (`header`)',
      })
      .optional(),
    /** The origins whose pages may read its answers; left out where browsers do not ask it. */
    allowedOrigins: origins().optional(),
    /** The paths that pages read, asked by GET; the health answer, where left out. @example ["/events"] */
    corsPath: z.union([Path, z.array(Path).min(1)]).optional(),
    /** Methods that pages use on the first of them; each is asked for by a preflight. */
    corsMethods: z.array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])).default([]),
    /** Request headers that a browser's preflight asks for. */
    corsHeaders: z.array(z.string().min(1)).default(['content-type']),
    /** Where its health answer tells whose it is. */
    identity: strict({
      /** The environment's name. @example "environment" */
      environment: HealthPath.optional(),
      /** The database that it uses: its name has to be that of the environment's `DATABASE_URL`-like row, `databaseKey`. @example "database.name" */
      database: HealthPath.optional(),
      /** The row of the table whose connection string names that database. @example "DATABASE_URL" */
      databaseKey: KeyName.optional(),
      /** Something that no two processes share: an id, or when it started. @example "instance" */
      instance: HealthPath.optional(),
      /** How it calls the environments, where not by their names here: `{ prod: 'production' }`. @example {"prod":"production"} */
      names: z.record(Name, z.string().min(1)).default({}),
    }).prefault({}),
  },
});
