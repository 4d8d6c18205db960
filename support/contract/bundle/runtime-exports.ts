import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import { runtimeModuleOf } from './bundle-syntax.ts';

/** A name under which a module of a module runtime gives a value out. */
export interface RuntimeExport {
  moduleId: string;
  name: string;
}

/** `n.d(t,{FH:()=>X})` of webpack, `n.d(t,{},{FH:X})` of Rspack: the name that a value is given out under; undefined where it is no export. */
export function exportInObject(property: Extract<Node, { type: 'Property' }>): RuntimeExport | undefined {
  if (property.computed || property.parent?.parent?.type !== 'CallExpression') return undefined;
  return runtimeExport(property, keyOf(property.key));
}

/** `e.s(["f",0,X])` of Turbopack, `n.d(t,["f",0,X])` of webpack: the name that stands before an item; undefined where it is no export. */
export function exportInList(list: Extract<Node, { type: 'ArrayExpression' }>, item: Node): RuntimeExport | undefined {
  if (list.parent?.type !== 'CallExpression') return undefined;
  const elements = list.elements as readonly (Node | null)[];
  const before = elements.slice(0, elements.indexOf(item)).toReversed();
  const name = before.find((each) => each?.type === 'Literal' && typeof each.value === 'string');
  return runtimeExport(list, name?.type === 'Literal' ? String(name.value) : undefined);
}

function runtimeExport(at: Node, name: string | undefined): RuntimeExport | undefined {
  if (name === undefined) return undefined;
  const moduleId = runtimeModuleOf(at);
  return moduleId === undefined ? undefined : { moduleId, name };
}
