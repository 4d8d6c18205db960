import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Providers, startProviders } from '../../../fixtures/twin/providers/start-providers.ts';
import type { Door } from '../../../support/http/index.ts';
import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import { Deployment, type DeploymentInput } from '../../../support/profile/schema.ts';
import type { Read } from '../../../support/reading/index.ts';
import { Readings } from '../../../support/reading/index.ts';
import { openDoor } from '../../../support/sync/open-run.ts';

/** A deployment whose platforms are the doubles, without a twin around them. */
export interface OpenPlatform extends AsyncDisposable {
  providers: Providers;
  profile: Profile;
  /** Reads anew with every call of it. */
  reading: () => Read;
  door: (writes: boolean) => Door;
  directory: string;
}

export interface PlatformOptions {
  /** Rows below `| TARGET | KEY | DEV_VALUE | PROD_VALUE |`. */
  rows: string;
  variables?: Record<string, string>;
  latencyMs?: number;
  config?: Partial<DeploymentInput>;
}

/** Opens a deployment of Pages (`site`), a Worker (`logs`) and GitHub (`acme/incidents`, production). */
export async function openPlatform({
  rows,
  variables = {},
  latencyMs,
  config = {},
}: PlatformOptions): Promise<OpenPlatform> {
  await using stack = new AsyncDisposableStack();
  const own = stack;
  const providers = own.use(await startProviders({ latencyMs }));
  providers.cloudflare.state.addScript('logs');
  providers.cloudflare.state.addProject('site');
  providers.github.state.addEnvironment('production');
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-platform-'));
  own.defer(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(
    path.join(directory, 'app.table'),
    `| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n${rows}`,
  );
  const deployment = Deployment.parse({
    name: 'shop',
    table: { file: 'app.table', targets: ['NEXTJS', 'GITHUB', 'LOG_WORKER'] },
    environments: { dev: { class: 'development' }, prod: { class: 'production' } },
    platforms: {
      cloudflare: {
        accountId: { value: providers.cloudflare.state.id },
        apiToken: { key: 'CLOUDFLARE_API_TOKEN' },
        api: { value: providers.cloudflare.api },
      },
      github: {
        repository: { value: 'acme/incidents' },
        token: { key: 'GITHUB_TOKEN' },
        api: { value: providers.github.api },
      },
    },
    sync: {
      targets: {
        NEXTJS: { platform: 'pages', name: { value: 'site' } },
        GITHUB: { platform: 'github', environment: { value: 'production' } },
        LOG_WORKER: { platform: 'worker', name: { value: 'logs' } },
      },
    },
    ...config,
  } satisfies DeploymentInput);
  const profile = resolveProfile(
    { deployment, file: path.join(directory, 'deployment.config.ts'), directory },
    'prod',
    {
      variables: {
        CLOUDFLARE_API_TOKEN: providers.cloudflare.token,
        GITHUB_TOKEN: providers.github.token,
        ...variables,
      },
    },
  );
  const ending = new AbortController();
  own.defer(() => ending.abort());
  const open = (writes: boolean) => own.use(openDoor(profile, { runId: 'spec', signal: ending.signal, writes }));
  const reads = open(false);
  const started = stack.move();
  return {
    providers,
    profile,
    directory,
    door: (writes) =>
      writes ? started.use(openDoor(profile, { runId: 'spec', signal: ending.signal, writes })) : reads,
    reading: () =>
      new Readings({ door: reads, runId: 'spec', deadlineMs: 20_000 }).forReader({
        check: 'config/drift',
        effect: 'read',
        environments: ['prod'],
        onRequests: () => {},
      }),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
