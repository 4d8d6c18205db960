import type { Validator } from '../../contract/index.ts';
import { isDocumentId } from '../../snapshot/index.ts';

/** A text that the schema has as a reference. */
export interface ExpectedReference {
  field: string;
  /** The text; an id, unless the document breaks the schema. */
  text: string;
  /** The tables that the schema allows here. */
  tables: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Every text of a document at a place where the schema allows nothing but references. Pure. */
export function expectedReferences(document: Validator, fields: Fields): ExpectedReference[] {
  const found: ExpectedReference[] = [];
  const walk = (value: unknown, validators: readonly Validator[], field: string) => {
    if (typeof value === 'string') {
      const tables = tablesFor(value, validators);
      if (tables.length > 0) found.push({ field, text: value, tables });
      return;
    }
    if (Array.isArray(value)) {
      const items = validators.flatMap((each) => (each.type === 'array' ? alternatives(each.value) : []));
      for (const [index, each] of value.entries()) walk(each, items, `${field}[${index}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;

    const fitting = validators.filter((each) => fits(each, value as Fields));
    for (const [name, each] of Object.entries(value)) {
      const place = field === '' ? name : `${field}.${name}`;
      walk(
        name,
        fitting.flatMap((own) => (own.type === 'record' ? alternatives(own.keys) : [])),
        field,
      );
      walk(
        each,
        fitting.flatMap((own) => fieldValidators(own, name)),
        place,
      );
    }
  };
  walk(fields, alternatives(document), '');
  return found.filter(({ field }) => field !== '_id');
}

function alternatives(validator: Validator): Validator[] {
  return validator.type === 'union' ? validator.value.flatMap(alternatives) : [validator];
}

/** @returns no table where a text that is not a reference is allowed too */
function tablesFor(text: string, validators: readonly Validator[]): string[] {
  const isOther = validators.some(
    (each) => each.type === 'string' || each.type === 'any' || (each.type === 'literal' && each.value === text),
  );
  if (isOther) return [];
  return validators.flatMap((each) => (each.type === 'id' ? [each.tableName] : []));
}

/** Whether an object may be meant by one of several validators: its literals are equal, and no field is unknown to it. */
function fits(validator: Validator, value: Fields): boolean {
  if (validator.type === 'record') return true;
  if (validator.type !== 'object') return false;
  return Object.entries(value).every(([name, each]) => {
    const own = validator.value[name];
    if (own === undefined) return name.startsWith('_');
    const literals = alternatives(own.fieldType);
    return (
      !literals.every(({ type }) => type === 'literal') ||
      literals.some((one) => one.type === 'literal' && one.value === each)
    );
  });
}

function fieldValidators(validator: Validator, name: string): Validator[] {
  if (validator.type === 'record') return alternatives(validator.values.fieldType);
  const own = validator.type === 'object' ? validator.value[name] : undefined;
  return own === undefined ? [] : alternatives(own.fieldType);
}

/** Says what a reference is that the schema does not allow; undefined where it is right. @param table that of the document it leads to */
export function misdirection({ text, tables }: ExpectedReference, table: string | undefined): string | undefined {
  if (!isDocumentId(text)) return `${JSON.stringify(text)}, which is not an id`;
  return table === undefined || tables.includes(table) ? undefined : `${text}, a document of ${table}`;
}
