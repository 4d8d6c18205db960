import { z } from 'zod';
import { Validator } from '../validators/validator.ts';

const DatabaseIndex = z.looseObject({ indexDescriptor: z.string(), fields: z.array(z.string()) });
const SearchIndex = z.looseObject({
  indexDescriptor: z.string(),
  searchField: z.string(),
  filterFields: z.array(z.string()).default([]),
});
const VectorIndex = z.looseObject({
  indexDescriptor: z.string(),
  vectorField: z.string(),
  dimensions: z.number(),
  filterFields: z.array(z.string()).default([]),
});

/**
 * A schema as `defineSchema(…).export()` and a deployment's `_system/frontend/getSchemas` write it.
 * Source: get-convex/convex-backend, crates/common/src/schemas/json.rs.
 */
export const SchemaJson = z.looseObject({
  tables: z.array(
    z.looseObject({
      tableName: z.string(),
      indexes: z.array(DatabaseIndex).default([]),
      searchIndexes: z.array(SearchIndex).default([]),
      vectorIndexes: z.array(VectorIndex).default([]),
      documentType: Validator.nullish(),
    }),
  ),
  schemaValidation: z.boolean().default(true),
});
export type SchemaJson = z.infer<typeof SchemaJson>;

/** An index in a form in which two can be compared. */
export interface SchemaIndex {
  name: string;
  /** The fields as one text: `companyId, reportedAtMs`, `search description by companyId`. */
  fields: string;
}

interface SchemaTable {
  name: string;
  indexes: readonly SchemaIndex[];
  /** The validator of its documents; absent where the schema has none. */
  document?: Validator;
}

/** Tables by name, and whether the deployment validates documents against them. */
export interface DatabaseSchema {
  tables: readonly SchemaTable[];
  isValidated: boolean;
}

/** A schema, local or deployed, in one form: without the `_creationTime` that a deployment adds to each index. Pure. */
export function databaseSchema({ tables, schemaValidation }: SchemaJson): DatabaseSchema {
  return {
    isValidated: schemaValidation,
    tables: tables
      .map(({ tableName, indexes, searchIndexes, vectorIndexes, documentType }) => ({
        name: tableName,
        indexes: indexesOf({ indexes, searchIndexes, vectorIndexes }),
        ...(documentType && { document: documentType }),
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

type TableJson = SchemaJson['tables'][number];

function indexesOf({
  indexes,
  searchIndexes,
  vectorIndexes,
}: Pick<TableJson, 'indexes' | 'searchIndexes' | 'vectorIndexes'>): SchemaIndex[] {
  const all = [
    ...indexes.map(({ indexDescriptor, fields }) => ({ name: indexDescriptor, fields: indexFields(fields) })),
    ...searchIndexes.map(({ indexDescriptor, searchField, filterFields }) => ({
      name: indexDescriptor,
      fields: `search ${searchField}${filtered(filterFields)}`,
    })),
    ...vectorIndexes.map(({ indexDescriptor, vectorField, dimensions, filterFields }) => ({
      name: indexDescriptor,
      fields: `vector ${vectorField} of ${dimensions}${filtered(filterFields)}`,
    })),
  ];
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A database index's fields as one text, without the `_creationTime` that every one ends with. */
function indexFields(fields: readonly string[]): string {
  return (fields.at(-1) === '_creationTime' ? fields.slice(0, -1) : fields).join(', ');
}

function filtered(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` by ${[...fields].sort().join(', ')}`;
}
