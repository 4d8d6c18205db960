import { z } from 'zod';
import { definePlatform, file, KeyName, Name, strict } from '../../settings/index.ts';

/** The compose files of one environment. */
const EnvironmentFiles = strict({
  /** The files, in the order of `-f`. @example ["../deploy/compose.yaml","../deploy/compose.prod.yaml"] */
  files: z.array(file()).min(1, 'an environment without compose files is left out'),
  /** Where relative paths start; the folder of the first file, where it is left out. @example "../deploy" */
  directory: file().optional(),
  /** What `--env-file` names: variables that no row of the table has. Left out, the `.env` beside the files is read where it is the repository's. @example ["../deploy/.env.prod"] */
  envFiles: z.array(file()).default([]),
  /** The project's name, as `-p` gives it; COMPOSE_PROJECT_NAME, the files' `name` or the folder's, where it is left out. @example "acme" */
  project: z.string().min(1).optional(),
  /** The profiles that are enabled, beside those of COMPOSE_PROFILES. @example ["workers"] */
  profiles: z.array(z.string().min(1)).default([]),
  /** The machine that they run on: environments with the same one share its ports and names. @example "host-1" */
  machine: z.string().min(1).optional(),
  /** The host ports that are this environment's: no other may be published. @example [443] */
  ports: z.array(z.number().int().min(1).max(65_535)).optional(),
  /** The services that may be published in production. @example ["proxy"] */
  entry: z.array(z.string().min(1)).default([]),
  /** Who runs the database: a container of these files, or somebody else. In production, somebody else, where left out. */
  database: z.enum(['container', 'managed']).optional(),
});

/** The compose files of every environment: read, not started. */
export const compose = definePlatform({
  name: 'compose',
  title: 'the compose files',
  checkedBy: [
    'services/compose-database',
    'services/compose-environment',
    'services/compose-hardening',
    'services/compose-health',
    'services/compose-images',
    'services/compose-names',
    'services/compose-no-literal-secrets',
    'services/compose-no-source-mounts',
    'services/compose-ports',
  ],
  settings: {
    /** The files of each environment; one that has none is left out. */
    environments: z.record(Name, EnvironmentFiles),
    /** The TARGET of the table whose rows are the project's variables; every row, where it is left out. @example "SERVICES" */
    target: z.string().min(1).optional(),
    /** Flags that the services read: what the code does without one, and which services read it. */
    flags: z
      .record(
        KeyName,
        strict({
          /** The value that the code takes where the variable is not set. @example "off" */
          whenAbsent: z.string().optional(),
          /** The services that read it; those that have it in some environment, where left out. @example ["api"] */
          readBy: z.array(z.string().min(1)).optional(),
          /** The services that are given it and do not read it: their values are counted, and not judged. @example ["proxy"] */
          notReadBy: z.array(z.string().min(1)).optional(),
        }),
      )
      .default({}),
    /** Folders of the host, or paths in a container, that may be mounted although they look like source. @example ["api"] */
    allowMounts: z.array(z.string().min(1)).default([]),
  },
});
