import type { Objects } from './alternatives.ts';
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

/** Whether `validator` takes `value`. Pure. */
export function acceptsValue(validator: Validator, value: TriedValue, objects: Objects = 'closed'): boolean {
  return rejectionOf(validator, value, { objects }) === undefined;
}

/**
 * The first place where `value` is refused, or undefined where it is accepted.
 * @param options.at the place of `value` itself
 * @param options.objects what objects do with fields that they do not declare. Default: they refuse them, as a deployment does.
 */
export function rejectionOf(
  validator: Validator,
  value: TriedValue,
  { at = '', objects = 'closed' }: { at?: string; objects?: Objects } = {},
): Rejection | undefined {
  return new Trial(objects).rejectionOf(validator, value, at);
}

class Trial {
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  rejectionOf(validator: Validator, value: TriedValue, at: string): Rejection | undefined {
    const refused: Rejection = { at, expected: describeValidator(validator), received: describeValue(value) };
    switch (validator.type) {
      case 'array':
        return Array.isArray(value) ? this.#ofItems(validator, value, at) : refused;
      case 'record':
        return isPlainObject(value) ? this.#ofEntries(validator, value, at) : refused;
      case 'object':
        return isPlainObject(value) ? this.#ofFields(validator, value, at) : refused;
      case 'union':
        return this.#ofMembers(validator, value, at, refused);
      default:
        return acceptsScalar(validator, value) ? undefined : refused;
    }
  }

  #ofItems({ value: item }: Extract<Validator, { type: 'array' }>, values: TriedValue[], at: string) {
    return first(values, (value, index) => this.rejectionOf(item, value, `${at}[${index}]`));
  }

  #ofEntries({ keys, values }: Extract<Validator, { type: 'record' }>, value: PlainObject, at: string) {
    return first(Object.entries(value), ([name, each]) => {
      const place = `${at}[${describeValue(name)}]`;
      return this.rejectionOf(keys, name, `${place} (its key)`) ?? this.rejectionOf(values.fieldType, each, place);
    });
  }

  #ofFields({ value: fields }: Extract<Validator, { type: 'object' }>, value: PlainObject, at: string) {
    const placeOf = (name: string) => (at === '' ? name : `${at}.${name}`);
    const refused = first(Object.entries(fields), ([name, field]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given !== undefined) return this.rejectionOf(field.fieldType, given, placeOf(name));
      if (field.optional) return undefined;
      return { at: placeOf(name), expected: describeField(field), received: 'nothing: the field may be absent' };
    });
    if (refused !== undefined || this.#objects === 'open') return refused;

    const extra = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (extra === undefined) return undefined;
    return { at: placeOf(extra), expected: 'no such field', received: describeValue(value[extra] ?? null) };
  }

  /** Of a union's members the one that comes furthest says most: `kind` fits and one field of it does not. */
  #ofMembers(
    { value: members }: Extract<Validator, { type: 'union' }>,
    value: TriedValue,
    at: string,
    refused: Rejection,
  ) {
    const found = members.map((member) => this.rejectionOf(member, value, at));
    if (found.includes(undefined)) return undefined;
    const inside = found.filter((each) => each !== undefined && each.at !== at);
    return inside.length === 1 ? (inside[0] ?? refused) : refused;
  }
}

type PlainObject = { [name: string]: TriedValue };

function first<Item>(
  items: readonly Item[],
  rejectionAt: (item: Item, index: number) => Rejection | undefined,
): Rejection | undefined {
  for (const [index, item] of items.entries()) {
    const found = rejectionAt(item, index);
    if (found) return found;
  }
  return undefined;
}

function acceptsScalar(validator: Validator, value: TriedValue): boolean {
  switch (validator.type) {
    case 'any':
      return true;
    case 'null':
      return value === null;
    case 'bytes':
      return value instanceof ArrayBuffer;
    case 'commitTs':
      return value instanceof Date;
    case 'literal':
      return Object.is(value, literalOf(validator.value));
    case 'id':
      return typeof value === 'string' && value.startsWith(`${idMark}${validator.tableName}|`);
    default:
      return typeof value === validator.type;
  }
}

function isPlainObject(value: TriedValue): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof Date)
  );
}

/** A value as a finding shows it. */
export function describeValue(value: TriedValue): string {
  if (typeof value === 'string')
    return value.startsWith(idMark) ? `an id of ${value.split('|')[1]}` : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof ArrayBuffer) return 'bytes';
  if (value instanceof Date) return 'a commit timestamp';
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`;
  if (!isPlainObject(value)) return String(value);
  const entries = Object.entries(value).map(([name, each]) => `${describeName(name)}: ${describeValue(each)}`);
  return `{ ${entries.join(', ')} }`;
}

function describeName(name: string): string {
  return name.startsWith(idMark) ? `[${describeValue(name)}]` : name;
}
