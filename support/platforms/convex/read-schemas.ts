import { NotVerified } from '../../check/not-verified.ts';
import type { DatabaseSchema } from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import type { SchemaInput } from './judge-schema.ts';
import { shownDeployment } from './places.ts';
import { deployedSchema } from './read-deployed-schema.ts';
import { backendSourceOf, expectedBackend } from './read-expected-backend.ts';
import { requireAnswer } from './read-key.ts';

/** The schema of the source. @throws NotVerified where there is none, or it could not be read */
export async function expectedSchema(
  convex: ConvexProfile,
  read: Read,
): Promise<{ schema: DatabaseSchema; shown: string }> {
  const { schema, source, shown } = await read(expectedBackend, backendSourceOf(convex));
  if (schema) return { schema, shown };
  const reason = source?.readStatically.find(({ module }) => module === 'schema')?.reason;
  throw new NotVerified(
    reason === undefined ? `${shown} has no schema.ts` : `${shown}/schema.ts could not be imported: ${reason}`,
  );
}

/** The source's schema and the deployed one, side by side. @throws NotVerified where one of them is not to be had */
export async function schemasOf(convex: ConvexProfile, read: Read): Promise<SchemaInput> {
  const [{ schema: expected, shown }, { schema: deployed, isPending }, name] = await Promise.all([
    expectedSchema(convex, read),
    read(deployedSchema, convex),
    requireAnswer(convex, read),
  ]);
  if (isPending)
    throw new NotVerified(
      `${name} is still taking in a schema: its push has not ended`,
      'Run the gate again when it has.',
    );
  return {
    expected,
    shown,
    deployed: deployed ?? { tables: [], isValidated: false },
    deployment: shownDeployment(name, convex),
    deployCommand: convex.deployCommand,
  };
}
