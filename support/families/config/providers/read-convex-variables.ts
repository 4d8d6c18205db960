import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import { MissingInput } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import type { HeldKeys, TargetInput } from './held-keys.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Variables = z.object({ environmentVariables: z.record(z.string(), z.string()) });

/**
 * Lists a deployment's environment variables with their values, in one request: `GET /api/v1/list_environment_variables`.
 * Source: convex-backend, crates/local_backend/src/environment_variables.rs.
 */
export const convexVariables = defineReading({
  name: 'config.convex-variables',
  effect: 'read',
  key: ({ profile, target }: TargetInput) => `${profile.convex?.url.url.origin} ${target.target}`,
  async read({ profile: { convex }, target }, { fetch, signal }): Promise<HeldKeys> {
    if (!convex) throw new NotVerified('`platforms.convex` is not set, and the target needs it');
    const { deployKey } = convex;
    if (!deployKey)
      throw new NotVerified(
        'the config names no deploy key',
        'Set platforms.convex.deployKey in the deployment config.',
      );
    const address = new URL('/api/v1/list_environment_variables', convex.url.url).href;
    const what = `the variables of ${convex.deployment.value}`;
    const patient = patientFetch(fetch, signal);
    try {
      const response = await patient.fetch(address, { headers: { authorization: `Convex ${deployKey.value}` } });
      const text = await response.text();
      if (!response.ok) throw Object.assign(new Error(quoteForeign(text, 120)), { status: response.status });
      const { environmentVariables } = Variables.parse(jsonIn(text));
      return {
        platform: 'convex',
        target: target.target,
        place: `the deployment ${convex.deployment.value}`,
        address,
        keys: Object.entries(environmentVariables).map(([name, value]) => ({ name, readable: true, value })),
        repeated: patient.repeated(),
      };
    } catch (error) {
      if (error instanceof MissingInput) throw error;
      throw unreadable(what, error, deployKey, 'the permission `ViewEnvironmentVariables`');
    }
  },
});
