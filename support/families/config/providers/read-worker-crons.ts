import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { defineReading } from '../../../reading/index.ts';
import { cloudflareClient } from './cloudflare-client.ts';
import type { TargetInput } from './held-keys.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Schedules = z.looseObject({ schedules: z.array(z.looseObject({ cron: z.string() })) });

/** The cron triggers of a Worker's script. Source: cloudflare 7.3.0, resources/workers/scripts/schedules. */
export const workerCrons = defineReading({
  name: 'config.worker-crons',
  effect: 'read',
  key: ({ profile, target }: TargetInput) =>
    `${profile.cloudflare?.api.url.href} ${profile.cloudflare?.accountId.value} ${target.name?.value}`,
  async read({ profile: { cloudflare }, target }, { fetch, signal }) {
    if (!cloudflare || !target.name)
      throw new NotVerified(
        'the config has no platform `cloudflare`',
        'Add platforms.cloudflare to the deployment config.',
      );
    const script = target.name.value;
    const account_id = cloudflare.accountId.value;
    try {
      const client = await cloudflareClient(cloudflare, patientFetch(fetch, signal).fetch);
      const { schedules } = Schedules.parse(await client.workers.scripts.schedules.get(script, { account_id }));
      return {
        crons: schedules.map(({ cron }) => cron),
        address: `${cloudflare.api.url.href}/accounts/${account_id}/workers/scripts/${script}/schedules`,
      };
    } catch (error) {
      const permission = 'the permission "Workers Scripts: Read"';
      throw unreadable(`the cron triggers of the Worker ${script}`, error, cloudflare.apiToken, permission);
    }
  },
});
