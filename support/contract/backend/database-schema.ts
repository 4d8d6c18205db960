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

/** An index in a form in which two of them can be compared. */
export interface SchemaIndex {
  name: string;
  /** The fields as one text: `companyId, reportedAtMs`, `search description by companyId`. */
  fields: string;
}

interface SchemaTable {
  name: string;
  indexes: readonly SchemaIndex[];
  /** What a document of it looks like; absent where the schema does not say. */
  document?: Validator;
}

/** Tables by name, and whether the deployment holds documents to them. */
export interface DatabaseSchema {
  tables: readonly SchemaTable[];
  isValidated: boolean;
}

/** Brings a schema, local or deployed, into one form: the `_creationTime` that a deployment adds to each index is left out. Pure. */
export function databaseSchema({ tables, schemaValidation }: SchemaJson): DatabaseSchema {
  return {
    isValidated: schemaValidation,
    tables: tables
      .map(({ tableName, indexes, searchIndexes, vectorIndexes, documentType }) => ({
        name: tableName,
        indexes: [
          ...indexes.map(({ indexDescriptor, fields }) => ({ name: indexDescriptor, fields: indexFields(fields) })),
          ...searchIndexes.map(({ indexDescriptor, searchField, filterFields }) => ({
            name: indexDescriptor,
            fields: `search ${searchField}${filtered(filterFields)}`,
          })),
          ...vectorIndexes.map(({ indexDescriptor, vectorField, dimensions, filterFields }) => ({
            name: indexDescriptor,
            fields: `vector ${vectorField} of ${dimensions}${filtered(filterFields)}`,
          })),
        ].sort((one, other) => (one.name < other.name ? -1 : 1)),
        ...(documentType && { document: documentType }),
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

/** A database index's fields as one text, without the `_creationTime` that every one ends with. */
function indexFields(fields: readonly string[]): string {
  return (fields.at(-1) === '_creationTime' ? fields.slice(0, -1) : fields).join(', ');
}

function filtered(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` by ${[...fields].sort().join(', ')}`;
}
