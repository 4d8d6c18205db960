import path from 'node:path';
import { type DatabaseSchema, readBackendSource } from '../../contract/index.ts';
import { errorText } from '../../text/error-text.ts';
import { type MigrationPlan, PlanMistake } from './plan.ts';

/**
 * The schema of the target, from the Convex folder that the plan names; undefined where it names none.
 * @param file the plan, to which the folder is relative
 * @throws PlanMistake if there is no such folder, or its schema could not be read
 */
export async function schemaOfPlan(
  { schema: folder }: MigrationPlan,
  file: string,
): Promise<DatabaseSchema | undefined> {
  if (folder === undefined) return undefined;
  const directory = path.resolve(path.dirname(file), folder);
  try {
    const { schema, readStatically } = await readBackendSource(directory);
    if (schema !== undefined) return schema;
    const reason = readStatically.find(({ module }) => module === 'schema')?.reason ?? 'it has no schema.ts';
    throw new PlanMistake(`the plan's \`schema\` ${folder} could not be read: ${reason}`);
  } catch (error) {
    if (error instanceof PlanMistake) throw error;
    throw new PlanMistake(`the plan's \`schema\` ${folder} could not be read: ${errorText(error)}`);
  }
}
