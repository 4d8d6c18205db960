import { RequestFailure } from '../../../http/index.ts';
import {
  MissingInput,
  type Opening,
  openingOf,
  type Profile,
  placedCredentials,
  requestTo,
  type Setting,
  type TableValue,
} from '../../../profile/index.ts';
import { defineReading, type Read } from '../../../reading/index.ts';

/** Whether a credential of the table opens what it is for, by a call without effect. */
export interface CredentialProbe {
  /** The key that holds the credential. */
  name: string;
  /** The call, as a report names it. */
  call: string;
  outcome: 'accepted' | 'refused' | 'not known';
  /** What was seen, or why nothing was. */
  seen: string;
}

interface Question {
  environment: string;
  credential: Setting;
  opening: Opening;
}

/**
 * Uses one credential, where its declaration names a use that changes nothing.
 * Sources: convex-backend, check_admin_key; Cloudflare API, "Verify Token"; GitHub REST, "Get rate limit status";
 * Upstash REST API, `PING`.
 */
const credentialProbe = defineReading({
  name: 'config.credential-probe',
  effect: 'read',
  key: ({ environment, credential, opening }: Question) => `${environment} ${credential.name} ${opening.call}`,
  async read({ credential, opening }, { fetch }): Promise<CredentialProbe> {
    const probe = { name: credential.name, call: opening.call };
    if (!credential.isSet) return { ...probe, outcome: 'not known', seen: credential.absence?.message ?? 'no value' };
    try {
      const { status } = await fetch(opening.at(), requestTo(opening, credential));
      return { ...probe, outcome: outcomeOf(status, opening), seen: `status ${status}` };
    } catch (error) {
      const isUnknown = error instanceof MissingInput || (error instanceof RequestFailure && !error.isRefusal);
      if (isUnknown) return { ...probe, outcome: 'not known', seen: error.message };
      throw error;
    }
  },
});

function outcomeOf(status: number, { openedBy = [] }: Opening): CredentialProbe['outcome'] {
  if (status === 200 || openedBy.includes(status)) return 'accepted';
  return status === 401 || status === 403 || status === 400 ? 'refused' : 'not known';
}

/** Uses every credential that the profile knows, each once a run. What a run that is over did not come to is not known. */
export function probeCredentials(read: Read, profile: Profile): Promise<CredentialProbe[]> {
  return Promise.all(
    questionsOf(profile).map(async (question): Promise<CredentialProbe> => {
      try {
        return await read(credentialProbe, question);
      } catch (error) {
        if (!(error instanceof RequestFailure) || error.kind !== 'run-over') throw error;
        return {
          name: question.credential.name,
          call: question.opening.call,
          outcome: 'not known',
          seen: error.message,
        };
      }
    }),
  );
}

/**
 * Uses the credentials among some rows: the table's own values, which are what their platforms would be given.
 * @returns a probe for each row that is a credential of the profile with the value of the row, and none for the others
 */
export function probeRows(read: Read, profile: Profile, rows: readonly TableValue[]): Promise<CredentialProbe[]> {
  const asked = questionsOf(profile).filter(({ credential }) =>
    rows.some(
      ({ key, setting }) =>
        key === credential.name && setting.isSet && credential.isSet && setting.value === credential.value,
    ),
  );
  return Promise.all(asked.map((question) => read(credentialProbe, question)));
}

function questionsOf(profile: Profile): Question[] {
  const { environment } = profile;
  return placedCredentials(profile).flatMap((placed) => {
    const opening = placed.role.usedAnyway ? undefined : openingOf(placed);
    return opening ? [{ environment, credential: placed.setting, opening }] : [];
  });
}
