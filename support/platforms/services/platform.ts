import { z } from 'zod';
import { address, definePlatform, KeyName, Milliseconds, Name, origins, Path, setting, strict } from '../../settings/index.ts';
import { HealthPath } from '../worker/platform-limits.ts';

/** Services in containers: each is named, also a single one. */
export const services = definePlatform({
  name: 'services',
  several: 'services',
  title: 'the service',
  settings: {
    /** Where the service answers. */
    url: address(),
    /** Whether it may be reached from outside: then it answers over TLS alone. */
    exposure: z.enum(['public', 'private']).default('private'),
    /** How it says that it is well. */
    health: strict({
      /** The path that tells. */
      path: Path.default('/health'),
      /** Where the status is; an answer that is one word needs none. */
      status: HealthPath.default('status'),
      /** The words that mean healthy. */
      healthy: z.array(z.union([z.string().min(1), z.boolean()])).min(1).default(['ok', 'healthy', 'pass', 'up', true]),
      /** Where the components are; left out where none have to be reported. */
      components: HealthPath.default('components'),
    }).prefault({}),
    /** The components that it must report as healthy. */
    components: z.array(z.string().min(1)).default([]),
    /** The version that is meant to be deployed, and where the service tells its own. */
    version: strict({
      /** The commit or the release that is meant. */
      commit: setting(),
      /** Where the health answer tells it. */
      health: HealthPath.optional(),
      /** The response header that tells it. */
      header: z.string().min(1).optional(),
    })
      .refine(({ health, header }) => health !== undefined || header !== undefined, {
        error: 'a version is told by the health answer (`health`) or by a header (`header`)',
      })
      .optional(),
    /** Paths for debugging, which production keeps closed. */
    debugRoutes: z.array(Path).default([]),
    /** The key of the table that opens them: a flag that says something else than the service does is named. */
    debugFlag: KeyName.optional(),
    /** The limit that it promises. */
    rateLimit: strict({
      /** The path that is limited; it is asked by GET. */
      path: Path,
      /** The most that a window accepts of one client. */
      limit: z.number().int().positive().max(1_000),
      /** The window's length. */
      windowMs: Milliseconds,
      /** Environments in which limiting is off on purpose. */
      offIn: z.array(Name).default([]),
    }).optional(),
    /** How it tells that it answers with mocks. */
    mocks: strict({
      /** The path that tells. */
      path: Path,
      /** Where the answer tells. */
      field: HealthPath.optional(),
      /** The response header that tells. */
      header: z.string().min(1).optional(),
      /** What is told where nothing is mocked. */
      off: z.array(z.string()).min(1).default(['false', 'off', 'live']),
      /** Environments in which mocks are on on purpose. */
      onIn: z.array(Name).default([]),
    })
      .refine(({ field, header }) => (field === undefined) !== (header === undefined), {
        error: 'mocks are told by a field of the answer (`field`) or by a header (`header`)',
      })
      .optional(),
    /** The origins whose pages may read its answers; left out where browsers do not ask it. */
    allowedOrigins: origins().optional(),
    /** Where its health answer tells whose it is. */
    identity: strict({
      /** The environment's name. */
      environment: HealthPath.optional(),
      /** Something that no two processes share: an id, or when it started. */
      instance: HealthPath.optional(),
    }).prefault({}),
  },
});
