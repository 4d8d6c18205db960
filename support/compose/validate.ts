import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import schema from 'docker-compose/schema/compose-spec.json' with { type: 'json' };
import { suggestName } from '../text/suggest-name.ts';
import { ComposeMistake } from './compose-mistake.ts';
import { type MapNode, type Node, type Place, plain } from './located-tree.ts';

let compiled: ValidateFunction | undefined;

/** Compiled once: most runs have no compose file. */
function validator(): ValidateFunction {
  const { $schema: _, ...rules } = schema as Record<string, unknown>;
  // Its own formats (`duration`, `subnet_ip_address`) are read where a value is used.
  compiled ??= new Ajv({ allErrors: true, strict: false, validateFormats: false, verbose: true }).compile(rules);
  return compiled;
}

/**
 * Holds a compose file against the specification's own JSON schema.
 * @throws ComposeMistake at the place of the first value that it refuses
 */
export function validateCompose(file: MapNode): void {
  const validate = validator();
  if (validate(plain(file))) return;

  const all = validate.errors ?? [];
  const errors = all.filter((each) => !['oneOf', 'anyOf', 'if', 'not'].includes(each.keyword) && !isUnknown(each));
  // What a variable without a known value stands for is not refused by its form.
  if (errors.length === 0 && all.some(isUnknown)) return;
  const [error] = errors.toSorted((one, other) => depthOf(other) - depthOf(one) || rank(one) - rank(other));
  if (!error) throw new ComposeMistake(file.at, "it does not follow the Compose Specification's schema.");
  throw new ComposeMistake(placeOf(file, error), `${shownPath(error)}${sentence(error, errors)}`);
}

/** A variable whose value is not known stays in a text as `${NAME}`. */
function isUnknown({ data }: ErrorObject): boolean {
  return typeof data === 'string' && data.includes('${');
}

function stepsOf({ instancePath }: ErrorObject): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function depthOf(error: ErrorObject): number {
  return stepsOf(error).length + (error.keyword === 'additionalProperties' ? 1 : 0);
}

/** An unknown key says most. */
function rank({ keyword }: ErrorObject): number {
  return keyword === 'additionalProperties' ? 0 : 1;
}

function childOf(node: Node, step: string): Node | undefined {
  if (node.kind === 'map') return node.entries.get(step);
  return node.kind === 'list' ? node.items[Number(step)] : undefined;
}

function placeOf(file: MapNode, error: ErrorObject): Place {
  const { additionalProperty } = error.params as { additionalProperty?: string };
  const steps = [...stepsOf(error), ...(additionalProperty === undefined ? [] : [additionalProperty])];
  let node: Node = file;
  for (const step of steps) {
    const next = childOf(node, step);
    if (!next) break;
    node = next;
  }
  return node.at;
}

function shownPath(error: ErrorObject): string {
  const steps = stepsOf(error);
  return steps.length === 0 ? '' : `\`${steps.join('.')}\`: `;
}

function sentence(error: ErrorObject, all: readonly ErrorObject[]): string {
  const { keyword, params, message = 'is refused' } = error;
  if (keyword === 'additionalProperties') {
    const { additionalProperty } = params as { additionalProperty: string };
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    return `unknown key \`${additionalProperty}\`. ${suggestName(additionalProperty, known)}`;
  }
  if (keyword === 'required')
    return `the key \`${(params as { missingProperty: string }).missingProperty}\` is missing.`;
  if (keyword === 'type') {
    const beside = all.filter((each) => each.keyword === 'type' && each.instancePath === error.instancePath);
    const types = [...new Set(beside.flatMap((each) => (each.params as { type: string | string[] }).type))];
    return `expected ${types.join(' or ')}, saw ${kindOf(error.data)}.`;
  }
  if (keyword === 'enum')
    return `expected one of ${(params as { allowedValues: unknown[] }).allowedValues.join(', ')}.`;
  return `it ${message}.`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}
