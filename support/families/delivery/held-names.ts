import { NotVerified } from '../../check/not-verified.ts';
import type { GitHubProfile, Profile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import type { Reference } from '../../workflow/index.ts';
import { type GitHubNames, gitHubNames } from './providers/read-github-names.ts';
import { pipelines } from './read-delivery.ts';
import { usedNames } from './secret-references.ts';

/** What GitHub holds, a level at a time. */
export interface HeldNames {
  repository: GitHubNames;
  /** Why the organisation's could not be listed, where it could not. */
  organisation: GitHubNames | { unread: string };
  /** By name; undefined where the repository has no such environment. */
  environments: ReadonlyMap<string, GitHubNames | undefined>;
}

/** Lists the names at every level that the jobs of some references reach. */
export async function readHeldNames(
  github: GitHubProfile,
  references: readonly Reference[],
  read: Read,
): Promise<HeldNames> {
  const repository = await read(gitHubNames, { github, level: { kind: 'repository' } });
  if (!repository) throw new NotVerified('the secrets of the repository could not be listed');
  const names = [...new Set(references.flatMap(({ job }) => environmentOf(job) ?? []))];
  const [organisation, ...environments] = await Promise.all([
    read(gitHubNames, { github, level: { kind: 'organisation' } }).catch((error: unknown) => {
      if (error instanceof NotVerified) return { unread: error.message };
      throw error;
    }),
    ...names.map(
      async (name) => [name, await read(gitHubNames, { github, level: { kind: 'environment', name } })] as const,
    ),
  ]);
  return {
    repository,
    organisation: organisation ?? { unread: 'the organisation could not be listed' },
    environments: new Map(environments),
  };
}

/** The same for the pipelines of an environment; undefined where the config has no `platforms.github`: then only files are compared. */
export async function readHeldNamesOf(profile: Profile, read: Read): Promise<HeldNames | undefined> {
  const { github } = profile;
  if (!github) return undefined;
  return readHeldNames(github, usedNames(await read(pipelines, profile)).references, read);
}

/** The environment of a job, where it is written down: not where an expression chooses it. */
export function environmentOf(job: Reference['job']): string | undefined {
  const text = job?.environment?.text;
  return text === undefined || text.includes('${{') ? undefined : text;
}
