import { ComposeMistake } from './compose-mistake.ts';
import { list, mapEntries, type Node, type Place, type UsedVariable } from './located-tree.ts';

/** A variable of the project: of the environment's column of the table, or of an `.env` file. */
export interface ProjectVariable {
  /** Undefined where it has a value that is not known here: a reference to a store of secrets. */
  value: string | undefined;
  from: string;
}
export type ProjectVariables = ReadonlyMap<string, ProjectVariable>;

interface Interpolated {
  text: string;
  used: UsedVariable[];
}

const name = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Replaces the variables of a text: `$A`, `${A}`, `${A:-b}`, `${A-b}`, `${A:?e}`, `${A?e}`, `${A:+c}`, `${A+c}`, nested ones, `$$`.
 * A variable whose value is not known stays as `${A}`. Source: Compose Specification, 12-interpolation.
 * @throws ComposeMistake for every other form, and for a required variable without a value
 */
export function interpolate(text: string, variables: ProjectVariables, at: Place): Interpolated {
  const used: UsedVariable[] = [];
  let result = '';
  for (let index = 0; index < text.length; ) {
    const char = text.charAt(index);
    if (char !== '$') {
      result += char;
      index += 1;
      continue;
    }
    if (text.charAt(index + 1) === '$') {
      result += '$';
      index += 2;
      continue;
    }
    const braced = text.charAt(index + 1) === '{';
    const end = braced
      ? closingBrace(text, index + 1)
      : index + 1 + (name.exec(text.slice(index + 1))?.[0].length ?? 0);
    if (end === undefined || (!braced && end === index + 1)) throw invalid(text, at);
    const inner = braced ? text.slice(index + 2, end) : text.slice(index + 1, end);
    const replaced = replace(inner, variables, at, text);
    result += replaced.text;
    used.push(...replaced.used);
    index = braced ? end + 1 : end;
  }
  return { text: result, used };
}

/** Replaces the variables of every text of a tree; keys are left alone. */
export function interpolateTree(node: Node, variables: ProjectVariables): Node {
  if (node.kind === 'map') return mapEntries(node, (value) => interpolateTree(value, variables));
  if (node.kind === 'list')
    return list(
      node.items.map((item) => interpolateTree(item, variables)),
      node,
    );
  if (typeof node.value !== 'string' || !node.value.includes('$')) return node;
  const { text, used } = interpolate(node.value, variables, node.at);
  return { ...node, value: text, written: node.value, used };
}

/** Every variable that a text names, with the default or the words that stand beside it. */
export function variablesIn(text: string): { name: string; operator: string | undefined; word: string }[] {
  const found: { name: string; operator: string | undefined; word: string }[] = [];
  for (let index = text.indexOf('$'); index >= 0; index = text.indexOf('$', index + 1)) {
    if (text.charAt(index + 1) === '$') {
      index += 1;
      continue;
    }
    const end = text.charAt(index + 1) === '{' ? closingBrace(text, index + 1) : undefined;
    const parts = partsOf(
      end === undefined ? (name.exec(text.slice(index + 1))?.[0] ?? '') : text.slice(index + 2, end),
    );
    if (parts) found.push(parts);
  }
  return found;
}

function replace(inner: string, variables: ProjectVariables, at: Place, text: string): Interpolated {
  const parts = partsOf(inner);
  if (!parts) throw invalid(text, at);
  const { name: called, operator, word } = parts;
  const variable = variables.get(called);
  const { value, from } = variable ?? {};
  const isReference = variable !== undefined && value === undefined;
  const isSet = isReference || (operator?.startsWith(':') ? (value ?? '') !== '' : variable !== undefined);
  const origin = from === undefined ? {} : { from };

  if (operator?.endsWith('+')) {
    if (!isSet) return { text: '', used: [{ name: called, gave: 'alternative', ...origin }] };
    const other = interpolate(word, variables, at);
    return { text: other.text, used: [{ name: called, gave: 'alternative', ...origin }, ...other.used] };
  }
  if (isReference) return { text: `\${${called}}`, used: [{ name: called, gave: 'reference', ...origin }] };
  if (isSet) return { text: value ?? '', used: [{ name: called, gave: 'value', ...origin }] };
  if (operator?.endsWith('?'))
    throw new ComposeMistake(
      at,
      `the variable ${called} is required and has no value${word === '' ? '' : ` (${word})`}: \`docker compose\` refuses to start.`,
    );
  if (operator?.endsWith('-')) {
    const other = interpolate(word, variables, at);
    return { text: other.text, used: [{ name: called, gave: 'default', ...origin }, ...other.used] };
  }
  return { text: value ?? '', used: [{ name: called, gave: 'blank', ...origin }] };
}

function partsOf(inner: string): { name: string; operator: string | undefined; word: string } | undefined {
  const called = name.exec(inner)?.[0];
  if (called === undefined) return undefined;
  const rest = inner.slice(called.length);
  if (rest === '') return { name: called, operator: undefined, word: '' };
  const operator = /^:?[-?+]/.exec(rest)?.[0];
  return operator === undefined ? undefined : { name: called, operator, word: rest.slice(operator.length) };
}

/** @param open where the brace is that is to be closed; variables in defaults have braces of their own */
function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '{' && text.charAt(index - 1) === '$') depth += 1;
    if (char === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

function invalid(text: string, at: Place): ComposeMistake {
  return new ComposeMistake(
    at,
    `\`${text}\` is not an interpolation that Compose knows: \${NAME}, \${NAME:-default}, \${NAME:?message}, \${NAME:+value}, and $$ for a dollar sign.`,
  );
}
