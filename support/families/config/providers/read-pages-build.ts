import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { defineReading } from '../../../reading/index.ts';
import { cloudflareClient } from './cloudflare-client.ts';
import type { TargetInput } from './held-keys.ts';
import { patientFetch } from './patient-fetch.ts';
import { unreadable } from './unreadable.ts';

const Variables = z
  .record(z.string(), z.looseObject({ type: z.string().optional(), value: z.string().nullish() }).nullable())
  .nullish();
const Deployment = z.looseObject({ created_on: z.string(), url: z.string().optional(), env_vars: Variables });
const Project = z.looseObject({
  deployment_configs: z.looseObject({ production: z.looseObject({ env_vars: Variables }).optional() }),
  canonical_deployment: Deployment.nullish(),
});

/** The variables of the live site: those that it was built with, and those that the project has now. */
export interface PagesBuild {
  place: string;
  address: string;
  /** When the live site was built; undefined where the project never was. */
  builtAt?: string;
  /** Undefined where the platform does not say. */
  builtWith?: ReadonlyMap<string, string>;
  now: ReadonlyMap<string, string>;
}

/** Reads the live production deployment of a Pages project. Source: cloudflare 7.3.0, resources/pages/projects. */
export const pagesBuild = defineReading({
  name: 'config.pages-build',
  effect: 'read',
  key: ({ profile, target }: TargetInput) =>
    `${profile.cloudflare?.api.url.href} ${profile.cloudflare?.accountId.value} ${target.name?.value}`,
  async read({ profile: { cloudflare }, target }, { fetch, signal }): Promise<PagesBuild> {
    if (!cloudflare || !target.name)
      throw new NotVerified(
        'the config has no platform `cloudflare`',
        'Add platforms.cloudflare to the deployment config.',
      );
    const name = target.name.value;
    const account_id = cloudflare.accountId.value;
    try {
      const client = await cloudflareClient(cloudflare, patientFetch(fetch, signal).fetch);
      const project = Project.parse(await client.pages.projects.get(name, { account_id }));
      const live = project.canonical_deployment;
      return {
        place: `the Pages project ${name}`,
        address: `${cloudflare.api.url.href}/accounts/${account_id}/pages/projects/${name}`,
        ...(live && { builtAt: live.created_on }),
        ...(live?.env_vars && { builtWith: plainValues(live.env_vars) }),
        now: plainValues(project.deployment_configs.production?.env_vars),
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

/** What stands in place of a secret is not a value. */
function plainValues(variables: z.infer<typeof Variables>): Map<string, string> {
  return new Map(
    Object.entries(variables ?? {}).flatMap(([name, variable]): [string, string][] => {
      const value = variable?.value;
      return variable?.type === 'secret_text' || value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}
