import { type Expr, wellKnownFunctions } from '@actions/expressions';
import { Binary, FunctionCall, Grouping, Literal, Logical, Unary } from '@actions/expressions/ast';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';
import { asksForStatus, parseExpression, pathOf, placeholdersIn, showExpression } from './parse.ts';
import {
  booleanOf,
  chosen,
  dataOf,
  equality,
  type Known,
  known,
  optionsOf,
  textOf,
  truthOf,
  unknown,
  type Value,
  valueFromData,
} from './value.ts';

/** What an expression can refer to at one place of a run. */
export interface Contexts {
  worlds: Worlds;
  /** The value at `github.ref` and the like; undefined where nobody can know it. A path may end in `*`. */
  lookup: (path: readonly string[]) => Value | undefined;
  /** What `success()` and `failure()` say here. */
  success: Formula;
  failure: Formula;
}

/** More combinations of choices than these become one unknown. */
const mostCombinations = 16;

/** The value of an expression without its `${{ }}`; unknown where it cannot be parsed. */
export function evaluate(text: string, contexts: Contexts): Value {
  try {
    return valueIn(parseExpression(text), contexts);
  } catch {
    return unknown(text);
  }
}

/** Where an `if` lets a job or a step run. No `if` is `success()`, and one without a status function has it before it. */
export function conditionOf(text: string | undefined, contexts: Contexts): Formula {
  const { worlds, success } = contexts;
  if (text === undefined || text.trim() === '') return success;
  const [placeholder, ...others] = placeholdersIn(text);
  const isWhole = placeholder && others.length === 0 && text.trim().length === placeholder.end - placeholder.start;
  try {
    const expression = parseExpression(placeholder?.expression ?? text.trim());
    // `${{ a }} && b` is a text, and a text that is not empty is true.
    if (placeholder && !isWhole) return asksForStatus(expression) ? worlds.formulas.always : success;
    const truth = truthOf(worlds, valueIn(expression, contexts));
    return asksForStatus(expression) ? truth : worlds.formulas.all(success, truth);
  } catch {
    return worlds.formulas.all(success, worlds.flag(text));
  }
}

/** A text with its `${{ }}` filled in: the value itself where it is nothing but one of them. */
export function textWith(text: string, contexts: Contexts): Value {
  const placeholders = placeholdersIn(text);
  const [only] = placeholders;
  if (!only) return known(text);
  if (placeholders.length === 1 && only.end - only.start === text.trim().length)
    return evaluate(only.expression, contexts);

  const values = placeholders.map(({ expression }) => evaluate(expression, contexts));
  return distribute(contexts.worlds, values, text, (leaves) => {
    let end = 0;
    const parts = placeholders.map((placeholder, index) => {
      const before = text.slice(end, placeholder.start);
      end = placeholder.end;
      return before + (textOf(leaves[index] as Known) ?? '');
    });
    return known(parts.join('') + text.slice(end));
  });
}

function valueIn(expression: Expr, contexts: Contexts): Value {
  const { worlds } = contexts;
  if (expression instanceof Literal) return valueFromData(expression.literal) ?? known(null);
  if (expression instanceof Grouping) return valueIn(expression.group, contexts);
  if (expression instanceof Unary)
    return booleanOf(worlds, worlds.formulas.not(truthOf(worlds, valueIn(expression.expr, contexts))));
  if (expression instanceof Logical) return logical(expression, contexts);
  if (expression instanceof Binary) return comparison(expression, contexts);
  if (expression instanceof FunctionCall) return call(expression, contexts);
  const path = pathOf(expression);
  return (path && contexts.lookup(path)) ?? unknown(showExpression(expression));
}

/** `a && b || c` gives values, and no truths: the first that decides. */
function logical({ operator, args }: Logical, contexts: Contexts): Value {
  const values = args.map((arg) => valueIn(arg, contexts));
  return values.reduceRight((rest, value) => {
    const truth = truthOf(contexts.worlds, value);
    return operator.lexeme === '&&'
      ? chosen(contexts.worlds, truth, rest, value)
      : chosen(contexts.worlds, truth, value, rest);
  });
}

function comparison(expression: Binary, contexts: Contexts): Value {
  const { worlds } = contexts;
  const { left, operator, right } = expression;
  const values = [valueIn(left, contexts), valueIn(right, contexts)] as const;
  if (operator.lexeme === '==') return booleanOf(worlds, equality(worlds, ...values));
  if (operator.lexeme === '!=') return booleanOf(worlds, worlds.formulas.not(equality(worlds, ...values)));
  return booleanOf(worlds, worlds.flag(showExpression(expression)));
}

function call(expression: FunctionCall, contexts: Contexts): Value {
  const { worlds } = contexts;
  const name = expression.functionName.lexeme.toLowerCase();
  if (name === 'always') return known(true);
  // A run that somebody cancels is not followed.
  if (name === 'cancelled') return known(false);
  if (name === 'success') return booleanOf(worlds, contexts.success);
  if (name === 'failure') return booleanOf(worlds, contexts.failure);

  const args = expression.args.map((arg) => valueIn(arg, contexts));
  const [first, second] = args;
  if (name === 'contains' && first?.kind === 'list' && second)
    return booleanOf(worlds, worlds.formulas.any(...first.items.map((item) => equality(worlds, item, second))));
  return distribute(worlds, args, showExpression(expression), (leaves) => applied(name, leaves));
}

/** What one of GitHub's own functions makes of known values. */
function applied(name: string, args: readonly Known[]): Value | undefined {
  const definition = wellKnownFunctions[name as keyof typeof wellKnownFunctions];
  try {
    return definition && valueFromData(definition.call(...args.map(dataOf)));
  } catch {
    return undefined;
  }
}

/** A function of several values, for each combination of what they may be; unknown under its own text where one is. */
function distribute(
  worlds: Worlds,
  values: readonly Value[],
  text: string,
  of: (leaves: readonly Known[]) => Value | undefined,
): Value {
  const { formulas } = worlds;
  let combinations: { when: Formula; leaves: Value[] }[] = [{ when: formulas.always, leaves: [] }];
  for (const value of values) {
    combinations = combinations.flatMap(({ when, leaves }) =>
      optionsOf(worlds, value).map((option) => ({
        when: formulas.all(when, option.when),
        leaves: [...leaves, option.value],
      })),
    );
    if (combinations.length > mostCombinations) return unknown(text);
  }
  const results = combinations
    .filter(({ when }) => when !== formulas.never)
    .map(({ when, leaves }) => ({
      when,
      value: (leaves.every((leaf) => leaf.kind === 'known') ? of(leaves as Known[]) : undefined) ?? unknown(text),
    }));
  return results.reduceRight<Value>((rest, { when, value }) => chosen(worlds, when, value, rest), unknown(text));
}
