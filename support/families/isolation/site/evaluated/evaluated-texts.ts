import type { Node } from 'oxc-parser';
import { pageParts } from '../../../../contract/bundle/page-parts.ts';
import { keyOfMember } from '../../../../contract/syntax/expressions.ts';
import { resolveScopes } from '../../../../contract/syntax/module-scopes.ts';
import { parseBundled } from '../../../../contract/syntax/parse-script.ts';
import { childrenOf } from '../../../../contract/syntax/syntax.ts';
import type { FormIndex } from '../../../../redaction/form-index.ts';
import { ScriptValues } from './script-values.ts';

/** A parser takes some hundred bytes for each byte of a script. */
const longestScript = 4 * 1024 * 1024;
const shortestText = 6;

/**
 * The texts that a script, or the scripts of a page, put together when they run: sums, templates, what methods of texts and functions of
 * the script return, and texts that are written with escapes. Of a script that does not parse, none.
 * @param parts what is looked for: a large script is evaluated where these are first, since the evaluation is bounded
 */
export function evaluatedTexts(text: string, parts: FormIndex): string[] {
  const scripts = /^\s*</.test(text)
    ? [...pageParts(text)].filter(({ name }) => name === 'script').map(({ body }) => body)
    : [text];
  return [...new Set(scripts.flatMap((script) => textsOfScript(script, parts)))];
}

function textsOfScript(script: string, parts: FormIndex): string[] {
  if (script.trim() === '' || script.length > longestScript) return [];
  const { result, failure } = parseBundled(script);
  if (failure) return [];

  const scopes = resolveScopes(result.program);
  const values = new ScriptValues(scopes);
  const nodes: Node[] = [];
  const visit = (node: Node) => {
    if (isPutTogether(node, script)) nodes.push(node);
    childrenOf(node).forEach(visit);
  };
  visit(scopes.program);
  const places = [...parts.matches(script)].map(({ start }) => start).sort((one, other) => one - other);
  const byDistance = nodes
    .map((node) => ({ node, distance: distanceTo(places, node) }))
    .sort((one, other) => one.distance - other.distance);
  const texts = byDistance.flatMap(({ node }) => values.texts(node));
  return [...new Set(texts)].filter((each) => each.length >= shortestText);
}

/** How far a node is from the nearest of the places, which are in order: 0 where one is within it. */
function distanceTo(places: readonly number[], { start, end }: Node): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const before = start - (places[low - 1] ?? Number.NEGATIVE_INFINITY);
  const behind = Math.max(0, (places[low] ?? Number.POSITIVE_INFINITY) - end);
  return Math.min(before, behind);
}

/** Whether a node is the whole of something that is put together, and not a part of it. */
function isPutTogether(node: Node, script: string): boolean {
  switch (node.type) {
    case 'BinaryExpression':
      return node.operator === '+' && !(node.parent?.type === 'BinaryExpression' && node.parent.operator === '+');
    case 'TemplateLiteral':
      return node.expressions.length > 0;
    case 'CallExpression':
      return node.callee.type === 'Identifier' || keyOfMember(node.callee) !== undefined;
    case 'AssignmentExpression':
      return node.operator === '+=';
    case 'Literal':
      return typeof node.value === 'string' && script.slice(node.start, node.end).includes('\\');
    default:
      return false;
  }
}
