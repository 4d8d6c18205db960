import type { Node } from 'oxc-parser';
import { calleeName, keyOfMember, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import type { SourceModule } from './source-module.ts';

/** A call that may request something. */
export type RequestCall = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** Calls that may take all of a request as one object: `axios({ url, data })`, `$.ajax({ url, data })`. */
const takingConfig = /^(?:axios|request|ajax|got|ky|fetch|\$fetch|ofetch)$/;
/** What libraries call the address that all paths of a client are added to. */
const bases = ['baseURL', 'baseUrl', 'prefixUrl', 'prefix'];

/** The address that a call asks for, and what is written before it elsewhere: the base of a client, or of its options. */
export interface AskedAddress {
  address: Node;
  base: Node | undefined;
  /** Where the options of the request are, or its body. */
  options: Node | undefined;
}

/** The parts of a request, wherever they are written; undefined for a call without an argument. */
export function askedAddress(module: SourceModule, call: RequestCall, values: StaticValues): AskedAddress | undefined {
  const name = calleeName(call) ?? '';
  const given = call.arguments as readonly Node[];
  const first = given[name === 'open' ? 1 : 0];
  if (first === undefined || first.type === 'SpreadElement') return undefined;

  const config = takingConfig.test(name) ? definedAs({ module, node: first }, values) : undefined;
  const named = config && (propertyOf(config, 'url') ?? propertyOf(config, 'uri'));
  if (config && named)
    return { address: named, base: baseIn(config) ?? baseOfClient(module, call, values), options: config };
  const options = name === 'open' ? undefined : given[1] && definedAs({ module, node: given[1] }, values);
  return { address: first, base: baseIn(options) ?? baseOfClient(module, call, values), options };
}

/** What is sent after the request was opened: `request.open('POST', url); request.send(body)`, `superagent.post(url).send(body)`. */
export function sentLater(module: SourceModule, call: RequestCall): Node[] {
  const callee = withoutWrappers(call.callee);
  const request =
    callee.type === 'MemberExpression' && calleeName(call) === 'open'
      ? module.scopes.bindingOf(callee.object)
      : undefined;
  const uses = request?.occurrences ?? [];
  return [...uses, call as Node].flatMap((use) => {
    const member = use.parent;
    const sent =
      member?.type === 'MemberExpression' && member.object === use && keyOfMember(member) === 'send'
        ? member.parent
        : undefined;
    const [body] = sent?.type === 'CallExpression' ? sent.arguments : [];
    return body === undefined ? [] : [body as Node];
  });
}

/** What a constant of the same module stands for, or the expression itself. */
export function definedAs(place: Place, values: StaticValues): Node {
  const written = withoutWrappers(place.node);
  const definition = values.definitionOf({ module: place.module, node: written });
  return definition?.module === place.module ? withoutWrappers(definition.node) : written;
}

function baseIn(options: Node | undefined): Node | undefined {
  return bases.map((name) => propertyOf(options, name)).find((each) => each !== undefined);
}

/** The base of `const client = axios.create({ baseURL })`, of which `client.post` is asked. */
function baseOfClient(module: SourceModule, { callee }: RequestCall, values: StaticValues): Node | undefined {
  const written = withoutWrappers(callee);
  const client = definedAs({ module, node: written.type === 'MemberExpression' ? written.object : written }, values);
  if (client.type !== 'CallExpression' || !/^(?:create|extend|instance)$/.test(calleeName(client) ?? ''))
    return undefined;
  const [options] = client.arguments as readonly Node[];
  return options && baseIn(definedAs({ module, node: options }, values));
}
