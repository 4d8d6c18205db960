import { NotApplicable } from '../../check/not-applicable.ts';
import type { Profile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { type ComposeReading, composeProject, filesOf } from './read-compose.ts';

/**
 * The compose files of the environment, as what a check looks at.
 * @throws NotApplicable where it has none
 */
export function composeSubjects(profile: Profile): readonly Profile[] {
  if (filesOf(profile)) return [profile];
  throw new NotApplicable(`\`platforms.compose.environments\` has no files of ${profile.environment}`);
}

/** The compose files of every other environment that has some: files, so that a gate may read them too. */
export async function otherProjects(profile: Profile, read: Read): Promise<ComposeReading[]> {
  const others = profile.others.filter((other) => filesOf(other));
  return Promise.all(others.map((other) => read(composeProject, other)));
}
