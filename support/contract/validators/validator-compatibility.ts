import {
  type Alternative,
  alternativesOf,
  areDisjoint,
  bothBooleans,
  everything,
  fieldAlternatives,
  hasKey,
  isObject,
  isSameLiteral,
  type ObjectAlternative,
  type Objects,
  takenUnder,
  typeOfLiteral,
} from './alternatives.ts';
import { literalOf, type Validator } from './validator.ts';
import { idOf, type Rejection, rejectionOf, type TriedValue } from './validator-value.ts';

/** A value that one validator takes and the other refuses, and where it is refused. */
export interface Incompatibility extends Rejection {
  /** The whole value. */
  example: TriedValue;
}

/** Two validators are too large to be compared: unions of unions of large objects. Whether they are compatible is not known. */
class TooComplexToCompare extends Error {
  override readonly name = 'TooComplexToCompare';
}

const mostSteps = 200_000;

/**
 * Whether everything that `offered` takes is taken by `accepting` too: what an older client may send, by what is deployed.
 *
 * Decides exactly, by looking for a value of `offered` that `accepting` refuses. An id is a string, and not an id of another table. Keys of
 * records are taken to be of endlessly many values.
 * @param objects what the objects of `accepting` do with fields that they do not declare; those of `offered` never have any
 * @returns undefined where it is compatible; else a value that shows why not
 * @throws TooComplexToCompare
 */
export function incompatibilityOf(
  offered: Validator,
  accepting: Validator,
  objects: Objects = 'closed',
): Incompatibility | undefined {
  const found = new Search(objects).outside(offered, alternativesOf(accepting));
  if (found === undefined) return undefined;
  const rejection = rejectionOf(accepting, found.value, { objects });
  if (rejection === undefined)
    throw new TooComplexToCompare(
      'two validators have records and objects with the same names, which were not compared',
    );
  return { ...rejection, example: found.value };
}

/** A found value is wrapped, since null is a value too. `absent` marks a field that is left out. */
type Found = { value: TriedValue } | { absent: true } | undefined;

/** For each name of an object, what it may be, or has to stay outside of. */
type Fields = ReadonlyMap<string, readonly Alternative[]>;

/** Looks for values of one validator that lie outside of others. */
class Search {
  readonly #objects: Objects;
  #steps = 0;
  #fresh = 0;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  /** A value of `offered` that none of `accepting` takes, where `offered` is a whole validator. */
  outside(offered: Validator, accepting: readonly Alternative[]): { value: TriedValue } | undefined {
    const found = this.#outsideOfAll(alternativesOf(offered), accepting);
    return found && 'value' in found ? found : undefined;
  }

  #outsideOfAll(offered: readonly Alternative[], accepting: readonly Alternative[]): Found {
    for (const each of offered) {
      const found = this.#outsideOf(each, accepting);
      if (found) return found;
    }
    return undefined;
  }

  #outsideOf(offered: Alternative, accepting: readonly Alternative[]): Found {
    this.#steps += 1;
    if (this.#steps > mostSteps)
      throw new TooComplexToCompare(`comparing two validators takes more than ${mostSteps} steps`);

    const takes = (type: Alternative['type']) => accepting.some((each) => each.type === type);
    if (offered.type === 'absent') return takes('absent') ? undefined : { absent: true };
    if (takes('any')) return undefined;
    switch (offered.type) {
      case 'any':
        return this.#outsideOfAll(everything, accepting);
      case 'boolean':
        return takes('boolean') ? undefined : this.#outsideOfAll(bothBooleans, accepting);
      case 'literal':
        return takes(typeOfLiteral(offered.value)) || accepting.some((each) => isSameLiteral(each, offered.value))
          ? undefined
          : { value: literalOf(offered.value) };
      case 'id':
        return takes('string') || accepting.some((each) => each.type === 'id' && each.tableName === offered.tableName)
          ? undefined
          : { value: idOf(offered.tableName, this.#next()) };
      case 'array':
        return this.#arrayOutsideOf(offered, accepting);
      case 'record':
        return this.#recordOutsideOf(offered, accepting.filter(isObject));
      case 'object':
        return this.#objectOutsideOf(offered, accepting.filter(isObject));
      default:
        return takes(offered.type) ? undefined : { value: this.#freshScalar(offered.type, accepting) };
    }
  }

  /** For each array validator one item that it refuses: together they are refused by all. */
  #arrayOutsideOf({ value: item }: Extract<Validator, { type: 'array' }>, accepting: readonly Alternative[]): Found {
    const items: TriedValue[] = [];
    for (const each of accepting) {
      if (each.type !== 'array') continue;
      const found = this.outside(item, alternativesOf(each.value));
      if (!found) return undefined;
      items.push(found.value);
    }
    return { value: items };
  }

  /** For each object and record one entry that it refuses, or none where it refuses an object without entries. */
  #recordOutsideOf(offered: Extract<Validator, { type: 'record' }>, accepting: readonly ObjectAlternative[]): Found {
    const entries: Record<string, TriedValue> = {};
    for (const each of accepting) {
      const refused = this.#entryOutsideOf(offered, each);
      if (refused !== undefined) entries[refused.key] = refused.value;
      else if (each.type === 'record' || !hasRequired(each)) return undefined;
    }
    return { value: entries };
  }

  /** An entry of a record that an object or another record refuses. */
  #entryOutsideOf(
    offered: Extract<Validator, { type: 'record' }>,
    accepting: ObjectAlternative,
  ): { key: string; value: TriedValue } | undefined {
    const { keys, values } = offered;
    const [anyKey, anyValue] = [this.outside(keys, []), this.outside(values.fieldType, [])];
    if (!anyKey || !anyValue) return undefined;
    if (accepting.type === 'object' && this.#objects === 'open') return this.#fieldOutsideOf(offered, accepting);
    if (accepting.type === 'object') return { key: String(anyKey.value), value: anyValue.value };

    const key = this.outside(keys, alternativesOf(accepting.keys));
    if (key) return { key: String(key.value), value: anyValue.value };
    const value = this.outside(values.fieldType, alternativesOf(accepting.values.fieldType));
    return value && { key: String(anyKey.value), value: value.value };
  }

  /** An entry of a record under a declared name of an object that ignores all others. */
  #fieldOutsideOf(
    offered: Extract<Validator, { type: 'record' }>,
    { value: fields }: Extract<Validator, { type: 'object' }>,
  ): { key: string; value: TriedValue } | undefined {
    for (const [key, { fieldType }] of Object.entries(fields)) {
      const found = hasKey(offered, key) && this.outside(offered.values.fieldType, alternativesOf(fieldType));
      if (found) return { key, value: found.value };
    }
    return undefined;
  }

  #objectOutsideOf(
    { value: fields }: Extract<Validator, { type: 'object' }>,
    accepting: readonly ObjectAlternative[],
  ): Found {
    const declared = accepting.flatMap((each) => (each.type === 'object' ? Object.keys(each.value) : []));
    const names = [...new Set([...Object.keys(fields), ...declared])];
    const offered: Fields = new Map(names.map((name) => [name, fieldAlternatives(fields[name])]));
    const taken = accepting
      .map((each): Fields => new Map(names.map((name) => [name, takenUnder(each, name, this.#objects)])))
      // What has nothing in common with what is offered takes nothing away from it.
      .filter((each) => names.every((name) => !areDisjoint(offered.get(name) ?? [], each.get(name) ?? [])));
    return this.#combined(offered, taken, new Map(names.map((name) => [name, []])));
  }

  /**
   * A product of fields lies outside of a union of products if it has, for each of them, a field outside of it. Which field that is, is
   * tried out; `without` has what each field has to stay outside of by the choices made.
   */
  #combined(offered: Fields, taken: readonly Fields[], without: Fields): Found {
    const [first, ...rest] = taken;
    if (first === undefined) return this.#chosen(offered, without);
    for (const [name, alternatives] of offered) {
      const outside = [...(without.get(name) ?? []), ...(first.get(name) ?? [])];
      if (!this.#outsideOfAll(alternatives, outside)) continue;
      const found = this.#combined(offered, rest, new Map(without).set(name, outside));
      if (found) return found;
    }
    return undefined;
  }

  #chosen(offered: Fields, without: Fields): Found {
    const entries: Record<string, TriedValue> = {};
    for (const [name, alternatives] of offered) {
      const found = this.#outsideOfAll(alternatives, without.get(name) ?? []);
      if (!found) return undefined;
      if ('value' in found) entries[name] = found.value;
    }
    return { value: entries };
  }

  #freshScalar(type: string, accepting: readonly Alternative[]): TriedValue {
    if (type === 'null') return null;
    if (type === 'bytes') return new ArrayBuffer(0);
    if (type === 'commitTs') return new Date(0);
    const literals = new Set(accepting.flatMap((each) => (each.type === 'literal' ? [literalOf(each.value)] : [])));
    for (;;) {
      const value = this.#freshValue(type);
      if (!literals.has(value)) return value;
    }
  }

  #freshValue(type: string): string | bigint | number {
    const number = this.#next();
    if (type === 'string') return `text ${number}`;
    return type === 'bigint' ? BigInt(number) : number;
  }

  #next(): number {
    this.#fresh += 1;
    return this.#fresh;
  }
}

function hasRequired({ value: fields }: Extract<Validator, { type: 'object' }>): boolean {
  return Object.values(fields).some(({ optional }) => !optional);
}
