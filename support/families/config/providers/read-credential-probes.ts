import { RequestFailure } from '../../../http/index.ts';
import { MissingInput, type Profile, type Setting, type TableValue } from '../../../profile/index.ts';
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
  call: string;
  address: () => URL;
  headers: (value: string) => Record<string, string>;
}

/**
 * Uses one credential, where its platform allows a use that changes nothing.
 * Sources: convex-backend, check_admin_key; Cloudflare API, "Verify Token"; GitHub REST, "Get rate limit status";
 * Upstash REST API, `PING`.
 */
const credentialProbe = defineReading({
  name: 'config.credential-probe',
  effect: 'read',
  key: ({ environment, call }: Question) => `${environment} ${call}`,
  async read({ credential, call, address, headers }, { fetch }): Promise<CredentialProbe> {
    const probe = { name: credential.name, call };
    if (!credential.isSet) return { ...probe, outcome: 'not known', seen: credential.absence?.message ?? 'no value' };
    try {
      const { status } = await fetch(address(), { headers: headers(credential.value) });
      if (status === 200) return { ...probe, outcome: 'accepted', seen: 'status 200' };
      const isRefused = status === 401 || status === 403 || status === 400;
      return { ...probe, outcome: isRefused ? 'refused' : 'not known', seen: `status ${status}` };
    } catch (error) {
      const isUnknown = error instanceof MissingInput || (error instanceof RequestFailure && !error.isRefusal);
      if (isUnknown) return { ...probe, outcome: 'not known', seen: error.message };
      throw error;
    }
  },
});

/** Uses every credential that the profile knows, each once a run. What a run that is over did not come to is not known. */
export function probeCredentials(read: Read, profile: Profile): Promise<CredentialProbe[]> {
  return Promise.all(
    questionsOf(profile).map(async (question): Promise<CredentialProbe> => {
      try {
        return await read(credentialProbe, question);
      } catch (error) {
        if (!(error instanceof RequestFailure) || error.kind !== 'run-over') throw error;
        return { name: question.credential.name, call: question.call, outcome: 'not known', seen: error.message };
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

function questionsOf({ environment, convex, cloudflare, github, worker }: Profile): Question[] {
  const questions: Omit<Question, 'environment'>[] = [];
  if (convex?.deployKey)
    questions.push({
      credential: convex.deployKey,
      call: 'Convex, check_admin_key',
      address: () => new URL('/api/check_admin_key', convex.url.url),
      headers: (value) => ({ authorization: `Convex ${value}` }),
    });
  if (cloudflare)
    questions.push({
      credential: cloudflare.apiToken,
      call: 'Cloudflare, tokens/verify',
      address: () => new URL(`${cloudflare.api.url.href.replace(/\/$/, '')}/user/tokens/verify`),
      headers: (value) => ({ authorization: `Bearer ${value}` }),
    });
  if (github)
    questions.push({
      credential: github.token,
      call: 'GitHub, rate_limit',
      address: () => new URL(`${github.api.url.href.replace(/\/$/, '')}/rate_limit`),
      headers: (value) => ({ authorization: `Bearer ${value}` }),
    });
  if (worker?.redis) {
    const { url, token } = worker.redis;
    questions.push({
      credential: token,
      call: 'Upstash, PING',
      address: () => new URL('/ping', url.url),
      headers: (value) => ({ authorization: `Bearer ${value}` }),
    });
  }
  return questions.map((question) => ({ ...question, environment }));
}
