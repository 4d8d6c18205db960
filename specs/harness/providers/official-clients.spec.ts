import { Octokit } from '@octokit/rest';
import Cloudflare from 'cloudflare';
import { getResponse } from 'msw';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CloudflareAccount } from '../../../fixtures/twin/providers/cloudflare-account.ts';
import { cloudflareHandlers } from '../../../fixtures/twin/providers/cloudflare-handlers.ts';
import { gitHubHandlers } from '../../../fixtures/twin/providers/github-handlers.ts';
import { GitHubRepository } from '../../../fixtures/twin/providers/github-repository.ts';
import { type Providers, startProviders } from '../../../fixtures/twin/providers/start-providers.ts';
import { sealSecret } from '../../../support/sync/seal-secret.ts';

let providers: Providers;
beforeAll(async () => {
  providers = await startProviders();
});
afterAll(() => providers[Symbol.asyncDispose]());

const cloudflare = (apiToken = providers.cloudflare.token) =>
  new Cloudflare({ apiToken, baseURL: providers.cloudflare.api, maxRetries: 0 });
const octokit = (auth = providers.github.token) =>
  new Octokit({ auth, baseUrl: providers.github.api, log: { debug() {}, info() {}, warn() {}, error() {} } });

describe('the double of Cloudflare serves the official client', () => {
  const at = () => ({ account_id: providers.cloudflare.state.id });

  test('settings show variables with their values, and secrets by name', async () => {
    const script = providers.cloudflare.state.addScript('settings');
    script.variables.set('A', { type: 'plain_text', name: 'A', text: '1' });
    await cloudflare().workers.scripts.secrets.update('settings', {
      ...at(),
      name: 'S',
      text: 'made-up',
      type: 'secret_text',
    });
    const settings = await cloudflare().workers.scripts.scriptAndVersionSettings.get('settings', at());
    expect(settings.bindings).toEqual([
      { type: 'plain_text', name: 'A', text: '1' },
      { name: 'S', type: 'secret_text' },
    ]);
    expect(JSON.stringify(settings)).not.toContain('made-up');
    const secrets = await cloudflare().workers.scripts.secrets.list('settings', at());
    expect(secrets.result).toEqual([{ name: 'S', type: 'secret_text' }]);
  });

  test('a changed secret is a new version that is served at once', async () => {
    const script = providers.cloudflare.state.addScript('versions');
    await cloudflare().workers.scripts.secrets.bulkUpdate('versions', {
      ...at(),
      secrets: { S: { name: 'S', text: 'made-up', type: 'secret_text' } },
    });
    const versions = [];
    for await (const version of cloudflare().workers.scripts.versions.list('versions', at())) versions.push(version);
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
    const deployments = await cloudflare().workers.scripts.deployments.list('versions', at());
    expect(JSON.stringify(deployments)).toContain(script.versions[0]?.id);
  });

  test('an older version is served again', async () => {
    const script = providers.cloudflare.state.addScript('rollback');
    script.release('wrangler', 'upload', new Date());
    const first = script.versions.at(-1)?.id ?? '';
    await cloudflare().workers.scripts.deployments.create('rollback', {
      ...at(),
      strategy: 'percentage',
      versions: [{ version_id: first, percentage: 100 }],
    });
    expect(script.deployments[0]?.versions).toEqual([{ version_id: first, percentage: 100 }]);
  });

  test('a Pages project merges variables, removes by null, and shows no secret', async () => {
    const project = providers.cloudflare.state.addProject('site');
    project.variables.production.set('OLD', { type: 'plain_text', value: '1' });
    await cloudflare().pages.projects.edit('site', {
      ...at(),
      deployment_configs: {
        production: {
          env_vars: {
            OLD: null,
            NEW: { type: 'plain_text', value: '2' },
            S: { type: 'secret_text', value: 'made-up' },
          },
        },
      },
    });
    const seen = await cloudflare().pages.projects.get('site', at());
    expect(seen.deployment_configs.production.env_vars).toEqual({
      NEW: { type: 'plain_text', value: '2' },
      S: { type: 'secret_text', value: '' },
    });
    expect(seen.deployment_configs.preview.env_vars).toBeNull();
  });

  test('deployments of Pages come in pages, all of them', async () => {
    const project = providers.cloudflare.state.addProject('many');
    for (let index = 0; index < 60; index += 1)
      project.deploy({
        environment: 'production',
        created_on: new Date(index).toISOString(),
        commit: 'c',
        branch: 'main',
        status: 'success',
      });
    const ids = new Set<string>();
    for await (const { id } of cloudflare().pages.projects.deployments.list('many', at())) ids.add(id);
    expect(ids.size).toBe(60);
    const first = project.deployments.at(-1)?.id ?? '';
    await cloudflare().pages.projects.deployments.rollback(first, { ...at(), project_name: 'many' });
    expect(project.canonical?.id).toBe(first);
  });

  test.each([
    ['a token that is none', () => cloudflare('made-up-other').user.tokens.verify(), 401, 10000],
    ['a Worker that is not there', () => cloudflare().workers.scripts.secrets.list('none', at()), 404, 10007],
    ['a project that is not there', () => cloudflare().pages.projects.get('none', at()), 404, 8000007],
  ])('%s is refused as the API does', async (_, ask, status, code) => {
    await expect(ask()).rejects.toMatchObject({ status, errors: [{ code }] });
  });

  test('a token is verified', async () => {
    await expect(cloudflare().user.tokens.verify()).resolves.toMatchObject({ status: 'active' });
  });

  test('a name that is a variable cannot be a secret too', async () => {
    providers.cloudflare.state.addScript('both').variables.set('A', { type: 'plain_text', name: 'A', text: '1' });
    await expect(
      cloudflare().workers.scripts.secrets.update('both', { ...at(), name: 'A', text: 'x', type: 'secret_text' }),
    ).rejects.toMatchObject({ status: 400, errors: [{ code: 10053 }] });
  });
});

describe('the double of GitHub serves the official client', () => {
  const at = { owner: 'acme', repo: 'incidents' };

  test('a sealed secret is opened with the key of the repository, and never shown', async () => {
    const { data: key } = await octokit().actions.getRepoPublicKey(at);
    const sealed = await sealSecret('made-up-secret', key.key);
    const put = () =>
      octokit().actions.createOrUpdateRepoSecret({
        ...at,
        secret_name: 'S',
        encrypted_value: sealed,
        key_id: key.key_id,
      });
    expect((await put()).status).toBe(201);
    expect((await put()).status).toBe(204);
    expect(providers.github.state.store.secrets.get('S')?.value).toBe('made-up-secret');
    const { data } = await octokit().actions.getRepoSecret({ ...at, secret_name: 'S' });
    expect(Object.keys(data).sort()).toEqual(['created_at', 'name', 'updated_at']);
  });

  test('what is not sealed with its key is refused', async () => {
    await expect(
      octokit().actions.createOrUpdateRepoSecret({
        ...at,
        secret_name: 'T',
        encrypted_value: 'bm90IHNlYWxlZA==',
        key_id: providers.github.state.keyId,
      }),
    ).rejects.toMatchObject({ status: 422 });
  });

  test.each([101, 1000])('%i variables come in pages, followed by the client to the last', async (number) => {
    const store = providers.github.state.addEnvironment(`many-${number}`);
    for (let index = 0; index < number; index += 1)
      store.set('variables', `V_${String(index).padStart(4, '0')}`, String(index));
    const all = await octokit().paginate(octokit().actions.listEnvironmentVariables, {
      ...at,
      environment_name: `many-${number}`,
      per_page: 30,
    });
    expect(new Set(all.map(({ name }) => name)).size).toBe(number);
  });

  test('variables are made, changed and removed', async () => {
    await octokit().actions.createRepoVariable({ ...at, name: 'V', value: '1' });
    await expect(octokit().actions.createRepoVariable({ ...at, name: 'V', value: '1' })).rejects.toMatchObject({
      status: 409,
    });
    await octokit().actions.updateRepoVariable({ ...at, name: 'V', value: '2' });
    expect((await octokit().actions.getRepoVariable({ ...at, name: 'V' })).data.value).toBe('2');
    await octokit().actions.deleteRepoVariable({ ...at, name: 'V' });
    await expect(octokit().actions.getRepoVariable({ ...at, name: 'V' })).rejects.toMatchObject({ status: 404 });
  });

  test('secrets of an environment are its own', async () => {
    providers.github.state.addEnvironment('staging/eu').set('secrets', 'ONLY_HERE', 'made-up');
    const { data } = await octokit().actions.listEnvironmentSecrets({ ...at, environment_name: 'staging/eu' });
    expect(data.secrets.map(({ name }) => name)).toEqual(['ONLY_HERE']);
    await expect(octokit().actions.listEnvironmentSecrets({ ...at, environment_name: 'none' })).rejects.toMatchObject({
      status: 404,
    });
  });

  test('runs are found by branch and conclusion', async () => {
    const run = {
      name: 'deploy',
      path: '.github/workflows/deploy.yml',
      head_sha: 'abc',
      event: 'push',
      status: 'completed',
      created_at: '2026-11-20T10:00:00Z',
    };
    providers.github.state.runs.push(
      { ...run, head_branch: 'main', conclusion: 'success' },
      { ...run, head_branch: 'main', conclusion: 'failure' },
    );
    const { data } = await octokit().actions.listWorkflowRuns({
      ...at,
      workflow_id: 'deploy.yml',
      branch: 'main',
      status: 'success',
    });
    expect(data.workflow_runs).toMatchObject([{ conclusion: 'success', head_branch: 'main' }]);
  });

  test('a token that lacks a permission is told which', async () => {
    providers.github.state.tokens.set('made-up-reader', new Set(['variables:read']));
    await expect(octokit('made-up-reader').actions.listRepoSecrets(at)).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-accepted-github-permissions': 'secrets=read' } },
    });
    await expect(octokit('made-up-none').actions.listRepoSecrets(at)).rejects.toMatchObject({ status: 401 });
  });
});

describe('the same handlers', () => {
  test('answer in process, without a server', async () => {
    const account = new CloudflareAccount('made-up-account');
    account.tokens.set('made-up-token', new Set(['workers:read']));
    account.addScript('own');
    const repository = await GitHubRepository.create('acme', 'own');
    repository.tokens.set('made-up-token', new Set(['variables:read']));
    const handlers = [...cloudflareHandlers(account), ...gitHubHandlers(repository)];
    const client = new Cloudflare({
      apiToken: 'made-up-token',
      fetch: async (input, init) => (await getResponse(handlers, new Request(input, init))) ?? Response.error(),
    });
    const { result } = await client.workers.scripts.secrets.list('own', { account_id: 'made-up-account' });
    expect(result).toEqual([]);
  });

  test('answer 501 to what they do not know, and remember it', async () => {
    const response = await fetch(`${providers.github.api}/repos/acme/incidents/milestones`);
    expect(response.status).toBe(501);
    expect(providers.github.served.requests.at(-1)).toMatchObject({ unexpected: true, method: 'GET' });
  });
});
