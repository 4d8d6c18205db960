import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import {
  ConfigurationError,
  type ConfigurationProblem,
  type LoadedDeployment,
} from '../../../support/profile/index.ts';
import { Deployment, type DeploymentInput } from '../../../support/profile/schema.ts';

/** A table of two environments in which every key of `plainConfig` has a row. */
export const plainTable = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |
|---|---|---|---|
| NEXTJS | SITE_URL | http://127.0.0.1:3000 | https://shop.example.test |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.test | https://steady-otter-902.convex.test |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | prod:steady-otter-902 |
`;

export const plainConfig = {
  name: 'shop',
  table: { file: 'app.table', targets: ['NEXTJS', 'CONVEX'] },
  environments: { dev: { class: 'development' }, prod: { class: 'production' } },
  platforms: {
    convex: { url: { key: 'CONVEX_URL' }, deployment: { key: 'CONVEX_DEPLOYMENT' } },
    pages: { url: { key: 'SITE_URL' } },
  },
} satisfies DeploymentInput;

/** A folder that goes away with the test, with the files in it. */
export function temporaryFolder(files: Record<string, string> = {}): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-profile-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return directory;
}

/** A deployment as loading it from a file would give it. */
export function deploymentWith({
  config = plainConfig,
  table = plainTable,
  files = {},
}: {
  config?: DeploymentInput;
  table?: string;
  files?: Record<string, string>;
} = {}): LoadedDeployment {
  const directory = temporaryFolder({ 'app.table': table, ...files });
  return { deployment: Deployment.parse(config), file: path.join(directory, 'deployment.config.ts'), directory };
}

/** What a call says is wrong, each without the temporary folder's path. */
export async function problemsOf(call: () => unknown): Promise<ConfigurationProblem[]> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(
      (problem) =>
        JSON.parse(JSON.stringify(problem).replaceAll(/[^" ]*airlock-profile-\w+\//g, '')) as ConfigurationProblem,
    );
  }
  throw new Error('nothing was said to be wrong');
}
