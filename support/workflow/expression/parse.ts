import { type Expr, Lexer, Parser } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';

const contexts = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
];
const statusFunctions = ['always', 'success', 'failure', 'cancelled'];
const functions = [
  ...statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 255 })),
  { name: 'hashFiles', minArgs: 1, maxArgs: 255 },
];

/** The tree of an expression without its `${{ }}`. @throws Error where GitHub's own parser does not take it */
export function parseExpression(text: string): Expr {
  return new Parser(new Lexer(text).lex().tokens, contexts, functions).parse();
}

/** Whether a condition asks for a status itself; one that does not has `success() &&` before it. */
export function asksForStatus(expression: Expr): boolean {
  if (expression instanceof FunctionCall)
    return (
      statusFunctions.includes(expression.functionName.lexeme.toLowerCase()) || expression.args.some(asksForStatus)
    );
  return partsOf(expression).some(asksForStatus);
}

function partsOf(expression: Expr): readonly Expr[] {
  if (expression instanceof Unary) return [expression.expr];
  if (expression instanceof Binary) return [expression.left, expression.right];
  if (expression instanceof Logical) return expression.args;
  if (expression instanceof Grouping) return [expression.group];
  return expression instanceof IndexAccess ? [expression.expr, expression.index] : [];
}

/** An expression as text again, in one spelling whatever it was written like. */
export function showExpression(expression: Expr): string {
  if (expression instanceof Literal) return shownLiteral(expression);
  if (expression instanceof ContextAccess) return expression.name.lexeme;
  if (expression instanceof Grouping) return `(${showExpression(expression.group)})`;
  if (expression instanceof Unary) return `!${showExpression(expression.expr)}`;
  if (expression instanceof Binary)
    return [expression.left, expression.right].map(showExpression).join(` ${expression.operator.lexeme} `);
  if (expression instanceof Logical) return expression.args.map(showExpression).join(` ${expression.operator.lexeme} `);
  if (expression instanceof FunctionCall)
    return `${expression.functionName.lexeme}(${expression.args.map(showExpression).join(', ')})`;
  if (expression instanceof IndexAccess) return `${showExpression(expression.expr)}${shownIndex(expression.index)}`;
  return '*';
}

function shownLiteral({ literal, token }: Literal): string {
  const text = literal.coerceString();
  return typeof token.value === 'string' ? `'${text.replaceAll("'", "''")}'` : text;
}

function shownIndex(index: Expr): string {
  if (index instanceof Star) return '.*';
  const name = index instanceof Literal ? index.literal.coerceString() : undefined;
  return name !== undefined && /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${showExpression(index)}]`;
}

/** `github.event.inputs.x` as its parts; undefined where an index is not a literal. */
export function pathOf(expression: Expr): string[] | undefined {
  if (expression instanceof ContextAccess) return [expression.name.lexeme.toLowerCase()];
  if (!(expression instanceof IndexAccess)) return undefined;
  const before = pathOf(expression.expr);
  if (expression.index instanceof Star) return before && [...before, '*'];
  return before && expression.index instanceof Literal
    ? [...before, expression.index.literal.coerceString()]
    : undefined;
}

/** One `${{ … }}` of a text, and where it stands. */
export interface Placeholder {
  expression: string;
  start: number;
  end: number;
}

/** Every `${{ … }}` of a text. A `}}` inside a quoted text does not end it. */
export function placeholdersIn(text: string): Placeholder[] {
  const form = /\$\{\{((?:'(?:[^']|'')*'|(?!\}\})[^'])*)\}\}/g;
  return [...text.matchAll(form)].map(({ 0: all, 1: expression = '', index }) => ({
    expression: expression.trim(),
    start: index,
    end: index + all.length,
  }));
}
