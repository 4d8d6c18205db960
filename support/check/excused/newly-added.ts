import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../../profile/index.ts';
import type { CheckDefinition } from '../definition.ts';

let own: string | undefined;

/** The version of this Airlock, by its `package.json`. */
function ownVersion(): string {
  own ??= String(JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8')).version);
  return own;
}

/**
 * A check as it counts in this version: one that arrived with its minor version warns until the next one, so that an upgrade closes
 * no gate by itself. `adopt: 'now'` in the config takes it as it is at once.
 */
export function asAdopted<Subject>(
  definition: CheckDefinition<Subject>,
  { adopt }: Pick<Profile, 'adopt'>,
  version = ownVersion(),
): CheckDefinition<Subject> {
  const { since, severity, title } = definition;
  if (since === undefined || severity === 'warning' || adopt === 'now' || minorOf(since) !== minorOf(version))
    return definition;
  return {
    ...definition,
    severity: 'warning',
    title: `${title} (new in ${since}: a warning until the next minor version)`,
  };
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
