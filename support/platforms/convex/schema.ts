import { z } from 'zod';

/** The answer of `GET /api/check_admin_key`. Loose: only what is judged. */
export const AdminKey = z.looseObject({ success: z.boolean(), allowedOps: z.array(z.string()).optional() });
export type AdminKey = z.infer<typeof AdminKey>;

export const DeploymentState = z.looseObject({ state: z.string() });
export type DeploymentState = z.infer<typeof DeploymentState>;

/** An error of the deployment, not of a function: `{code, message}`. */
export const ErrorEnvelope = z.looseObject({ code: z.string(), message: z.string() });
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;

/** The deployment's schemas, each as JSON in a text. */
export const DeployedSchemas = z.looseObject({ active: z.string().nullish(), inProgress: z.string().nullish() });
export type DeployedSchemas = z.infer<typeof DeployedSchemas>;

export const DeployedIndexes = z.looseObject({
  indexes: z.array(
    z.looseObject({
      table: z.string(),
      name: z.string(),
      backfill: z.looseObject({ state: z.string() }),
      staged: z.boolean().default(false),
    }),
  ),
});
export type DeployedIndexes = z.infer<typeof DeployedIndexes>;

/** A component that is mounted: `path` is its name, below its parents'. Source: system-udfs, _system/frontend/components.ts. */
export const MountedComponents = z.array(
  z.looseObject({
    id: z.string().optional(),
    path: z.string(),
    name: z.string().nullish(),
    state: z.string().default('active'),
  }),
);
export type MountedComponents = z.infer<typeof MountedComponents>;

/** The modules that were pushed last, each with the hash of its source. */
export const ConfigHashes = z.looseObject({
  moduleHashes: z.array(z.looseObject({ path: z.string(), hash: z.string() })),
});
export type ConfigHashes = z.infer<typeof ConfigHashes>;

export const EnvironmentVariables = z.looseObject({ environmentVariables: z.record(z.string(), z.string()) });
export type EnvironmentVariables = z.infer<typeof EnvironmentVariables>;
