import { type Column, foundKeys } from './found-values.ts';
import type { Repository } from './repository.ts';

/** A key with what its packages give it: one for all of them, or one for each where their values differ. */
export interface KnownKey {
  key: string;
  /** As in the table: `WEB`, or `WEB, ADMIN` where several packages read it. */
  target: string;
  values: Partial<Record<Column, string>>;
  isSecret: boolean;
}

export interface KnownKeys {
  all: readonly KnownKey[];
  /** The first key of a form. @param of.target only of this package */
  find: (form: RegExp, of: { target?: string; not?: RegExp }) => KnownKey | undefined;
  /** Whether packages give the key different values, so that a setting has to name the one that it means. */
  isDivided: (key: string) => boolean;
}

/** The keys of a repository. Packages that agree on a key share one row; those that do not have a row each. */
export function draftKeys(repository: Repository): KnownKeys {
  const groups = [...Map.groupBy(foundKeys(repository), ({ key }) => key).values()];
  const divided = new Set<string>();
  const all = groups.flatMap((group): KnownKey[] => {
    const [first] = group;
    if (!first) return [];
    const values = { ...both(group, 'dev'), ...both(group, 'prod') };
    if (values.dev !== null && values.prod !== null)
      return [{ ...first, target: group.map(({ target }) => target).join(', '), values: values as KnownKey['values'] }];
    divided.add(first.key);
    return group;
  });
  return {
    all,
    find: (form, { target, not }) =>
      all.find(
        (each) =>
          form.test(each.key) &&
          !not?.test(each.key) &&
          (target === undefined || each.target.split(', ').includes(target)),
      ),
    isDivided: (key) => divided.has(key),
  };
}

/** The one value of a column: null where packages differ. */
function both(
  group: readonly { values: Partial<Record<Column, string>> }[],
  column: Column,
): Partial<Record<Column, string | null>> {
  const texts = new Set(group.flatMap(({ values }) => values[column] ?? []));
  const [text] = texts;
  if (text === undefined) return {};
  return { [column]: texts.size === 1 ? text : null };
}
