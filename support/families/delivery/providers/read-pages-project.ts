import { z } from 'zod';
import { defineReading } from '../../../reading/index.ts';
import { cloudflareClient } from '../../config/providers/index.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';
import { type CloudflareTarget, keyOfTarget } from './cloudflare-target.ts';

/** One deployment of a Pages project. */
export const PagesDeployment = z.looseObject({
  id: z.string(),
  environment: z.string(),
  created_on: z.string(),
  url: z.string(),
  deployment_trigger: z.looseObject({
    metadata: z.looseObject({ branch: z.string().nullish(), commit_hash: z.string().nullish() }).nullish(),
  }),
  latest_stage: z.looseObject({ name: z.string(), status: z.string() }),
});
export type PagesDeployment = z.infer<typeof PagesDeployment>;

const Project = z.looseObject({
  name: z.string(),
  production_branch: z.string().nullish(),
  build_config: z.looseObject({ build_command: z.string().nullish(), root_dir: z.string().nullish() }).nullish(),
  source: z
    .looseObject({
      type: z.string(),
      config: z
        .looseObject({
          deployments_enabled: z.boolean().optional(),
          production_deployments_enabled: z.boolean().optional(),
          production_branch: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  canonical_deployment: PagesDeployment.nullish(),
});
export type PagesProject = z.infer<typeof Project>;

export interface PagesRelease {
  project: PagesProject;
  /** Production deployments, the newest first; the newest 25 of them. */
  deployments: readonly PagesDeployment[];
  /** The address in the API. */
  from: string;
}

/**
 * A Pages project with its Git integration, the deployment that is live, and those of production before it.
 * Source: cloudflare 7.3.0, resources/pages/projects.
 */
export const pagesRelease = defineReading({
  name: 'delivery.pages-release',
  effect: 'read',
  key: keyOfTarget,
  async read({ cloudflare, name }: CloudflareTarget, { fetch, signal }): Promise<PagesRelease> {
    const account_id = cloudflare.accountId.value;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await cloudflareClient(cloudflare, patient.fetch);
      const [project, page] = await Promise.all([
        client.pages.projects.get(name, { account_id }),
        client.pages.projects.deployments.list(name, { account_id, env: 'production' }),
      ]);
      return {
        project: Project.parse(project),
        deployments: z.array(PagesDeployment).parse(page.result),
        from: `${cloudflare.api.url.href}/accounts/${account_id}/pages/projects/${name}`,
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
