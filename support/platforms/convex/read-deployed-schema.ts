import { NotVerified } from '../../check/not-verified.ts';
import { type DatabaseSchema, databaseSchema, SchemaJson } from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';
import { jsonOf, requireKey } from './read-key.ts';
import { DeployedIndexes, DeployedSchemas, EnvironmentVariables } from './schema.ts';
import { refusedQuery, systemQuery } from './system-query.ts';

/** A schema that was pushed last; undefined where none ever was. */
export interface PushedSchema {
  schema: DatabaseSchema | undefined;
  isPending: boolean;
}

/** The schema of a deployment's own tables. */
export const deployedSchema = defineReading({
  name: 'convex.schema',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: (convex, context): Promise<PushedSchema> => readSchema(convex, context, {}),
});

/** The schema of a mounted component, which has tables of its own. */
export const componentSchema = defineReading({
  name: 'convex.component-schema',
  effect: 'read',
  key: ({ convex, id }: { convex: ConvexProfile; id: string }) => `${convex.url.url.origin} ${id}`,
  read: ({ convex, id }, context): Promise<PushedSchema> => readSchema(convex, context, { componentId: id }),
});

async function readSchema(
  convex: ConvexProfile,
  context: ReadingContext,
  args: Record<string, string>,
): Promise<PushedSchema> {
  const path = '_system/frontend/getSchemas';
  const { active, inProgress } = await systemQuery(convex, context, path, args, DeployedSchemas);
  if (!active) return { schema: undefined, isPending: Boolean(inProgress) };
  const parsed = SchemaJson.safeParse(JSON.parse(active));
  if (!parsed.success)
    throw new NotVerified(
      `${convex.url.value} answers ${path} in a form that is not known here: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
    );
  return { schema: databaseSchema(parsed.data), isPending: Boolean(inProgress) };
}

/** Each index with the state of its backfill: `GET /api/get_indexes`. */
export const deployedIndexes = defineReading({
  name: 'convex.indexes',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: async (convex, context): Promise<DeployedIndexes['indexes']> =>
    (await adminGet(convex, context, '/api/get_indexes', DeployedIndexes)).indexes,
});

/** The same of a mounted component. The parameter is documented as `component_id`, and read as `componentId`: convex-backend, local_backend/src/schema.rs. */
export const componentIndexes = defineReading({
  name: 'convex.component-indexes',
  effect: 'read',
  key: ({ convex, id }: { convex: ConvexProfile; id: string }) => `${convex.url.url.origin} ${id}`,
  async read({ convex, id }, context): Promise<DeployedIndexes['indexes']> {
    const query = new URLSearchParams({ componentId: id, component_id: id });
    return (await adminGet(convex, context, `/api/get_indexes?${query}`, DeployedIndexes)).indexes;
  },
});

/** The names of the variables that are set. Their values are dropped here: no check looks at them. */
export const deployedVariables = defineReading({
  name: 'convex.variables',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, context): Promise<ReadonlyMap<string, 'set' | 'empty'>> {
    const { environmentVariables } = await adminGet(
      convex,
      context,
      '/api/v1/list_environment_variables',
      EnvironmentVariables,
    );
    return new Map(
      Object.entries(environmentVariables).map(([name, value]) => [name, value.trim() === '' ? 'empty' : 'set']),
    );
  },
});

async function adminGet<Value>(
  convex: ConvexProfile,
  { fetch, read }: Parameters<Parameters<typeof defineReading>[0]['read']>[1],
  path: string,
  schema: { safeParse(value: unknown): { success: true; data: Value } | { success: false } },
): Promise<Value> {
  const key = await requireKey(convex, read);
  const response = await fetch(new URL(path, convex.url.url).href, {
    headers: { authorization: `Convex ${key}` },
    redirect: 'manual',
  });
  const body = await jsonOf(response);
  if (response.status !== 200)
    throw refusedQuery(convex, path, body === undefined ? `status ${response.status}` : JSON.stringify(body));
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new NotVerified(`${convex.url.value} answers ${path} in a form that is not known here`);
}
