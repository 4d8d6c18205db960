// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how a table refers to a variable
import { mkdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { resolveProfile } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { findSecrets, forgetSecrets } from '../../../support/redaction/redact.ts';
import { deploymentWith, plainConfig, problemsOf } from './temporary-deployment.ts';

afterEach(forgetSecrets);

const local =
  'SITE_URL=http://local.test\nDEV_SITE_URL=http://local-dev.test\nPROD_SITE_URL=http://local-prod.test\nSTAGING_SITE_URL=http://local-staging.test\nURL=http://local-reference.test\n';
const config = {
  ...plainConfig,
  environments: { dev: { class: 'development' }, staging: { class: 'staging' }, prod: { class: 'production' } },
  platforms: { pages: { url: { key: 'SITE_URL' } } },
} satisfies DeploymentInput;
const table = '| TARGET | KEY | DEV_VALUE | STAGING_VALUE | PROD_VALUE |\n| NEXTJS | SITE_URL | d | ${URL} | p |\n';
const withLocal = () => deploymentWith({ config, table, files: { '.env.local': local } });

test('development takes its variables from .env.local too', () => {
  const setting = resolveProfile(withLocal(), 'dev', { variables: {} }).sites[0]?.url;
  expect(setting?.value).toBe('http://local-dev.test');
  expect(setting?.origin).toBe('.env.local (DEV_SITE_URL)');
});

test('an environment variable goes before .env.local, also the plain one', () => {
  expect(resolveProfile(withLocal(), 'dev', { variables: { SITE_URL: 'given' } }).sites[0]?.url.value).toBe('given');
});

test.for(['prod', 'staging'])(
  '%s takes nothing from .env.local: no plain name, none of its own, no reference',
  (environment) => {
    const profile = resolveProfile(withLocal(), environment, { variables: {} });
    for (const each of [profile, ...profile.others].filter((one) => one.environment !== 'dev')) {
      expect(each.sites[0]?.url.isSet ? each.sites[0].url.value : 'missing').toBe(
        each.environment === 'prod' ? 'p' : 'missing',
      );
      expect(each.table.values[0]?.variable).toBeUndefined();
    }
  },
);

test.for(['prod', 'staging'])(
  '%s does not so much as look at .env.local where there is no development',
  async (name) => {
    const { dev: _, ...environments } = config.environments;
    const loaded = deploymentWith({
      config: { ...config, environments },
      table: '| TARGET | KEY | STAGING_VALUE | PROD_VALUE |\n| NEXTJS | SITE_URL | s | p |\n',
    });
    mkdirSync(path.join(loaded.directory, '.env.local'));
    expect(resolveProfile(loaded, name, { variables: {} }).sites[0]?.url.value).toBe(name === 'prod' ? 'p' : 's');
  },
);

test('a secret of .env.local is registered for redaction', () => {
  const loaded = deploymentWith({
    config: {
      ...config,
      platforms: {
        ...config.platforms,
        convex: {
          url: { value: 'https://c.test' },
          deployment: { value: 'dev:c' },
          deployKey: { key: 'CONVEX_DEPLOY_KEY' },
        },
      },
    },
    table,
    files: { '.env.local': 'CONVEX_DEPLOY_KEY=dev:c|made-up-local-key-77' },
  });
  expect(resolveProfile(loaded, 'dev', { variables: {} }).backends[0]?.deployKey?.isSet).toBe(true);
  expect(findSecrets('found: made-up-local-key-77')).toEqual(['CONVEX_DEPLOY_KEY']);
});

test('a .env.local that is not a file is told in a sentence', async () => {
  const loaded = deploymentWith({ config, table });
  mkdirSync(path.join(loaded.directory, '.env.local'));
  expect(await problemsOf(() => resolveProfile(loaded, 'dev', { variables: {} }))).toEqual([
    {
      place: '.env.local',
      message: 'the local variables cannot be read: it is a directory.',
      remedy: 'Mend the file or remove it.',
    },
  ]);
});

test('a .env.local of absurd size is told, not read', async () => {
  const loaded = withLocal();
  truncateSync(path.join(loaded.directory, '.env.local'), 200 * 1024 * 1024);
  expect(await problemsOf(() => resolveProfile(loaded, 'dev', { variables: {} }))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('209715200 bytes, more than the limit of 1048576') }),
  ]);
});
