import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { deploymentWith } from '../profile/temporary-deployment.ts';

/** Dev and prod of a deployment on addresses of the cloud, or of this machine where a site is given. */
export function twoEnvironments({
  site = 'https://app.harbour.example',
  isolation = {},
  rows = '',
}: {
  site?: string;
  isolation?: NonNullable<DeploymentInput['platforms']['isolation']>;
  /** Further rows of the table, of the target CONVEX: `| CONVEX | KEY | dev | prod |`. */
  rows?: string;
} = {}): Record<'dev' | 'prod', Profile> {
  const table = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |
|---|---|---|---|
| NEXTJS | SITE_URL | https://dev.harbour.example | ${site} |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.cloud | https://steady-otter-902.convex.cloud |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | prod:steady-otter-902 |
| CONVEX | SESSION_SECRET | made-up-k1Ls7uY6wq-of-dev | made-up-b7Qe0xW2kd-of-prod |
${rows}`;
  const loaded = deploymentWith({
    table,
    config: {
      name: 'harbour',
      table: { file: 'app.table', targets: ['NEXTJS', 'CONVEX'] },
      environments: { dev: { class: 'development' }, prod: { class: 'production' } },
      platforms: {
        convex: { url: { key: 'CONVEX_URL' }, deployment: { key: 'CONVEX_DEPLOYMENT' } },
        pages: { url: { key: 'SITE_URL' } },
        isolation,
      },
    },
  });
  const prod = resolveProfile(loaded, 'prod', { variables: {} });
  const [dev] = prod.others;
  if (dev === undefined) throw new Error('expected dev beside prod');
  return { dev, prod };
}
