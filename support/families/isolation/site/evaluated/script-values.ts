import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember, withoutWrappers } from '../../../../contract/syntax/expressions.ts';
import type { ModuleScopes } from '../../../../contract/syntax/module-scopes.ts';
import { childrenOf, type FunctionNode, isFunctionNode, parametersOf } from '../../../../contract/syntax/syntax.ts';
import { membersByName } from './members-by-name.ts';
import { calledGlobal, calledMethod } from './text-methods.ts';
import {
  type FunctionValue,
  few,
  type Given,
  joinedTexts,
  type ListValue,
  listsOf,
  type TableValue,
  textsOf,
  unknown,
  type Value,
} from './value.ts';

const deepest = 14;
/** Deeper ones are cut off, and are evaluated again where they are reached in fewer steps. */
const mostDepthOfKnown = 6;
/** Evaluations for one expression: what takes more is not put together of constants. */
const mostSteps = 1_500;
const mostStepsOfScript = 600_000;
const mostCalls = 40;

type Call = Extract<Node, { type: 'CallExpression' }>;

/**
 * Everything that an expression of a script may come to, of its constants, conditions, tables, methods of texts and functions of its own:
 * `(d?"patient-heron":"steady-otter")+"-417"` is two texts. Both ways of each condition are followed. Nothing is run.
 */
export class ScriptValues {
  readonly #scopes: ModuleScopes;
  readonly #members: ReadonlyMap<string, readonly Node[]>;
  /** What expressions outside of called functions come to. */
  readonly #known = new Map<Node, Value[]>();
  #steps = 0;
  #allSteps = 0;

  constructor(scopes: ModuleScopes) {
    this.#scopes = scopes;
    this.#members = membersByName(scopes.program);
  }

  /** The texts of an expression; what only a run would tell is `unknown` in them. */
  texts(node: Node): string[] {
    this.#steps = 0;
    if (this.#allSteps > mostStepsOfScript) return [];
    return textsOf(this.#of(node, new Map(), 0));
  }

  #of(written: Node, given: Given, depth: number): Value[] {
    if (given.size > 0 || depth > mostDepthOfKnown) return this.#evaluated(written, given, depth);
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const values = this.#evaluated(written, given, depth);
    this.#known.set(written, values);
    return values;
  }

  #evaluated(written: Node, given: Given, depth: number): Value[] {
    this.#steps += 1;
    this.#allSteps += 1;
    if (depth > deepest || this.#steps > mostSteps) return [];
    const node = withoutWrappers(written);
    const of = (child: Node) => this.#of(child, given, depth + 1);
    switch (node.type) {
      case 'Literal':
        return literal(node);
      case 'TemplateLiteral':
        return joinedTexts(templateParts(node, of));
      case 'TaggedTemplateExpression':
        return keyOfMember(node.tag) === 'raw' ? joinedTexts(templateParts(node.quasi, of)) : [];
      case 'BinaryExpression':
        return combined(node.operator, of(node.left as Node), of(node.right));
      case 'UnaryExpression':
        return node.operator === '-' ? textsOf(of(node.argument)).map((text) => `-${text}`) : [];
      case 'LogicalExpression':
        return few([...of(node.left), ...of(node.right)]);
      case 'ConditionalExpression':
        return few([...of(node.consequent), ...of(node.alternate)]);
      case 'SequenceExpression':
        return node.expressions.length === 0 ? [] : of(node.expressions.at(-1) as Node);
      case 'AssignmentExpression':
        return node.operator === '+=' ? joinedTexts([of(node.left as Node), of(node.right)]) : of(node.right);
      case 'ArrayExpression':
        return [listOf(node, of)];
      case 'ObjectExpression':
        return [tableOf(node, of)];
      case 'NewExpression':
        return this.#created(node, given, depth);
      case 'Identifier':
        return few(this.#named(node, given, depth));
      case 'MemberExpression':
        return few(this.#member(node, given, depth));
      case 'CallExpression':
        return few(this.#called(node, given, depth));
      default:
        return isFunctionNode(node) ? [{ kind: 'function', node, given }] : [];
    }
  }

  #named(node: Node, given: Given, depth: number): Value[] {
    const binding = this.#scopes.bindingOf(node);
    if (binding === undefined) return [];
    const { declaration, occurrences } = binding;
    const of = (child: Node) => this.#of(child, given, depth + 1);
    const assigned = occurrences.flatMap(({ parent, start }) =>
      parent?.type === 'AssignmentExpression' && (parent.left as Node).start === start ? [parent] : [],
    );
    const later = assigned.flatMap(({ operator, right }) => (operator === '+=' ? [] : of(right)));
    const first = this.#declared(node, binding.declaration, given, depth);
    const values = [...first, ...later];
    // `u="patient-heron";u+="-417"`: what is added once or twice.
    let grown: readonly Value[] = values;
    for (const { operator, right } of assigned) if (operator === '+=') grown = joinedTexts([grown, of(right)]);
    return declaration.kind === 'parameter' && values.length === 0
      ? []
      : [...values, ...(grown === values ? [] : grown)];
  }

  #declared(
    name: Node,
    declaration: NonNullable<ReturnType<ModuleScopes['bindingOf']>>['declaration'],
    given: Given,
    depth: number,
  ): Value[] {
    if (declaration.kind === 'function') return [{ kind: 'function', node: declaration.node as FunctionNode, given }];
    if (declaration.kind === 'parameter') {
      const pattern = parametersOf(declaration.of)[declaration.index];
      const passed = given.get(declaration.of)?.[declaration.index] ?? this.#passed(declaration, depth);
      return pattern === undefined ? [] : this.#taken(pattern, name, passed, given, depth);
    }
    if (declaration.kind !== 'variable') return [];
    const { id, init } = declaration.declarator;
    return this.#taken(id as Node, name, init ? this.#of(init, given, depth + 1) : [], given, depth);
  }

  /** What the calls in this script pass for a parameter. */
  #passed({ of: own, index }: { of: FunctionNode; index: number }, depth: number): Value[] {
    const holder = own.type === 'FunctionDeclaration' ? own.id : assignedName(own);
    const binding = holder ? this.#scopes.bindingOf(holder) : undefined;
    const calls = (binding?.occurrences ?? []).flatMap(({ parent, start }) =>
      parent?.type === 'CallExpression' && parent.callee.start === start ? [parent] : [],
    );
    return few(
      calls.slice(0, mostCalls).flatMap(({ arguments: given }) => {
        const argument = given[index];
        return argument === undefined || argument.type === 'SpreadElement'
          ? []
          : this.#of(argument, new Map(), depth + 3);
      }),
    );
  }

  /** What a name takes out of a value, by the pattern that declares it: `{a:{b}}`, `[,b]`, `b="default"`. */
  #taken(pattern: Node, name: Node, values: readonly Value[], given: Given, depth: number): Value[] {
    const inner = (part: Node, of: readonly Value[]) => this.#taken(part, name, of, given, depth + 1);
    switch (pattern.type) {
      case 'Identifier':
        return pattern.name === (name as { name?: string }).name ? [...values] : [];
      case 'AssignmentPattern':
        return inner(pattern.left, [...values, ...this.#of(pattern.right, given, depth + 1)]);
      case 'ArrayPattern':
        return pattern.elements.flatMap((each, at) =>
          each === null
            ? []
            : inner(
                each as Node,
                listsOf(values).flatMap(({ items }) => items[at] ?? []),
              ),
        );
      case 'ObjectPattern':
        return pattern.properties.flatMap((each) => {
          if (each.type !== 'Property') return [];
          const key = keyOf(each.key);
          return inner(each.value as Node, key === undefined ? [] : this.#entry(values, [key]));
        });
      default:
        return [];
    }
  }

  #member(node: Extract<Node, { type: 'MemberExpression' }>, given: Given, depth: number): Value[] {
    if (isOwnOrigin(node)) return [''];
    const own = this.#of(node.object, given, depth + 1);
    const keys = node.computed
      ? textsOf(this.#of(node.property, given, depth + 1)).filter((key) => !key.includes(unknown))
      : [keyOfMember(node)].filter((key) => key !== undefined);
    const found = this.#entry(own, keys.length > 0 ? keys : undefined);
    if (found.length > 0 || node.computed) return found;
    const [key] = keys;
    return key === undefined
      ? []
      : (this.#members.get(key) ?? []).slice(0, mostCalls).flatMap((each) => this.#of(each, given, depth + 2));
  }

  /** What stands under one of the keys; under any of them where it is not known which. */
  #entry(values: readonly Value[], keys: readonly string[] | undefined): Value[] {
    return values.flatMap((value) => {
      if (typeof value === 'string') return (keys ?? []).flatMap((key) => value[Number(key)] ?? []);
      if (value.kind === 'list')
        return (keys ?? value.items.keys().toArray()).flatMap((key) => value.items[Number(key)] ?? []);
      if (value.kind === 'table')
        return (keys ?? [...value.entries.keys()]).flatMap((key) => value.entries.get(key) ?? []);
      return [];
    });
  }

  #created(node: Extract<Node, { type: 'NewExpression' }>, given: Given, depth: number): Value[] {
    const name = keyOf(node.callee);
    const [first] = node.arguments;
    if (first === undefined || first.type === 'SpreadElement') return [];
    const values = this.#of(first, given, depth + 1);
    // An address that is made absolute, a request for it, bytes: what they are made of.
    if (name === 'URL' || name === 'Request' || name === 'String' || /^Uint8(?:Clamped)?Array$/.test(name ?? ''))
      return values;
    return name === 'Map' ? listsOf(values).map(tableOfPairs) : [];
  }

  #called(node: Call, given: Given, depth: number): Value[] {
    const callee = withoutWrappers(node.callee);
    const of = (child: Node) => this.#of(child, given, depth + 1);
    const passed = node.arguments.flatMap((each) =>
      each.type === 'SpreadElement' ? (listsOf(of(each.argument))[0]?.items ?? []) : [of(each)],
    );
    if (callee.type === 'Identifier' && this.#scopes.bindingOf(callee) === undefined)
      return calledGlobal(callee.name, passed[0] ?? []) ?? [];
    if (callee.type === 'MemberExpression') {
      const known = this.#calledMember(callee, passed, given, depth);
      if (known !== undefined) return known;
    }
    return of(callee).flatMap((each) =>
      typeof each === 'object' && each.kind === 'function' ? this.#returned(each, passed, depth) : [],
    );
  }

  #calledMember(
    callee: Extract<Node, { type: 'MemberExpression' }>,
    passed: readonly (readonly Value[])[],
    given: Given,
    depth: number,
  ): Value[] | undefined {
    const name = keyOfMember(callee);
    if (name === undefined) return undefined;
    const { object } = callee;
    const holder =
      object.type === 'Identifier' && this.#scopes.bindingOf(object) === undefined ? object.name : undefined;
    if (holder === 'String' && /^from(?:CharCode|CodePoint)$/.test(name)) return joinedTexts(passed.map(asCharacters));
    if (holder === 'Object' && /^(?:values|freeze|assign)$/.test(name)) return ofObject(name, passed);
    if (holder === 'Array' && name === 'from') return asLists(passed[0] ?? []);
    if (holder === 'Array' && name === 'of') return [{ kind: 'list', items: passed }];
    if (holder === 'JSON' && name === 'parse') return textsOf(passed[0] ?? []).flatMap(parsed);
    const own = this.#of(object, given, depth + 1);
    if (name === 'get') return this.#entry(own, textsOf(passed[0] ?? []));
    if (name === 'decode') return joinedTexts((listsOf(passed[0] ?? [])[0]?.items ?? []).map(asCharacters));
    if (name === 'map' || name === 'reduce') return this.#overList(name, own, passed, depth);
    return calledMethod(name, own, passed);
  }

  #overList(
    name: string,
    own: readonly Value[],
    [callback = [], start]: readonly (readonly Value[])[],
    depth: number,
  ): Value[] {
    const each = callback.find(
      (value): value is FunctionValue => typeof value === 'object' && value.kind === 'function',
    );
    if (each === undefined) return name === 'map' ? [...own] : [];
    return listsOf(own).flatMap(({ items }): Value[] => {
      if (name === 'map')
        return [{ kind: 'list', items: items.map((item, at) => this.#returned(each, [item, [String(at)]], depth)) }];
      const [first = [], ...rest] = start === undefined ? items : [start, ...items];
      return rest
        .slice(0, mostCalls)
        .reduce<Value[]>((sum, item) => this.#returned(each, [sum, item], depth), [...first]);
    });
  }

  #returned(own: FunctionValue, passed: readonly (readonly Value[])[], depth: number): Value[] {
    const given = new Map(own.given).set(own.node, passed);
    const { body } = own.node;
    if (!body) return [];
    if (body.type !== 'BlockStatement') return this.#of(body as Node, given, depth + 1);
    const found: Value[] = [];
    const visit = (node: Node) => {
      if (node.type === 'ReturnStatement' && node.argument) found.push(...this.#of(node.argument, given, depth + 1));
      else if (!isFunctionNode(node)) childrenOf(node).forEach(visit);
    };
    childrenOf(body).forEach(visit);
    return few(found);
  }
}

type Evaluate = (node: Node) => Value[];

/** `location.origin`: what is added to it is a path of the site. */
function isOwnOrigin(node: Node): boolean {
  if (keyOfMember(node) !== 'origin' || node.type !== 'MemberExpression') return false;
  const holder = node.object;
  return (holder.type === 'Identifier' ? holder.name : keyOfMember(holder)) === 'location';
}

function literal(node: Extract<Node, { type: 'Literal' }>): string[] {
  if ('regex' in node && node.regex) return [`/${node.regex.pattern}/${node.regex.flags}`];
  return typeof node.value === 'string' || typeof node.value === 'number' ? [String(node.value)] : [];
}

function templateParts({ quasis, expressions }: Extract<Node, { type: 'TemplateLiteral' }>, of: Evaluate): Value[][] {
  return quasis.flatMap(({ value }, at): Value[][] => {
    const filled = expressions[at];
    const text = [value.cooked ?? value.raw];
    return filled === undefined ? [text] : [text, of(filled)];
  });
}

/** A sum of numbers is a number, and one with a text is a text. */
function combined(operator: string, left: readonly Value[], right: readonly Value[]): Value[] {
  const isNumber = (values: readonly Value[]) =>
    textsOf(values).length === 1 && /^-?\d+$/.test(textsOf(values)[0] ?? '');
  if (isNumber(left) && isNumber(right)) {
    const [one, other] = [Number(textsOf(left)[0]), Number(textsOf(right)[0])];
    const results: Readonly<Record<string, number>> = {
      '+': one + other,
      '-': one - other,
      '*': one * other,
      '^': one ^ other,
    };
    // `"4"+"17"` looks the same here.
    const texts = operator === '+' ? joinedTexts([left, right]) : [];
    return operator in results ? [String(results[operator]), ...texts] : [];
  }
  return operator === '+' ? joinedTexts([left, right]) : [];
}

function listOf(node: Extract<Node, { type: 'ArrayExpression' }>, of: Evaluate): ListValue {
  const items = node.elements.flatMap((each): Value[][] => {
    if (each === null) return [[]];
    return each.type === 'SpreadElement' ? spread(of(each.argument)) : [of(each)];
  });
  return { kind: 'list', items };
}

function spread(values: readonly Value[]): Value[][] {
  const [text] = textsOf(values);
  return text === undefined
    ? [...(listsOf(values)[0]?.items ?? [])].map((each) => [...each])
    : [...text].map((each) => [each]);
}

function asLists(values: readonly Value[]): Value[] {
  return [{ kind: 'list', items: spread(values) }];
}

function tableOf(node: Extract<Node, { type: 'ObjectExpression' }>, of: Evaluate): TableValue {
  const entries = new Map<string, readonly Value[]>();
  for (const each of node.properties) {
    const key = each.type === 'Property' && !each.computed ? keyOf(each.key) : undefined;
    if (each.type === 'Property' && key !== undefined) entries.set(key, of(each.value as Node));
  }
  return { kind: 'table', entries };
}

function tableOfPairs({ items }: ListValue): TableValue {
  return {
    kind: 'table',
    entries: new Map(
      items.flatMap((pair): [string, readonly Value[]][] => {
        const [key = [], value = []] = listsOf(pair)[0]?.items ?? [];
        return textsOf(key).map((text) => [text, value]);
      }),
    ),
  };
}

function ofObject(name: string, passed: readonly (readonly Value[])[]): Value[] {
  const tables = passed.flatMap((each) =>
    each.filter((value): value is TableValue => typeof value === 'object' && value.kind === 'table'),
  );
  if (name === 'values') return tables.map(({ entries }) => ({ kind: 'list', items: [...entries.values()] }));
  return [{ kind: 'table', entries: new Map(tables.flatMap(({ entries }) => [...entries])) }];
}

function asCharacters(values: readonly Value[]): Value[] {
  return textsOf(values).flatMap((text) => {
    const code = Number(text);
    return Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff ? [String.fromCodePoint(code)] : [];
  });
}

function parsed(text: string): Value[] {
  try {
    return [valueOfJson(JSON.parse(text))];
  } catch {
    // No JSON, or only a part of it is known.
    return [];
  }
}

function valueOfJson(json: unknown): Value {
  if (Array.isArray(json)) return { kind: 'list', items: json.map((each) => [valueOfJson(each)]) };
  if (typeof json === 'object' && json !== null)
    return { kind: 'table', entries: new Map(Object.entries(json).map(([key, each]) => [key, [valueOfJson(each)]])) };
  return String(json);
}

/** The name that a function is given: `const get=p=>…`, `get=function(p){…}`. */
function assignedName(own: FunctionNode): Node | undefined {
  const { parent } = own as { parent?: Node };
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id;
  return parent?.type === 'AssignmentExpression' && parent.left.type === 'Identifier' ? parent.left : undefined;
}
