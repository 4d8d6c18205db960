import { describeField, describeValidator, literalOf, type Validator } from './validator.ts';

/**
 * A value that validators are tried on. Bytes are an `ArrayBuffer`; an id is a string with a mark that says of which table, so
 * that `v.string()` takes it and `v.id()` of another table does not; `commitTs` is a `Date`, since nothing else is one.
 */
export type TriedValue =
  | null
  | number
  | bigint
  | boolean
  | string
  | ArrayBuffer
  | Date
  | TriedValue[]
  | { [name: string]: TriedValue };

const idMark = '\u0001id|';

/** An id of a table. Ids of different numbers differ. */
export function idOf(tableName: string, number: number): string {
  return `${idMark}${tableName}|${number}`;
}

/** Why a validator refuses a value: the place in it, what is accepted there, and what was offered. */
export interface Rejection {
  at: string;
  expected: string;
  received: string;
}

/** Whether `validator` takes `value`, as a deployment checks arguments: an object holds no field that is not declared. Pure. */
export function acceptsValue(validator: Validator, value: TriedValue): boolean {
  return rejectionOf(validator, value) === undefined;
}

/** The first place where `value` is refused, or undefined where it is accepted. */
export function rejectionOf(validator: Validator, value: TriedValue, at = ''): Rejection | undefined {
  const refused = (): Rejection => ({ at, expected: describeValidator(validator), received: describeValue(value) });
  switch (validator.type) {
    case 'any':
      return undefined;
    case 'null':
      return value === null ? undefined : refused();
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'string':
      return typeof value === validator.type ? undefined : refused();
    case 'bytes':
      return value instanceof ArrayBuffer ? undefined : refused();
    case 'commitTs':
      return value instanceof Date ? undefined : refused();
    case 'literal':
      return Object.is(value, literalOf(validator.value)) ? undefined : refused();
    case 'id':
      return typeof value === 'string' && value.startsWith(`${idMark}${validator.tableName}|`) ? undefined : refused();
    case 'array': {
      if (!Array.isArray(value)) return refused();
      for (const [index, each] of value.entries()) {
        const found = rejectionOf(validator.value, each, `${at}[${index}]`);
        if (found) return found;
      }
      return undefined;
    }
    case 'record': {
      if (!isObject(value)) return refused();
      for (const [name, each] of Object.entries(value)) {
        const place = `${at}[${describeValue(name)}]`;
        const found =
          rejectionOf(validator.keys, name, `${place} (its key)`) ??
          rejectionOf(validator.values.fieldType, each, place);
        if (found) return found;
      }
      return undefined;
    }
    case 'object':
      return isObject(value) ? objectRejection(validator, value, at) : refused();
    case 'union':
      return isRefusedByAll(validator, value) ? nearestRejection(validator, value, at, refused()) : undefined;
  }
}

function objectRejection(
  validator: Extract<Validator, { type: 'object' }>,
  value: { [name: string]: TriedValue },
  at: string,
): Rejection | undefined {
  for (const [name, field] of Object.entries(validator.value)) {
    const place = at === '' ? name : `${at}.${name}`;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined) {
      if (field.optional) continue;
      return { at: place, expected: describeField(field), received: 'nothing: the field may be absent' };
    }
    const found = rejectionOf(field.fieldType, given, place);
    if (found) return found;
  }
  const extra = Object.keys(value).find((name) => !Object.hasOwn(validator.value, name));
  if (extra === undefined) return undefined;
  return {
    at: at === '' ? extra : `${at}.${extra}`,
    expected: 'no such field',
    received: describeValue(value[extra] ?? null),
  };
}

function isRefusedByAll(validator: Extract<Validator, { type: 'union' }>, value: TriedValue): boolean {
  return validator.value.every((member) => !acceptsValue(member, value));
}

/** Of a union's members the one that comes furthest says most: `kind` fits and one field of it does not. */
function nearestRejection(
  validator: Extract<Validator, { type: 'union' }>,
  value: TriedValue,
  at: string,
  refused: Rejection,
): Rejection {
  const inside = validator.value
    .map((member) => rejectionOf(member, value, at))
    .filter((found) => found !== undefined && found.at !== at);
  return inside.length === 1 ? (inside[0] ?? refused) : refused;
}

function isObject(value: TriedValue): value is { [name: string]: TriedValue } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof Date)
  );
}

/** A value as a reader of a finding knows it. */
export function describeValue(value: TriedValue): string {
  if (typeof value === 'string')
    return value.startsWith(idMark) ? `an id of ${value.split('|')[1]}` : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof ArrayBuffer) return 'bytes';
  if (value instanceof Date) return 'a commit timestamp';
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`;
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name.startsWith(idMark) ? `[${describeValue(name)}]` : name}: ${describeValue(each)}`)
      .join(', ')} }`;
  return String(value);
}
