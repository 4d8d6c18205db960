import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { DatabaseSchema } from '../../contract/index.ts';
import type { ConvexProfile, Profile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { shownDeployment } from './call-sites.ts';
import type { SchemaInput } from './judge-schema.ts';
import { deployedSchema } from './read-deployed-schema.ts';
import { type Expecting, readExpected } from './read-expected-backend.ts';
import { requireAnswer } from './read-key.ts';

/**
 * The backends whose tables are known: a function spec names functions only.
 * @throws NotApplicable where every one is known by a function spec
 */
export function backendsWithSchema({ backends }: Pick<Profile, 'backends'>): ConvexProfile[] {
  const known = backends.filter(({ backend }) => backend && !('functionSpec' in backend));
  if (known.length > 0) return known;
  throw new NotApplicable('`platforms.convex.backend.functionSpec` names functions and no tables');
}

/** The schema that is expected. @throws NotVerified where there is none, or it could not be read */
async function expectedSchema(expecting: Expecting, read: Read): Promise<{ schema: DatabaseSchema; shown: string }> {
  const { schema, source, shown } = await readExpected(expecting, read);
  if (schema) return { schema, shown };
  const reason = source?.readStatically.find(({ module }) => module === 'schema')?.reason;
  if (source && reason === undefined) throw new NotApplicable(`${shown} has no schema.ts`);
  throw new NotVerified(
    reason === undefined ? `${shown} has no schema` : `${shown}/schema.ts could not be imported: ${reason}`,
  );
}

/** The expected schema and the deployed one. @throws NotVerified where one of them could not be read; NotApplicable where none is expected */
export async function schemasOf(expecting: Expecting, read: Read): Promise<SchemaInput> {
  const { convex } = expecting;
  const [{ schema: expected, shown }, { schema: deployed, isPending }, name] = await Promise.all([
    expectedSchema(expecting, read),
    read(deployedSchema, convex),
    requireAnswer(convex, read),
  ]);
  if (isPending)
    throw new NotVerified(`the push of a schema to ${name} has not finished`, 'Run the gate again when it has.');
  return {
    expected,
    shown,
    deployed: deployed ?? { tables: [], isValidated: false },
    deployment: shownDeployment(name, convex),
    deployCommand: convex.deployCommand,
  };
}
