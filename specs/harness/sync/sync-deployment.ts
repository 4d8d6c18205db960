import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Profile, resolveProfile, type SyncProfile, type Variables } from '../../../support/profile/index.ts';
import { Deployment, type DeploymentInput } from '../../../support/profile/schema.ts';

const base = {
  name: 'shop',
  table: { file: 'app.table', targets: ['NEXTJS', 'CONVEX', 'LOG_WORKER'] },
  environments: { dev: { class: 'development' }, prod: { class: 'production' } },
  platforms: {},
  sync: {
    targets: {
      NEXTJS: { localFile: 'web/.env.local' },
      CONVEX: { localFile: 'backend/.env.local' },
      LOG_WORKER: { localFile: 'worker/.dev.vars' },
    },
    local: { backups: 2 },
  },
} satisfies DeploymentInput;

export const header = '| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|---|\n';

/** A folder with a table of two environments, as `sync-env` would find it. */
export interface SyncDeployment extends Disposable {
  directory: string;
  profile(environment: string, variables?: Variables): Profile & { sync: SyncProfile };
}

/** @param rows of the table, without its header */
export function syncDeployment(rows: string, changes: Partial<DeploymentInput> = {}): SyncDeployment {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-sync-'));
  writeFileSync(path.join(directory, 'app.table'), header + rows);
  const deployment = Deployment.parse({ ...base, ...changes });
  const loaded = { deployment, file: path.join(directory, 'deployment.config.ts'), directory };
  return {
    directory,
    profile: (environment, variables = {}) =>
      resolveProfile(loaded, environment, { variables, cellsOnly: true, spanning: true }) as Profile & {
        sync: SyncProfile;
      },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
