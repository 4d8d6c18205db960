import type { Finding } from '../../support/check/finding.ts';
import type {
  DeclaredBinding,
  DeployedBinding,
  HeldKeys,
  WranglerReading,
} from '../../support/families/config/index.ts';

/** Kinds that are given to a script in several ways: a variable may be text or JSON, and a secret takes its place. */
const variableTypes = ['plain_text', 'json', 'secret_text'];

/** Bindings that wrangler's configuration declares, and that the deployed script lacks or has otherwise. Values are not compared. */
export function judgeBindings({ file, environment }: WranglerReading, held: HeldKeys): Finding[] {
  const deployed = new Map((held.bindings ?? []).map((binding) => [binding.name, binding]));
  const names = [...deployed.keys()].join(', ') || 'no binding';
  return environment.bindings.flatMap((declared) => {
    const found = deployed.get(declared.name);
    const from = [`${file}:${declared.line}`, held.address];
    const expected = wordsOf(declared);
    if (found === undefined)
      return [{ what: `${held.place} lacks the binding ${declared.name}`, expected, received: names, from }];
    const received = differenceOf(declared, found);
    if (received === undefined) return [];
    return [{ what: `the binding ${declared.name} of ${held.place} is another one`, expected, received, from }];
  });
}

function differenceOf({ type, fields }: DeclaredBinding, deployed: DeployedBinding): string | undefined {
  const isVariable = variableTypes.includes(type) && variableTypes.includes(deployed.type);
  if (type !== deployed.type && !isVariable) return `one of the type ${deployed.type}`;
  const wrong = fields.flatMap(({ written, shown, value }) => {
    const seen = shown.map((name) => deployed[name]).find((each) => typeof each === 'string');
    return seen === undefined || seen === value ? [] : [`${written} ${String(seen)}`];
  });
  return wrong.length > 0 ? wrong.join(', ') : undefined;
}

function wordsOf({ type, fields }: DeclaredBinding): string {
  return [type, ...fields.map(({ written, value }) => `${written} ${value}`)].join(', ');
}

/** What the top level of the configuration has and the named environment does not: nothing of it is inherited. */
export function judgeInheritance({ file, top, environment }: WranglerReading, allowed: readonly RegExp[]): Finding[] {
  if (environment.name === undefined) return [];
  const own = new Set(environment.bindings.map(({ name }) => name));
  return top.bindings
    .filter(({ name }) => !own.has(name) && !allowed.some((form) => form.test(name)))
    .map(({ name, group, line }) => ({
      what: `env.${environment.name} of ${file} lacks ${name}, which the top level has`,
      expected: `${name} in env.${environment.name}.${group}`,
      received: 'nothing: a named environment inherits no bindings and no `vars`',
      from: [`${file}:${line}`],
    }));
}
