import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember } from '../../../contract/syntax/expressions.ts';
import type { ModuleScopes } from '../../../contract/syntax/module-scopes.ts';
import { childrenOf, type FunctionNode, isFunctionNode, parametersOf } from '../../../contract/syntax/syntax.ts';
import { membersByName } from './evaluated/members-by-name.ts';

/** The arguments of the functions that are being called. */
type Bound = ReadonlyMap<Node, readonly string[]>;

const deepest = 12;

/**
 * Texts that expressions of a script come to. What only a run would tell, such as the argument of a function that nobody calls here, is
 * tried as each id that the tables on the way list. Nothing is run.
 */
export class ComputedText {
  readonly #scopes: ModuleScopes;
  readonly #members: ReadonlyMap<string, readonly Node[]>;

  constructor(scopes: ModuleScopes) {
    this.#scopes = scopes;
    this.#members = membersByName(scopes.program);
  }

  /** Everything that an expression may come to. */
  values(node: Node): string[] {
    return this.#forEachId(node, (id) => this.#text(node, new Map(), id, 0));
  }

  /** Everything that a function may return. */
  returned(own: FunctionNode): string[] {
    return this.#forEachId(own, (id) => this.#call(own, [], new Map(), id, 0));
  }

  #forEachId(node: Node, evaluate: (id: string) => string | undefined): string[] {
    const ids = new Set<string>();
    this.#idsOf(node, ids, new Set());
    if (ids.size === 0) ids.add('\0');
    const found = [...ids]
      .map(evaluate)
      .filter((text) => text !== undefined && !text.includes('\0') && !text.includes('undefined'));
    return [...new Set(found)] as string[];
  }

  /** The keys of tables that are looked up by an expression, and by the functions that it calls. */
  #idsOf(node: Node, ids: Set<string>, seen: Set<Node>): void {
    if (seen.has(node) || seen.size > 5_000) return;
    seen.add(node);
    if (node.type === 'MemberExpression' && (node.computed || keyOfMember(node) === 'get'))
      for (const table of this.#tables(node.object)) for (const { key } of entriesOf(table)) ids.add(key);
    if (node.type === 'BinaryExpression' && /^={2,3}$/.test(node.operator))
      for (const side of [node.left as Node, node.right]) if (side.type === 'Literal') ids.add(String(side.value));
    if (node.type === 'Identifier')
      for (const each of this.#written(node)) if (!isFunctionNode(each)) this.#idsOf(each, ids, seen);
    if (node.type === 'CallExpression') for (const own of this.#functions(node.callee)) this.#idsOf(own, ids, seen);
    for (const child of childrenOf(node)) this.#idsOf(child, ids, seen);
  }

  #text(node: Node, bound: Bound, id: string, depth: number): string | undefined {
    if (depth > deepest) return undefined;
    const of = (child: Node) => this.#text(child, bound, id, depth + 1);
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
      case 'TemplateLiteral': {
        const parts = node.quasis.flatMap(({ value }, index) => {
          const filled = node.expressions[index];
          return filled === undefined ? [value.cooked ?? ''] : [value.cooked ?? '', of(filled)];
        });
        return parts.includes(undefined) ? undefined : parts.join('');
      }
      case 'BinaryExpression': {
        const [left, right] = [of(node.left as Node), of(node.right)];
        if (node.operator === '===' || node.operator === '==') return left === right ? 'true' : '';
        return node.operator === '+' && left !== undefined && right !== undefined ? `${left}${right}` : undefined;
      }
      case 'LogicalExpression': {
        const left = of(node.left);
        const isTaken = left !== undefined && left !== '';
        if (node.operator === '&&') return isTaken ? of(node.right) : undefined;
        return isTaken ? left : of(node.right);
      }
      case 'ConditionalExpression':
        return of(node.test) ? of(node.consequent) : of(node.alternate);
      case 'SequenceExpression':
        return node.expressions.length === 0 ? undefined : of(node.expressions.at(-1) as Node);
      case 'ParenthesizedExpression':
      case 'AwaitExpression':
      case 'ChainExpression':
        return of(
          (node as unknown as { expression?: Node; argument?: Node }).expression ??
            (node as unknown as { argument: Node }).argument,
        );
      case 'AssignmentExpression':
        return of(node.right);
      case 'Identifier':
        return this.#named(node, bound, id, depth);
      case 'MemberExpression':
        return this.#lookedUp(node, bound, id, depth);
      case 'CallExpression':
        return this.#called(node, bound, id, depth);
      default:
        return undefined;
    }
  }

  #named(node: Node, bound: Bound, id: string, depth: number): string | undefined {
    const declaration = this.#scopes.bindingOf(node)?.declaration;
    if (declaration?.kind === 'parameter') return bound.get(declaration.of)?.[declaration.index] ?? id;
    const written = this.#written(node);
    for (const each of written) {
      const text = this.#text(each, bound, id, depth + 1);
      if (text !== undefined) return text;
    }
    return written.length > 0 ? undefined : id;
  }

  #lookedUp(
    node: Extract<Node, { type: 'MemberExpression' }>,
    bound: Bound,
    id: string,
    depth: number,
  ): string | undefined {
    const key = node.computed ? (this.#text(node.property, bound, id, depth + 1) ?? id) : keyOfMember(node);
    if (key === undefined) return undefined;
    for (const table of this.#tables(node.object)) {
      const found = entriesOf(table).findLast((each) => each.key === key);
      if (found) return this.#text(found.value, bound, id, depth + 1);
    }
    if (node.computed) return undefined;
    for (const each of this.#members.get(key) ?? []) {
      const text = this.#text(each, bound, id, depth + 1);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #called(
    node: Extract<Node, { type: 'CallExpression' }>,
    bound: Bound,
    id: string,
    depth: number,
  ): string | undefined {
    const given = node.arguments.map((each) => this.#text(each as Node, bound, id, depth + 1));
    const name = keyOfMember(node.callee);
    if (node.callee.type === 'MemberExpression' && name === 'concat') {
      const start = this.#text(node.callee.object, bound, id, depth + 1);
      return start === undefined || given.includes(undefined) ? undefined : [start, ...given].join('');
    }
    if (node.callee.type === 'MemberExpression' && name === 'join' && node.callee.object.type === 'ArrayExpression') {
      const parts = node.callee.object.elements.map((each) =>
        each ? this.#text(each as Node, bound, id, depth + 1) : '',
      );
      return parts.includes(undefined) ? undefined : parts.join(given[0] ?? ',');
    }
    if (node.callee.type === 'Identifier' && node.callee.name === 'String') return given[0];
    if (node.callee.type === 'MemberExpression' && name === 'get' && given[0] !== undefined)
      for (const table of this.#tables(node.callee.object)) {
        const found = entriesOf(table).findLast(({ key }) => key === given[0]);
        if (found) return this.#text(found.value, bound, id, depth + 1);
      }
    for (const own of this.#functions(node.callee)) {
      const text = this.#call(own, given, bound, id, depth + 1);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #call(
    own: FunctionNode,
    given: readonly (string | undefined)[],
    bound: Bound,
    id: string,
    depth: number,
  ): string | undefined {
    const inner = new Map(bound).set(
      own,
      parametersOf(own).map((_, index) => given[index] ?? id),
    );
    const { body } = own;
    if (!body) return undefined;
    if (body.type !== 'BlockStatement') return this.#text(body as Node, inner, id, depth + 1);
    return this.#returnedBy(body.body as readonly Node[], inner, id, depth + 1);
  }

  #returnedBy(statements: readonly Node[], bound: Bound, id: string, depth: number): string | undefined {
    for (const statement of statements) {
      if (statement.type === 'IfStatement') {
        const branch = this.#text(statement.test, bound, id, depth + 1) ? statement.consequent : statement.alternate;
        const text = branch ? this.#returnedBy([branch], bound, id, depth + 1) : undefined;
        if (text !== undefined) return text;
      } else if (statement.type === 'BlockStatement') {
        const text = this.#returnedBy(statement.body, bound, id, depth + 1);
        if (text !== undefined) return text;
      } else if (statement.type === 'ReturnStatement')
        return statement.argument ? this.#text(statement.argument, bound, id, depth + 1) : undefined;
    }
    return undefined;
  }

  #tables(node: Node): Node[] {
    if (isTable(node)) return [node];
    if (node.type === 'Identifier') return this.#written(node).filter(isTable);
    const key = node.type === 'MemberExpression' ? keyOfMember(node) : undefined;
    return key === undefined ? [] : (this.#members.get(key) ?? []).filter(isTable);
  }

  #functions(callee: Node): FunctionNode[] {
    if (isFunctionNode(callee)) return [callee];
    const key = keyOfMember(callee);
    const written = callee.type === 'Identifier' ? this.#written(callee) : (this.#members.get(key ?? '') ?? []);
    return written.filter(isFunctionNode);
  }

  /** What a name is declared or assigned as. */
  #written(node: Node): Node[] {
    const binding = this.#scopes.bindingOf(node);
    if (binding === undefined) return [];
    const { declaration, occurrences } = binding;
    const assigned = occurrences.flatMap(({ parent, ...each }) =>
      parent?.type === 'AssignmentExpression' && (parent.left as Node).start === each.start ? [parent.right] : [],
    );
    if (declaration.kind === 'function') return [declaration.node, ...assigned];
    if (declaration.kind === 'class') return [declaration.node, ...assigned];
    const { init } = declaration.kind === 'variable' ? declaration.declarator : {};
    return init ? [init, ...assigned] : assigned;
  }
}

/** `{31:"ab12"}`, `["ab12"]` and `new Map([["31","ab12"]])`. */
function isTable(node: Node): boolean {
  const isMap = node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Map';
  return node.type === 'ObjectExpression' || node.type === 'ArrayExpression' || isMap;
}

function entriesOf(table: Node): { key: string; value: Node }[] {
  if (table.type === 'ObjectExpression')
    return table.properties.flatMap((each) => {
      const key = each.type === 'Property' ? keyOf(each.key) : undefined;
      return each.type === 'Property' && key !== undefined ? [{ key, value: each.value as Node }] : [];
    });
  if (table.type === 'ArrayExpression')
    return table.elements.flatMap((each, index) => (each ? [{ key: String(index), value: each as Node }] : []));
  const pairs = table.type === 'NewExpression' ? table.arguments[0] : undefined;
  if (pairs?.type !== 'ArrayExpression') return [];
  return pairs.elements.flatMap((each) => {
    const [key, value] = each?.type === 'ArrayExpression' ? each.elements : [];
    return key?.type === 'Literal' && value ? [{ key: String(key.value), value: value as Node }] : [];
  });
}
