import { RequestFailure } from '../../../http/index.ts';
import type { Profile, Setting } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';

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
  credential: Setting;
  call: string;
  address: () => URL;
  headers: (value: string) => Record<string, string>;
}

/**
 * Uses every credential that the profile knows, where a platform allows a use that changes nothing.
 * Sources: convex-backend, check_admin_key; Cloudflare API, "Verify Token"; GitHub REST, "Get rate limit status";
 * Upstash REST API, `PING`.
 */
export const credentialProbes = defineReading({
  name: 'config.credential-probes',
  effect: 'read',
  key: ({ environment }: Profile) => environment,
  async read(profile, { fetch }): Promise<CredentialProbe[]> {
    return Promise.all(
      questionsOf(profile).map(async ({ credential, call, address, headers }): Promise<CredentialProbe> => {
        const probe = { name: credential.name, call };
        if (!credential.isSet)
          return { ...probe, outcome: 'not known', seen: credential.absence?.message ?? 'no value' };
        try {
          const { status } = await fetch(address(), { headers: headers(credential.value) });
          if (status === 200) return { ...probe, outcome: 'accepted', seen: 'status 200' };
          const isRefused = status === 401 || status === 403 || status === 400;
          return { ...probe, outcome: isRefused ? 'refused' : 'not known', seen: `status ${status}` };
        } catch (error) {
          if (error instanceof RequestFailure) return { ...probe, outcome: 'not known', seen: error.message };
          throw error;
        }
      }),
    );
  },
});

function questionsOf({ convex, cloudflare, github, worker }: Profile): Question[] {
  const questions: Question[] = [];
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
  return questions;
}
