import { data } from '@actions/expressions';
import { equals, truthy } from '@actions/expressions/result';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';

export type Plain = string | number | boolean | null;

/** A value that is written down, or follows from what is. */
export interface Known {
  kind: 'known';
  value: Plain;
}

/** A text that nobody can know beforehand: a secret, an output, a variable of the repository. */
export interface Unknown {
  kind: 'unknown';
  /** The same name is the same text, everywhere in one run. */
  name: string;
  /** How messages call it. */
  label: string;
}

export interface List {
  kind: 'list';
  items: readonly Value[];
}

export type Leaf = Known | Unknown | List;

/** One of several values; in every world exactly one `when` is true. */
export interface Choice {
  kind: 'choice';
  options: readonly Option[];
}

export interface Option {
  when: Formula;
  value: Leaf;
}

export type Value = Leaf | Choice;

export function known(value: Plain): Known {
  return { kind: 'known', value };
}

export function unknown(name: string, label = name): Unknown {
  return { kind: 'unknown', name, label };
}

export const empty = known('');

/** `true` where the formula is true, `false` elsewhere. */
export function booleanOf(worlds: Worlds, formula: Formula): Value {
  const { formulas } = worlds;
  if (formula === formulas.always) return known(true);
  if (formula === formulas.never) return known(false);
  return {
    kind: 'choice',
    options: [
      { when: formula, value: known(true) },
      { when: formulas.not(formula), value: known(false) },
    ],
  };
}

/** A value that is `then` where the formula is true, and `otherwise` elsewhere. */
export function chosen(worlds: Worlds, condition: Formula, then: Value, otherwise: Value): Value {
  const { formulas } = worlds;
  if (condition === formulas.always) return then;
  if (condition === formulas.never) return otherwise;
  const options = [
    ...optionsOf(worlds, then).map(({ when, value }) => ({ when: formulas.all(condition, when), value })),
    ...optionsOf(worlds, otherwise).map(({ when, value }) => ({ when: formulas.without(when, condition), value })),
  ];
  return { kind: 'choice', options: options.filter(({ when }) => when !== formulas.never) };
}

/** A value as its options: one, always, where it is not a choice. */
export function optionsOf(worlds: Worlds, value: Value): readonly Option[] {
  return value.kind === 'choice' ? value.options : [{ when: worlds.formulas.always, value }];
}

/** Where a value counts as true in a condition. */
export function truthOf(worlds: Worlds, value: Value): Formula {
  const { formulas } = worlds;
  return formulas.any(
    ...optionsOf(worlds, value).map(({ when, value: leaf }) => formulas.all(when, truthOfLeaf(worlds, leaf))),
  );
}

function truthOfLeaf(worlds: Worlds, leaf: Leaf): Formula {
  if (leaf.kind === 'list') return worlds.formulas.always;
  if (leaf.kind === 'known') return worlds.formulas.constant(truthy(dataOf(leaf)));
  return worlds.formulas.not(worlds.equals(leaf.name, '', leaf.label));
}

/** Where two values are equal, by GitHub's loose rules. */
export function equality(worlds: Worlds, one: Value, other: Value): Formula {
  const { formulas } = worlds;
  const pairs = optionsOf(worlds, one).flatMap((left) =>
    optionsOf(worlds, other).map((right) =>
      formulas.all(left.when, right.when, leavesEqual(worlds, left.value, right.value)),
    ),
  );
  return formulas.any(...pairs);
}

function leavesEqual(worlds: Worlds, one: Leaf, other: Leaf): Formula {
  if (one.kind === 'list' || other.kind === 'list') return worlds.formulas.never;
  if (one.kind === 'known' && other.kind === 'known')
    return worlds.formulas.constant(equals(dataOf(one), dataOf(other)));
  if (one.kind === 'unknown' && other.kind === 'unknown') {
    const [first, second] = [one.label, other.label].sort();
    return one.name === other.name ? worlds.formulas.always : worlds.flag(`${first} == ${second}`);
  }
  const [text, literal] = one.kind === 'unknown' ? [one, other] : [other as Unknown, one];
  return worlds.equals(text.name, literal.kind === 'known' ? String(literal.value ?? '') : '', text.label);
}

/** A value as GitHub's own evaluator takes it. */
export function dataOf({ value }: Known): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  return typeof value === 'number' ? new data.NumberData(value) : new data.BooleanData(value);
}

/** A value of GitHub's own evaluator; undefined where it is an object, which is not followed. */
export function valueFromData(from: data.ExpressionData): Value | undefined {
  switch (from.kind) {
    case data.Kind.String:
    case data.Kind.Number:
    case data.Kind.Boolean:
      return known((from as data.StringData | data.NumberData | data.BooleanData).value);
    case data.Kind.Null:
      return known(null);
    case data.Kind.Array: {
      const items = (from as data.Array).values().map(valueFromData);
      return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
    }
    default:
      return undefined;
  }
}

/** A known value as text, as it is put into a script or another text; undefined where it is not known. */
export function textOf(value: Value): string | undefined {
  return value.kind === 'known' ? dataOf(value).coerceString() : undefined;
}
