import { z } from 'zod';
import { defineReading } from '../../../reading/index.ts';
import { cloudflareClient } from '../../config/providers/index.ts';
import { patientFetch } from '../../config/providers/patient-fetch.ts';
import { unreadable } from '../../config/providers/unreadable.ts';
import { type CloudflareTarget, keyOfTarget } from './cloudflare-target.ts';

const Deployments = z.looseObject({
  deployments: z.array(
    z.looseObject({
      id: z.string(),
      created_on: z.string(),
      versions: z.array(z.looseObject({ version_id: z.string(), percentage: z.number() })),
      annotations: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});
export type WorkerDeployment = z.infer<typeof Deployments>['deployments'][number];

const Binding = z.looseObject({ name: z.string(), type: z.string() });

/** wrangler takes it for a list; the SDK types it as an object. Undefined where it is neither: nothing is known then. */
const Bindings = z
  .union([
    z.array(Binding),
    z
      .record(z.string(), z.looseObject({ type: z.string() }))
      .transform((byName) => Object.entries(byName).map(([name, binding]) => ({ ...binding, name }))),
  ])
  .optional()
  .catch(undefined);

const Version = z.looseObject({
  id: z.string(),
  number: z.number().optional(),
  metadata: z.looseObject({ created_on: z.string().optional() }).optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
  resources: z
    .looseObject({
      bindings: Bindings,
      script_runtime: z.looseObject({ migration_tag: z.string().nullish() }).nullish(),
    })
    .optional(),
});
export type WorkerVersion = z.infer<typeof Version>;

export interface WorkerRelease {
  /** The newest first. */
  deployments: readonly WorkerDeployment[];
  /** The ids of the newest 100 versions: no other can be rolled back to. */
  versions: readonly string[];
  /** The versions that get traffic, and the one that a rollback would activate. */
  details: ReadonlyMap<string, WorkerVersion>;
  /** The address in the API. */
  from: string;
}

/** A rollback reaches this many versions back (Cloudflare changelog, 2025-09-11). */
export const rollbackReach = 100;

/** The first deployment before the newest one that gave all traffic to one version, as `wrangler rollback` chooses it. */
export function deploymentBefore(deployments: readonly WorkerDeployment[]): WorkerDeployment | undefined {
  const [live, ...older] = deployments;
  const current = live?.versions[0]?.version_id;
  return older.find(({ versions: [only, ...others] }) => {
    const isWhole = only?.percentage === 100 && others.length === 0;
    return isWhole && only.version_id !== current;
  });
}

/**
 * The deployments and versions of a Worker, with what the live one and the one before it hold.
 * Source: cloudflare 7.3.0, resources/workers/scripts/{deployments,versions}.
 */
export const workerRelease = defineReading({
  name: 'delivery.worker-release',
  effect: 'read',
  key: keyOfTarget,
  async read({ cloudflare, name }: CloudflareTarget, { fetch, signal }): Promise<WorkerRelease> {
    const account_id = cloudflare.accountId.value;
    const patient = patientFetch(fetch, signal);
    try {
      const client = await cloudflareClient(cloudflare, patient.fetch);
      const { scripts } = client.workers;
      const [listed, page] = await Promise.all([
        scripts.deployments.list(name, { account_id }),
        scripts.versions.list(name, { account_id, per_page: rollbackReach }),
      ]);
      const { deployments } = Deployments.parse(listed.result);
      // The list has no documented order.
      const newestFirst = deployments.toSorted((one, other) => other.created_on.localeCompare(one.created_on));
      const wanted = [newestFirst[0], deploymentBefore(newestFirst)].flatMap((each) => each?.versions ?? []);
      const details = await Promise.all(
        [...new Set(wanted.map(({ version_id }) => version_id))].map(async (id) => {
          const version = Version.parse(await scripts.versions.get(id, { script_name: name, account_id }));
          return [id, version] as const;
        }),
      );
      return {
        deployments: newestFirst,
        versions: z
          .array(z.looseObject({ id: z.string() }))
          .parse(page.result.items ?? [])
          .map(({ id }) => id),
        details: new Map(details),
        from: `${cloudflare.api.url.href}/accounts/${account_id}/workers/scripts/${name}`,
      };
    } catch (error) {
      throw unreadable(
        `the versions of the Worker ${name}`,
        error,
        cloudflare.apiToken,
        'the permission "Workers Scripts: Read"',
      );
    }
  },
});
