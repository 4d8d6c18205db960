import { Octokit } from '@octokit/rest';
import Cloudflare from 'cloudflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Providers, startProviders } from '../../../fixtures/twin/providers/start-providers.ts';

let providers: Providers;
beforeAll(async () => {
  providers = await startProviders();
});
afterAll(() => providers[Symbol.asyncDispose]());

const cloudflare = () =>
  new Cloudflare({ apiToken: providers.cloudflare.token, baseURL: providers.cloudflare.api, maxRetries: 0 });
const octokit = () =>
  new Octokit({
    auth: providers.github.token,
    baseUrl: providers.github.api,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
const account = () => ({ account_id: providers.cloudflare.state.id });
const repository = { owner: 'acme', repo: 'incidents' };

describe('the double of Cloudflare tells the official client how a Worker is shipped', () => {
  test('a version has its tag, its bindings and its last migration', async () => {
    const script = providers.cloudflare.state.addScript('tagged');
    script.migrationTag = 'v3';
    const { id } = script.release('wrangler', 'upload', new Date(), { 'workers/tag': 'abc1234' });
    const version = await cloudflare().workers.scripts.versions.get(id, { script_name: 'tagged', ...account() });
    expect(version.resources.script_runtime?.migration_tag).toBe('v3');
    expect(version).toMatchObject({ annotations: { 'workers/tag': 'abc1234' } });
  });

  test('a rollback over a changed secret is refused with 10220, unless it is forced', async () => {
    const script = providers.cloudflare.state.addScript('secretive');
    const first = script.versions[0]?.id ?? '';
    await cloudflare().workers.scripts.secrets.update('secretive', {
      ...account(),
      name: 'S',
      text: 'made-up',
      type: 'secret_text',
    });
    const rollback = (force: boolean) =>
      cloudflare().workers.scripts.deployments.create('secretive', {
        ...account(),
        force,
        strategy: 'percentage',
        versions: [{ version_id: first, percentage: 100 }],
      });
    await expect(rollback(false)).rejects.toMatchObject({ status: 400, errors: [{ code: 10220 }] });
    await rollback(true);
    expect(script.deployments[0]?.versions[0]?.version_id).toBe(first);
  });

  test('its build triggers are found by the tag that the list of Workers has', async () => {
    const script = providers.cloudflare.state.addScript('built');
    script.triggers.push({
      build_command: 'npm run build',
      deploy_command: 'npx wrangler deploy',
      branch_includes: ['main'],
      root_directory: '/',
    });
    const listed = await cloudflare().workers.scripts.list(account());
    const tag = listed.result.find(({ id }) => id === 'built')?.tag;
    expect(tag).toBe(script.tag);
    const answer = await cloudflare().get(`/accounts/${account().account_id}/builds/workers/${tag}/triggers`);
    expect(answer).toMatchObject({ result: [{ build_command: 'npm run build', branch_includes: ['main'] }] });
  });

  test('a Pages project has its Git integration and its build command', async () => {
    const project = providers.cloudflare.state.addProject('integrated');
    project.buildCommand = 'npm run build';
    project.source = { production_branch: 'main', production_deployments_enabled: true };
    const shown = await cloudflare().pages.projects.get('integrated', account());
    expect(shown.source?.config?.production_deployments_enabled).toBe(true);
    expect(shown.build_config?.build_command).toBe('npm run build');
  });
});

describe('the double of GitHub tells the official client who has to agree, and what was deployed', () => {
  beforeAll(() => {
    const { state } = providers.github;
    state.addEnvironment('production');
    state.protection.set('production', [
      {
        type: 'required_reviewers',
        prevent_self_review: false,
        reviewers: [{ type: 'User', reviewer: { login: 'acme-release' } }],
      },
    ]);
    const at = '2026-11-01T08:00:00Z';
    state.deployments.push(
      { environment: 'production', sha: 'b'.repeat(40), state: 'failure', created_at: at },
      { environment: 'production', sha: 'a'.repeat(40), state: 'success', created_at: at },
      { environment: 'preview', sha: 'c'.repeat(40), state: 'success', created_at: at },
    );
  });

  test('an environment has its reviewers, in the list and by its name', async () => {
    const all = await octokit().paginate('GET /repos/{owner}/{repo}/environments', repository);
    const { data } = await octokit().repos.getEnvironment({ ...repository, environment_name: 'production' });
    for (const environment of [all[0], data])
      expect(environment?.protection_rules?.map(({ type }) => type)).toEqual(['required_reviewers']);
    await expect(octokit().repos.getEnvironment({ ...repository, environment_name: 'nowhere' })).rejects.toMatchObject({
      status: 404,
    });
  });

  test('what the organisation and the repository hold is listed by name, each in its own place', async () => {
    const { state } = providers.github;
    state.organization.set('secrets', 'OF_ALL', 'made-up');
    state.organization.set('variables', 'REGION', 'eu');
    state.store.set('secrets', 'OF_ONE', 'made-up');
    const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);
    const { actions } = octokit();
    const ofAll = await actions.listRepoOrganizationSecrets(repository);
    expect(names(ofAll.data.secrets)).toContain('OF_ALL');
    expect(names(ofAll.data.secrets)).not.toContain('OF_ONE');
    expect(JSON.stringify(ofAll.data)).not.toContain('made-up');
    expect((await actions.listRepoOrganizationVariables(repository)).data.variables).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'REGION', value: 'eu' })]),
    );
    expect(names((await actions.listRepoSecrets(repository)).data.secrets)).toContain('OF_ONE');
  });

  test('deployments of one environment come the newest first, each with its state', async () => {
    const { data } = await octokit().repos.listDeployments({ ...repository, environment: 'production' });
    expect(data.map(({ sha }) => sha[0])).toEqual(['b', 'a']);
    const states = await Promise.all(
      data.map(({ id }) => octokit().repos.listDeploymentStatuses({ ...repository, deployment_id: id })),
    );
    expect(states.map((each) => each.data[0]?.state)).toEqual(['failure', 'success']);
  });
});
