import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { defineReading } from '../../../reading/index.ts';
import { cloudflareClient } from './cloudflare-client.ts';
import type { HeldKey, HeldKeys, TargetInput } from './held-keys.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Variable = z.looseObject({ type: z.string().optional(), value: z.string().nullish() }).nullable();
const Config = z.looseObject({ env_vars: z.record(z.string(), Variable).nullish() });
const Project = z.looseObject({
  deployment_configs: z.looseObject({ production: Config.optional(), preview: Config.optional() }),
});

/**
 * Lists the variables of one environment of a Pages project in one request. Whatever stands as the value of a secret is no
 * value: it is never compared.
 * Source: cloudflare 7.3.0, resources/pages/projects.
 */
export const pagesKeys = defineReading({
  name: 'config.pages-keys',
  effect: 'read',
  key: ({ profile, target }: TargetInput) =>
    `${profile.cloudflare?.api.url.href} ${profile.cloudflare?.accountId.value} ${target.name?.value} ${target.within?.value} ${target.target}`,
  async read({ profile: { cloudflare }, target }, { fetch, signal }): Promise<HeldKeys> {
    if (!cloudflare || !target.name)
      throw new NotVerified(
        'the config has no platform `cloudflare`',
        'Add platforms.cloudflare to the deployment config.',
      );
    const within = target.within?.value ?? 'production';
    if (within !== 'production' && within !== 'preview')
      throw new NotVerified(
        `Pages has the environments production and preview, and not ${within}`,
        `Correct sync.targets.${target.target}.environment in the deployment config.`,
      );
    const other = within === 'production' ? 'preview' : 'production';
    const name = target.name.value;
    const account_id = cloudflare.accountId.value;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await cloudflareClient(cloudflare, patient.fetch);
      const project = Project.parse(await client.pages.projects.get(name, { account_id }));
      return {
        platform: 'pages',
        target: target.target,
        place: `the Pages project ${name} (${within})`,
        address: `${cloudflare.api.url.href}/accounts/${account_id}/pages/projects/${name}`,
        keys: Object.entries(project.deployment_configs[within]?.env_vars ?? {}).flatMap(([key, variable]) =>
          keyOf(key, variable),
        ),
        elsewhere: {
          place: other === 'preview' ? 'for preview deployments' : 'for production',
          names: Object.keys(project.deployment_configs[other]?.env_vars ?? {}),
        },
        repeated: patient.repeated(),
      };
    } catch (error) {
      throw unreadable(
        `the Pages project ${name}`,
        error,
        cloudflare.apiToken,
        'the permission "Cloudflare Pages: Read"',
      );
    }
  },
});

function keyOf(name: string, variable: z.infer<typeof Variable>): HeldKey[] {
  if (variable === null) return [];
  const { type, value } = variable;
  if (type === 'secret_text' || value === null || value === undefined) return [{ name, readable: false }];
  return [{ name, readable: true, value }];
}
