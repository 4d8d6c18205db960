import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import {
  type BackendSource,
  componentVariables,
  type DatabaseSchema,
  mountedComponents as mountedInConfig,
  readBackendSource,
} from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { shownDeployment } from './call-sites.ts';
import type { SchemaInput } from './judge-schema.ts';
import { componentSchema } from './read-deployed-schema.ts';
import type { Expecting } from './read-expected-backend.ts';
import { requireAnswer } from './read-key.ts';
import { mountedComponents } from './read-modules.ts';
import { schemasOf } from './read-schemas.ts';

/** A component whose folder is part of the team's own tree. */
export interface OwnComponentSource {
  /** As a deployment lists it. */
  name: string;
  /** Its folder, as the config names the functions folder. */
  shown: string;
  syntax: BackendSource['syntax'];
}

/** What the code of the team's own components calls: its `api` and `internal` are those of the component. */
export const componentSources = defineReading({
  name: 'convex.component-sources',
  effect: 'offline',
  key: ({ path }: { path: string; shown: string }) => path,
  async read({ path, shown }): Promise<readonly OwnComponentSource[]> {
    const sources: OwnComponentSource[] = [];
    for (const { name, folder, isOwn } of mountedInConfig(path))
      if (folder && isOwn) {
        const { syntax } = await readBackendSource(folder);
        sources.push({ name, shown: join(shown, relative(path, folder)), syntax });
      }
    return sources;
  },
});

/**
 * The variables that the components of a functions folder need, under the names that the deployment has for them; files are named from the folder.
 * @throws NotVerified for a file of a component that cannot be parsed
 */
export async function componentVariablesOf({ path, shown }: { path: string; shown: string }, read: Read) {
  const sources = await read(componentSources, { path, shown });
  for (const { shown: folder, syntax } of sources)
    for (const { file, line, column, reason } of syntax.unparsed)
      throw new NotVerified(
        `${join(folder, file)}:${line}:${column} cannot be parsed (${reason}), so the variables that it reads are not known`,
      );
  const found = componentVariables(
    path,
    mountedInConfig(path),
    new Map(sources.map(({ name, syntax }) => [name, syntax.variables])),
  );
  const open = sources.flatMap(({ shown: folder, syntax }) =>
    syntax.openVariables.map((each) => ({ ...each, file: relative(shown, join(folder, each.file)) })),
  );
  return { reads: found.reads, open: [...found.open, ...open] };
}

interface OwnComponent {
  name: string;
  /** Its folder, as the config names the functions folder. */
  shown: string;
  schema: DatabaseSchema | undefined;
  /** Why the schema could not be read, where it has one. */
  reason: string | undefined;
}

/** The components whose folders are part of the team's own tree, and that have tables. */
const ownComponents = defineReading({
  name: 'convex.own-components',
  effect: 'offline',
  key: ({ path }: { path: string; shown: string }) => path,
  async read({ path, shown }): Promise<readonly OwnComponent[]> {
    const folders = mountedInConfig(path).flatMap(({ name, folder, isOwn }) =>
      folder && isOwn ? [{ name, folder }] : [],
    );
    const withTables = folders.filter(({ folder }) =>
      ['schema.ts', 'schema.js'].some((file) => existsSync(join(folder, file))),
    );
    const components: OwnComponent[] = [];
    for (const { name, folder } of withTables) {
      const { schema, readStatically } = await readBackendSource(folder);
      const reason = readStatically.find(({ module }) => module === 'schema')?.reason;
      components.push({ name, shown: join(shown, relative(path, folder)), schema, reason });
    }
    return components;
  },
});

/** The schema of a component beside what is deployed of it, and its id there; none where it is not mounted. */
export type ComponentSchemaInput = SchemaInput & { id: string | undefined };

/**
 * The schema of the backend, undefined where it has none, and those of the components in its tree.
 * @throws NotVerified where one of them could not be read; NotApplicable where there is none at all
 */
export async function allSchemasOf(
  expecting: Expecting,
  read: Read,
): Promise<{ own: SchemaInput | undefined; ofComponents: readonly ComponentSchemaInput[] }> {
  const ofComponents = await componentSchemasOf(expecting.convex, read);
  const own = await schemasOf(expecting, read).catch((error: unknown) => {
    if (error instanceof NotApplicable && ofComponents.length > 0) return undefined;
    throw error;
  });
  return { own, ofComponents };
}

/**
 * The schemas of the team's own components, each beside what is deployed of it. One that is not mounted in the deployment has no tables there.
 * @throws NotVerified where one of them could not be read
 */
async function componentSchemasOf(convex: ConvexProfile, read: Read): Promise<ComponentSchemaInput[]> {
  const { backend } = convex;
  const own = backend && 'source' in backend ? await read(ownComponents, backend.source) : [];
  if (own.length === 0) return [];
  const [mounted, deployment] = await Promise.all([read(mountedComponents, convex), requireAnswer(convex, read)]);
  return Promise.all(
    own.map(async ({ name, shown, schema, reason }) => {
      if (schema === undefined)
        throw new NotVerified(`${shown}/schema.ts could not be imported: ${reason ?? 'no schema'}`);
      const id = mounted.find(({ path, state }) => path === name && state === 'active')?.id;
      const deployed = id === undefined ? undefined : await read(componentSchema, { convex, id });
      if (deployed?.isPending)
        throw new NotVerified(`the push of the schema of ${name} has not finished`, 'Run the gate again when it has.');
      return {
        id,
        expected: schema,
        shown,
        deployed: deployed?.schema ?? { tables: [], isValidated: false },
        deployment: `the component ${name} of ${shownDeployment(deployment, convex)}`,
        deployCommand: convex.deployCommand,
      };
    }),
  );
}
