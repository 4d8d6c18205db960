import type { Finding } from '../../support/check/finding.ts';
import type { WranglerReading } from '../../support/families/config/index.ts';

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
