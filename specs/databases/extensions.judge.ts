import { z } from 'zod';
import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';

export const Extension = z.object({ name: z.string(), version: z.string() });
export type Extension = z.infer<typeof Extension>;

/**
 * The extensions that the environment may lack, and lacks: nothing is known of them.
 * @throws NotVerified where no other is named
 */
export function absentExtensions(
  installed: readonly Extension[],
  { called, environment, extensions = {} }: DatabaseProfile,
): string[] {
  const absent = Object.entries(extensions).flatMap(([name, { optionalIn }]) =>
    optionalIn.includes(environment) && !installed.some((each) => each.name === name) ? [name] : [],
  );
  if (absent.length > 0 && absent.length === Object.keys(extensions).length)
    throw new NotVerified(
      `${called} of ${environment} has none of its extensions: ${absent.join(', ')} (\`optionalIn\`)`,
    );
  return absent;
}

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
