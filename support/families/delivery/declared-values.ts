import type { Profile } from '../../profile/index.ts';

/** A row of the table for GitHub Actions. */
export interface DeclaredValue {
  /** "app.table:12:3" */
  origin: string;
  /** The environment of GitHub that it is kept in; undefined where it is the repository's. */
  environment: string | undefined;
}

/** The rows of the table that GitHub Actions has, by name. Names have no case on GitHub. */
export function declaredForGithub({ table, sync }: Profile): Map<string, DeclaredValue> {
  const targets = new Map<string, string | undefined>([['GITHUB', undefined]]);
  for (const { target, platform, within } of sync?.targets ?? [])
    if (platform === 'github') targets.set(target, within?.value);
  return new Map(
    table.values.flatMap(({ key, cell, targets: cells }) => {
      const target = cells.map(({ text }) => text).find((name) => targets.has(name));
      return target === undefined
        ? []
        : [[key.toUpperCase(), { origin: cell, environment: targets.get(target) }] as const];
    }),
  );
}

/** Names on GitHub that the config says are rightly unknown to the table. */
export function unmanagedOnGithub({ sync }: Profile): string[] {
  return (sync?.targets ?? []).flatMap(({ platform, unmanaged }) => (platform === 'github' ? unmanaged : []));
}
