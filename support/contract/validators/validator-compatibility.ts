import type { FieldValidator, LiteralValue, Validator } from './validator.ts';
import { literalOf } from './validator.ts';
import { idOf, type Rejection, rejectionOf, type TriedValue } from './validator-value.ts';

/** A value that one validator takes and the other does not, and where it is refused. */
export interface Incompatibility extends Rejection {
  /** The whole value that shows it. */
  example: TriedValue;
}

/** Comparing took more steps than `mostSteps`: unions of unions of large objects. Nothing is known then. */
class TooComplexToCompare extends Error {
  override readonly name = 'TooComplexToCompare';
}

const mostSteps = 200_000;

/**
 * Whether everything that `offered` takes is taken by `accepting` too: what an older client may send, by what is deployed.
 *
 * Decides exactly, by looking for a value of `offered` that `accepting` refuses. Objects are closed, as in Convex: a field that is not
 * declared is refused. An id is a string, and no id of another table. Of records, keys are taken to be of endlessly many values.
 * @returns undefined where it is compatible; else a value that shows why not
 * @throws TooComplexToCompare
 */
export function incompatibilityOf(offered: Validator, accepting: Validator): Incompatibility | undefined {
  const found = new Search().outside(offered, alternativesOf(accepting));
  if (found === undefined) return undefined;
  const rejection = rejectionOf(accepting, found.value);
  if (rejection === undefined) throw new Error('the value that was to show an incompatibility is accepted');
  return { ...rejection, example: found.value };
}

/** Nothing in the place of a field: what an optional field may be. */
const absent = { type: 'absent' } as const;
type Absent = typeof absent;
type Alternative = Exclude<Validator, { type: 'union' }> | Absent;
type ObjectAlternative = Extract<Validator, { type: 'object' | 'record' }>;
/** A found value is wrapped, since null is a value too. `absent` marks a field that is left out. */
type Found = { value: TriedValue } | { absent: true } | undefined;

const everything: readonly Alternative[] = [
  { type: 'null' },
  { type: 'number' },
  { type: 'bigint' },
  { type: 'boolean' },
  { type: 'string' },
  { type: 'bytes' },
  { type: 'commitTs' },
  { type: 'array', value: { type: 'any' } },
  { type: 'record', keys: { type: 'string' }, values: { fieldType: { type: 'any' }, optional: false } },
];

/** Looks for values of one validator that lie outside of others. */
class Search {
  #steps = 0;
  #fresh = 0;

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
    if (offered.type === 'absent')
      return accepting.some(({ type }) => type === 'absent') ? undefined : { absent: true };
    if (accepting.some(({ type }) => type === 'any')) return undefined;
    const takes = (type: Alternative['type']) => accepting.some((each) => each.type === type);
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
        return this.#recordOutsideOf(offered, accepting);
      case 'object':
        return this.#objectOutsideOf(offered, accepting);
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

  #recordOutsideOf({ keys, values }: Extract<Validator, { type: 'record' }>, accepting: readonly Alternative[]): Found {
    const against = accepting.filter(({ type }) => type === 'record' || type === 'object') as ObjectAlternative[];
    const anyKey = () => this.outside(keys, []);
    const [oneKey, oneValue] = [anyKey(), this.outside(values.fieldType, [])];
    const entries: Record<string, TriedValue> = {};
    for (const each of against) {
      if (each.type === 'object') {
        const isEmptyRefused = Object.values(each.value).some(({ optional }) => !optional);
        if (oneKey && oneValue) entries[String(anyKey()?.value)] = oneValue.value;
        else if (!isEmptyRefused) return undefined;
        continue;
      }
      if (!oneKey || !oneValue) return undefined;
      const key = this.outside(keys, alternativesOf(each.keys));
      const value = key ? oneValue : this.outside(values.fieldType, alternativesOf(each.values.fieldType));
      if (!value) return undefined;
      entries[String((key ?? anyKey())?.value)] = value.value;
    }
    return { value: entries };
  }

  #objectOutsideOf(
    { value: fields }: Extract<Validator, { type: 'object' }>,
    accepting: readonly Alternative[],
  ): Found {
    const against = accepting.filter(({ type }) => type === 'record' || type === 'object') as ObjectAlternative[];
    const names = new Set([
      ...Object.keys(fields),
      ...against.flatMap((each) => (each.type === 'object' ? Object.keys(each.value) : [])),
    ]);
    const offered = new Map([...names].map((name) => [name, fieldAlternatives(fields[name])]));
    const taken = against
      .map((each) => new Map([...names].map((name) => [name, fieldOf(each, name)])))
      // What has nothing in common with what is offered takes nothing away from it.
      .filter((each) => [...names].every((name) => !areDisjoint(offered.get(name) ?? [], each.get(name) ?? [])));
    return this.#combined(offered, taken, new Map([...names].map((name) => [name, []])));
  }

  /**
   * A product of fields lies outside of a union of products if it has, for each of them, a field outside of it. Which field that is, is
   * tried out; `without` holds what each field has to stay outside of by the choices made.
   */
  #combined(
    offered: ReadonlyMap<string, readonly Alternative[]>,
    taken: readonly ReadonlyMap<string, readonly Alternative[]>[],
    without: ReadonlyMap<string, readonly Alternative[]>,
  ): Found {
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

  #chosen(
    offered: ReadonlyMap<string, readonly Alternative[]>,
    without: ReadonlyMap<string, readonly Alternative[]>,
  ): Found {
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
      const number = this.#next();
      const value = type === 'string' ? `text ${number}` : type === 'bigint' ? BigInt(number) : number;
      if (!literals.has(value)) return value;
    }
  }

  #next(): number {
    this.#fresh += 1;
    return this.#fresh;
  }
}

const bothBooleans: readonly Alternative[] = [
  { type: 'literal', value: false },
  { type: 'literal', value: true },
];

function alternativesOf(validator: Validator): Alternative[] {
  return validator.type === 'union' ? validator.value.flatMap(alternativesOf) : [validator];
}

function fieldAlternatives(field: FieldValidator | undefined): readonly Alternative[] {
  if (field === undefined) return [absent];
  return field.optional ? [...alternativesOf(field.fieldType), absent] : alternativesOf(field.fieldType);
}

/** What `validator` takes under a name: nothing but absence where an object does not declare it. */
function fieldOf(validator: ObjectAlternative, name: string): readonly Alternative[] {
  if (validator.type === 'object') return fieldAlternatives(ownField(validator.value, name));
  const isKey = alternativesOf(validator.keys).some(({ type }) => type === 'string' || type === 'any');
  return isKey ? [...alternativesOf(validator.values.fieldType), absent] : [absent];
}

function ownField(fields: Record<string, FieldValidator>, name: string): FieldValidator | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function typeOfLiteral(value: LiteralValue): 'string' | 'number' | 'boolean' | 'bigint' {
  return typeof literalOf(value) as 'string' | 'number' | 'boolean' | 'bigint';
}

function isSameLiteral(validator: Alternative, value: LiteralValue): boolean {
  return validator.type === 'literal' && Object.is(literalOf(validator.value), literalOf(value));
}

/** Whether no value is of both: told only where it is plain, for tags of unions and absent fields. */
function areDisjoint(one: readonly Alternative[], other: readonly Alternative[]): boolean {
  return one.every((left) => other.every((right) => isDisjoint(left, right)));
}

function isDisjoint(one: Alternative, other: Alternative): boolean {
  if (one.type === 'any' || other.type === 'any') return (one.type === 'absent') !== (other.type === 'absent');
  if (one.type === 'literal' && other.type === 'literal')
    return !Object.is(literalOf(one.value), literalOf(other.value));
  return kindOf(one) !== kindOf(other);
}

function kindOf(validator: Alternative): string {
  if (validator.type === 'literal') return typeOfLiteral(validator.value);
  if (validator.type === 'id') return 'string';
  return validator.type === 'record' ? 'object' : validator.type;
}
