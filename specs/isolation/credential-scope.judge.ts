import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { Trial } from '../../support/families/isolation/credentials/trial.ts';
import type { Setting } from '../../support/profile/index.ts';

export interface CredentialTrials {
  kind: string;
  owner: string;
  setting: Setting;
  /** Where it is tried. */
  environment: string;
  /** At home: the same call has to open there, or a refusal elsewhere says nothing. */
  home: Trial;
  elsewhere: Trial;
  /** Elsewhere without any credential. */
  bare: Trial | undefined;
}

/**
 * Whether a credential opens its own environment and no other.
 * @throws NotVerified where it does not open its own, or what came back says neither yes nor no
 */
export function judgeCredential(trials: CredentialTrials): Finding[] {
  const { kind, owner, setting, environment, home, elsewhere, bare } = trials;
  if (elsewhere.outcome === 'opened') {
    if (bare?.outcome === 'opened')
      throw new NotVerified(
        `${elsewhere.url} of ${environment} accepts requests without a token, so whether it refuses the ${kind} of ${owner} is unknown`,
        'Name a path that only the token opens.',
      );
    return [
      {
        what: `the ${kind} of ${owner} opens ${environment}`,
        expected: `${elsewhere.refusal} from ${environment}`,
        received: elsewhere.answer,
        from: [`${elsewhere.url} (${environment})`, `${setting.origin} (${owner})`],
      },
    ];
  }
  if (elsewhere.outcome === 'unclear')
    throw new NotVerified(
      `${elsewhere.url} of ${environment} answered the ${kind} of ${owner} with ${elsewhere.answer}, which neither accepts nor refuses it`,
    );
  if (home.outcome !== 'opened')
    throw new NotVerified(
      `the ${kind} of ${owner} is refused by ${owner} itself (${home.answer}), so a refusal by ${environment} proves nothing`,
      `Set ${setting.name} of ${owner} to a valid one.`,
    );
  return [];
}
