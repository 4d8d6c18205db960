import { describe, expect, test } from 'vitest';
import { resolveProfile } from '../../../support/profile/index.ts';
import { deploymentWith, plainConfig, plainTable, problemsOf } from './temporary-deployment.ts';

const table = `${plainTable}| CONVEX | MAIL_TOKEN | x | \${MAIL_TOKEN_LIVE} |\n`;
const convex = { ...plainConfig.platforms.convex, deployKey: { key: 'CONVEX_DEPLOY_KEY' } };
const config = { ...plainConfig, platforms: { ...plainConfig.platforms, convex } };

describe('a variable that is set, and empty', () => {
  const profileWith = (variables: Record<string, string>) =>
    resolveProfile(deploymentWith({ config, table }), 'prod', { variables });

  test('is told as empty, and what that means on GitHub', () => {
    const absence = profileWith({ PROD_CONVEX_DEPLOY_KEY: '' }).backends[0]?.deployKey?.absence;
    expect(absence?.message).toBe('PROD_CONVEX_DEPLOY_KEY is set, and empty.');
    expect(absence?.origin).toBe('environment variable PROD_CONVEX_DEPLOY_KEY');
    expect(absence?.enable).toContain('does not exist in the environment of the job');
  });

  test('is told as empty where a cell refers to it', () => {
    const row = profileWith({ MAIL_TOKEN_LIVE: '' }).table.values.find(({ key }) => key === 'MAIL_TOKEN');
    expect(row?.setting.absence?.message).toBe('MAIL_TOKEN_LIVE is set, and empty.');
  });

  test('is empty with white space alone in it', () => {
    const key = profileWith({ PROD_CONVEX_DEPLOY_KEY: ' \n' }).backends[0]?.deployKey;
    expect(key?.absence?.message).toBe('PROD_CONVEX_DEPLOY_KEY is set, and empty.');
  });

  test('gives way to another one that has a value', () => {
    const key = profileWith({ PROD_CONVEX_DEPLOY_KEY: '', CONVEX_DEPLOY_KEY: 'made-up' }).backends[0]?.deployKey;
    expect(key?.value).toBe('made-up');
  });
});

const version = { commit: { key: 'GITHUB_SHA' }, header: 'x-version' };
const deployed = {
  worker: { url: { value: 'https://log.shop.test' }, version },
  pages: { url: { key: 'SITE_URL' }, version },
  services: { api: { url: { value: 'https://api.shop.test' }, version } },
};

describe('a commit that only the run of the gate knows', () => {
  const resolve = (platform: keyof typeof deployed, options: { spanning?: true }) => {
    const platforms = { ...plainConfig.platforms, [platform]: deployed[platform] };
    const loaded = deploymentWith({ config: { ...plainConfig, platforms } });
    const profile = resolveProfile(loaded, 'prod', { variables: { GITHUB_SHA: 'c0ffee' }, ...options });
    return [profile, ...profile.others].map(
      ({ workers, sites, services }) =>
        [...workers, ...sites, ...services].find((each) => each.version !== undefined)?.version?.commit,
    );
  };

  test.each(['worker', 'pages', 'services'] as const)(
    'is no mistake in a run of every environment, and is not known there: %s',
    (platform) => {
      expect(resolve(platform, { spanning: true }).map((commit) => commit?.isSet)).toEqual([false, false]);
    },
  );

  test.each(['worker', 'pages', 'services'] as const)(
    'is the plain variable in the run of the gate: %s',
    (platform) => {
      expect(resolve(platform, {})[0]?.value).toBe('c0ffee');
    },
  );

  test('is asked for where another key is missing all the same', async () => {
    const config = { ...plainConfig, platforms: { ...plainConfig.platforms, pages: { url: { key: 'NO_SUCH_URL' } } } };
    const problems = await problemsOf(() => resolveProfile(deploymentWith({ config }), 'prod', { variables: {} }));
    expect(problems[0]?.message).toContain('NO_SUCH_URL');
  });
});
