import type { TestExpression, Word } from 'unbash';
import { optionsOf, textOf, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';

/** What a test needs of the shell around it. */
export interface TestContext {
  worlds: Worlds;
  valueOfWord: (word: Word) => Value;
  /** A condition under its own text, which nobody can know. */
  flag: (text: string) => Formula;
}

/** Where `[[ … ]]` succeeds. */
export function testFormula(expression: TestExpression, text: string, context: TestContext): Formula {
  const { formulas } = context.worlds;
  switch (expression.type) {
    case 'TestGroup':
      return testFormula(expression.expression, text, context);
    case 'TestNot': {
      const inner = testFormula(expression.operand, text, context);
      return expression.negations.length % 2 === 1 ? formulas.not(inner) : inner;
    }
    case 'TestLogical': {
      const parts = expression.operands.map((operand, index) => testFormula(operand, `${text} ${index}`, context));
      return expression.operator === '&&' ? formulas.all(...parts) : formulas.any(...parts);
    }
    case 'TestUnary':
      return unary(expression.operator, expression.operand, text, context);
    case 'TestBinary':
      return binary(expression.operator, expression.left, expression.right, text, context);
  }
}

/** Where `[ … ]` and `test …` succeed; `-a`, `-o` and brackets in it are not followed. */
export function bracketFormula(words: readonly Word[], text: string, context: TestContext): Formula {
  const [first, second, third] = words;
  const { formulas } = context.worlds;
  if (first?.value === '!') return formulas.not(bracketFormula(words.slice(1), text, context));
  if (words.length === 1 && first) return formulas.not(isEmpty(context, first));
  if (words.length === 2 && first && second) return unary(first.value, second, text, context);
  return words.length === 3 && first && second && third
    ? binary(second.value, first, third, text, context)
    : context.flag(text);
}

function unary(operator: string, operand: Word, text: string, context: TestContext): Formula {
  if (operator === '-z') return isEmpty(context, operand);
  return operator === '-n' ? context.worlds.formulas.not(isEmpty(context, operand)) : context.flag(text);
}

function binary(operator: string, left: Word, right: Word, text: string, context: TestContext): Formula {
  const { formulas } = context.worlds;
  const isEqual = ['=', '==', '-eq'].includes(operator);
  if (!isEqual && !['!=', '-ne'].includes(operator)) return context.flag(text);
  // `[[ $X == release/* ]]` compares with a pattern.
  if ((right.parts ?? []).some(({ type }) => type === 'Glob')) return context.flag(text);
  const equal = textsEqual(context, context.valueOfWord(left), context.valueOfWord(right));
  return isEqual ? equal : formulas.not(equal);
}

function isEmpty(context: TestContext, word: Word): Formula {
  return textsEqual(context, context.valueOfWord(word), { kind: 'known', value: '' });
}

/** Where two values are the same text: `true` is put into a script as `true`. */
export function textsEqual({ worlds }: Pick<TestContext, 'worlds'>, one: Value, other: Value): Formula {
  const { formulas } = worlds;
  const pairs = optionsOf(worlds, one).flatMap((left) =>
    optionsOf(worlds, other).map((right) => {
      const [first, second] = [textOf(left.value), textOf(right.value)];
      return formulas.all(left.when, right.when, sameText(worlds, left.value, right.value, first, second));
    }),
  );
  return formulas.any(...pairs);
}

function sameText(worlds: Worlds, left: Value, right: Value, first?: string, second?: string): Formula {
  if (first !== undefined && second !== undefined) return worlds.formulas.constant(first === second);
  if (left.kind === 'unknown' && second !== undefined) return worlds.equals(left.name, second, left.label);
  if (right.kind === 'unknown' && first !== undefined) return worlds.equals(right.name, first, right.label);
  if (left.kind !== 'unknown' || right.kind !== 'unknown') return worlds.formulas.never;
  return left.name === right.name ? worlds.formulas.always : worlds.flag(`${left.label} = ${right.label}`);
}
