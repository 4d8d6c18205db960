import type { Node } from 'oxc-parser';
import { pageParts } from '../../../../contract/bundle/page-parts.ts';
import { keyOfMember } from '../../../../contract/syntax/expressions.ts';
import { resolveScopes } from '../../../../contract/syntax/module-scopes.ts';
import { parseBundled } from '../../../../contract/syntax/parse-script.ts';
import { childrenOf } from '../../../../contract/syntax/syntax.ts';
import { ScriptValues } from './script-values.ts';

/** A parser takes some hundred bytes for each byte of a script. */
const longestScript = 4 * 1024 * 1024;
const shortestText = 6;

/**
 * The texts that a script, or the scripts of a page, put together when they run: sums, templates, what methods of texts and functions of
 * the script return, and texts that are written with escapes. Of a script that does not parse, none.
 */
export function evaluatedTexts(text: string): string[] {
  const scripts = /^\s*</.test(text)
    ? [...pageParts(text)].filter(({ name }) => name === 'script').map(({ body }) => body)
    : [text];
  return [...new Set(scripts.flatMap(textsOfScript))];
}

function textsOfScript(script: string): string[] {
  if (script.trim() === '' || script.length > longestScript) return [];
  const { result, failure } = parseBundled(script);
  if (failure) return [];

  const scopes = resolveScopes(result.program);
  const values = new ScriptValues(scopes);
  const found = new Set<string>();
  const visit = (node: Node) => {
    if (isPutTogether(node, script))
      for (const each of values.texts(node)) if (each.length >= shortestText) found.add(each);
    childrenOf(node).forEach(visit);
  };
  visit(scopes.program);
  return [...found];
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
