import { z } from 'zod';
import type { Finding } from '../../support/check/finding.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';

export const Extension = z.object({ name: z.string(), version: z.string() });
export type Extension = z.infer<typeof Extension>;

/** Whether the extensions that the profile names are installed, each in its version. */
export function judgeExtensions(installed: readonly Extension[], database: DatabaseProfile, from: string): Finding[] {
  const { called, environment, extensions = {}, place } = database;
  return Object.entries(extensions).flatMap(([name, { version, optionalIn }]) => {
    const found = installed.find((each) => each.name === name);
    if (!found && optionalIn.includes(environment)) return [];
    const isRight =
      found && (version === undefined || found.version === version || found.version.startsWith(`${version}.`));
    if (isRight) return [];
    const wanted = `${name}${version === undefined ? '' : ` ${version}`}`;
    return [
      {
        what: found
          ? `the extension ${name} of ${called} has another version in ${environment}`
          : `${called} of ${environment} lacks the extension ${name}`,
        expected: wanted,
        received: found ? `${name} ${found.version}` : installed.map((each) => each.name).join(', ') || 'none',
        from: [from, `${place}.extensions`],
        remedy: found ? `alter extension "${name}" update;` : `create extension "${name}";`,
      },
    ];
  });
}
