import { absentSetting, ownSection, type Profile } from '../profile/index.ts';
import type { CheckDefinition } from './definition.ts';

/** Whether a check runs on an environment, as far as that is known before anything is sent. */
export type Standing<Subject> =
  | { kind: 'runs'; subjects: readonly Subject[] }
  | { kind: 'not applicable'; reason: string }
  | { kind: 'refused'; reason: string; enable: string };

/**
 * Whether a check runs. That it does not apply comes before that its effect is refused: allowing the effect would change nothing.
 * @throws NotApplicable by what the subjects of the check are, and MissingInput where a value that decides them is missing
 */
export function standingOf<Subject>(definition: CheckDefinition<Subject>, profile: Profile): Standing<Subject> {
  const absent = absentSetting(profile, definition.needs ?? ownSection(definition.platform));
  if (absent !== undefined) return { kind: 'not applicable', reason: absent };

  const subjects = definition.subjects(profile);
  if (!Array.isArray(subjects)) throw new TypeError('`subjects` returns a list');
  if (profile.effects.has(definition.effect)) return { kind: 'runs', subjects };
  return {
    kind: 'refused',
    reason: `${profile.environment} does not allow the effect \`${definition.effect}\``,
    enable: `Name it in environments.${profile.environment}.effects of the deployment config.`,
  };
}
