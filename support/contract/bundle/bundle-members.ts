import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import type { BundleValue } from './bundle-findings.ts';

/** The exports of other scripts, as far as they are known. */
export interface KnownExports {
  /** Values of imports, by `url\0name`, or `url\0*name` for a namespace. */
  given: ReadonlyMap<string, BundleValue>;
  /** Exports of a runtime's modules, by module and name. */
  known: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>;
}

/** What an assignment takes of a value: a name that it is bound to, or a place where only a run would tell what is taken. */
export type Taken = { into: Node; value: BundleValue } | { openAt: Node; reason: string };

export const unknownName = 'its name is only known at run time';
const mostSteps = 12;

/** What a property of a value is; `unknown` where only a run would tell, undefined where it is not of Convex. */
export function memberOf(
  value: BundleValue,
  key: string | undefined,
  { given, known }: KnownExports,
): BundleValue | 'unknown' | undefined {
  if (value.is === 'api') {
    if (key === undefined) return 'unknown';
    return value.steps.length < mostSteps ? { is: 'api', steps: [...value.steps, key] } : undefined;
  }
  if (value.is === 'record') {
    if (key === undefined) return value.value.is === 'api' ? 'unknown' : undefined;
    return key === value.name ? value.value : undefined;
  }
  if (key === undefined) return undefined;
  if (value.is === 'module') return known.get(value.id)?.get(key);
  return value.is === 'namespace' ? given.get(`${value.from}\0*${key}`) : undefined;
}

/** What a value is taken apart into by its assignment: a name takes it whole, `{}` takes its properties. In source order. */
export function takenBy(target: Node, value: BundleValue, exports: KnownExports): Taken[] {
  if (target.type === 'Identifier') return [{ into: target, value }];
  if (target.type === 'AssignmentPattern') return takenBy(target.left, value, exports);
  if (target.type !== 'ObjectPattern') return [];
  return target.properties.flatMap((property): Taken[] => {
    if (property.type !== 'Property') {
      return value.is === 'api' ? [{ openAt: property, reason: 'the rest of `api` is taken whole' }] : [];
    }
    const { key, computed } = property;
    const next = memberOf(value, computed && key.type !== 'Literal' ? undefined : keyOf(key), exports);
    if (next === 'unknown') return [{ openAt: property, reason: unknownName }];
    return next ? takenBy(property.value as Node, next, exports) : [];
  });
}
