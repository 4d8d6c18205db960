import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { requireKey } from './read-admin-query.ts';

const DeploymentInfo = z.looseObject({ kind: z.string(), deploymentType: z.string().optional() });

export interface DeploymentType {
  url: string;
  /** `cloud` or `selfHosted`. */
  kind: string;
  /** `prod`, `dev`, `preview`, `custom`; undefined where the deployment says none. */
  type: string | undefined;
}

/** What a deployment says of its own type: `GET /api/v1/deployment_info`. Source: crates/local_backend/src/deployment_info.rs. */
export const deploymentType = defineReading({
  name: 'isolation.deployment-type',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { fetch, read }): Promise<DeploymentType> {
    const key = await requireKey(convex, read);
    const url = new URL('/api/v1/deployment_info', convex.url.url).href;
    const response = await fetch(url, { headers: { authorization: `Convex ${key}` }, redirect: 'manual' });
    const text = await response.text();
    const info = DeploymentInfo.safeParse(jsonIn(text));
    if (response.status === 200 && info.success) return { url, kind: info.data.kind, type: info.data.deploymentType };
    // Older servers have no such route: they say nothing of their type.
    if (response.status === 404) return { url, kind: 'a server without /api/v1/deployment_info', type: undefined };
    throw new NotVerified(
      `${url} does not say what type the deployment is: status ${response.status}, ${quoteForeign(text, 120)}`,
      'The key needs the permission `deployment:data:view`.',
    );
  },
});
