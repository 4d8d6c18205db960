import type { FunctionNode } from '../../../../contract/syntax/syntax.ts';

/** What an expression of a script may come to. Of a text, what only a run would tell is `unknown`. */
export type Value = string | ListValue | TableValue | FunctionValue;

/** Each item with everything that it may be. */
export interface ListValue {
  kind: 'list';
  items: readonly (readonly Value[])[];
}

export interface TableValue {
  kind: 'table';
  entries: ReadonlyMap<string, readonly Value[]>;
}

export interface FunctionValue {
  kind: 'function';
  node: FunctionNode;
  given: Given;
}

/** The arguments of the functions that are being called. */
export type Given = ReadonlyMap<FunctionNode, readonly (readonly Value[])[]>;

/** The place of what is not known, within a text. */
export const unknown = '\0';

const mostValues = 48;
const longestText = 4_000;

/** Each value once, and no more of them than are worth following. */
export function few(values: readonly Value[]): Value[] {
  return [...new Set(values)].slice(0, mostValues);
}

export function textsOf(values: readonly Value[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

export function listsOf(values: readonly Value[]): ListValue[] {
  return values.filter((value): value is ListValue => typeof value === 'object' && value.kind === 'list');
}

/** Every text of one side with every text of the other; what has no text is not known. */
export function joinedTexts(parts: readonly (readonly Value[])[], separator = ''): string[] {
  let texts = [''];
  for (const [index, part] of parts.entries()) {
    const endings = textsOf(part);
    const between = index === 0 ? '' : separator;
    const possible = endings.length === 0 ? [unknown] : endings;
    texts = texts
      .flatMap((text) => possible.map((ending) => text + between + ending))
      .filter((text) => text.length <= longestText)
      .slice(0, mostValues);
  }
  return texts;
}
