import type { DatabaseSchema, SchemaIndex } from './backend/database-schema.ts';
import { anything } from './validators/validator.ts';
import { type Incompatibility, incompatibilityOf } from './validators/validator-compatibility.ts';

/** A deployed schema, compared with the one that is expected. */
export interface SchemaComparison {
  missingTables: readonly string[];
  missingIndexes: readonly { table: string; index: SchemaIndex }[];
  differentIndexes: readonly { table: string; index: SchemaIndex; deployed: string }[];
  /** Documents that the deployed schema accepts and the expected one does not. */
  documents: readonly { table: string; found: Incompatibility }[];
}

/**
 * Compares two schemas: every table and index of `expected` has to be in `deployed`, and every document that `deployed` accepts has to be one
 * that `expected` accepts, where it has a validator. Tables and indexes that are only deployed are not a difference. Pure.
 * @throws TooComplexToCompare
 */
export function compareSchemas(expected: DatabaseSchema, deployed: DatabaseSchema): SchemaComparison {
  const tables = new Map(deployed.tables.map((table) => [table.name, table]));
  const present = expected.tables.flatMap((table) => {
    const found = tables.get(table.name);
    return found ? [{ table, found }] : [];
  });
  const indexes = present.flatMap(({ table, found }) => {
    const byName = new Map(found.indexes.map((index) => [index.name, index.fields]));
    return table.indexes.map((index) => ({ table: table.name, index, deployed: byName.get(index.name) }));
  });
  return {
    missingTables: expected.tables.filter(({ name }) => !tables.has(name)).map(({ name }) => name),
    missingIndexes: indexes.filter((each) => each.deployed === undefined).map(({ table, index }) => ({ table, index })),
    differentIndexes: indexes.flatMap(({ table, index, deployed: fields }) =>
      fields === undefined || fields === index.fields ? [] : [{ table, index, deployed: fields }],
    ),
    documents: present.flatMap(({ table, found }) => {
      if (!expected.isValidated || table.document === undefined) return [];
      const accepted = deployed.isValidated ? (found.document ?? anything) : anything;
      const incompatibility = incompatibilityOf(accepted, table.document);
      return incompatibility ? [{ table: table.name, found: incompatibility }] : [];
    }),
  };
}
