import { describe, expect, test } from 'vitest';
import { comparePair } from '../../../support/families/config/compare-pair.ts';
import { isolatedPairs } from '../../../support/families/config/index.ts';
import { foreignSiteMarks } from '../../../support/families/isolation/site/site-marks.ts';
import { resolveProfile } from '../../../support/profile/index.ts';
import { Deployment, type DeploymentInput } from '../../../support/profile/schema.ts';
import { judgeLinks } from '../../isolation/links.judge.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

/** A preview has the site that a pull request brings, and a backend. */
const tableWith = (backend: 'dev:patient-heron-417' | 'prod:steady-otter-902') => {
  const name = backend.split(':')[1];
  return `| TARGET | KEY | DEV_VALUE | PREVIEW_VALUE | PROD_VALUE |
|---|---|---|---|---|
| NEXTJS | SITE_URL | https://dev.shop.example | https://4f3c2b1a.shop.pages.dev | https://shop.example |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.cloud | https://${name}.convex.cloud | https://steady-otter-902.convex.cloud |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | ${backend} | prod:steady-otter-902 |
`;
};

const environments = (preview: DeploymentInput['environments'][string]): DeploymentInput['environments'] => ({
  dev: { class: 'development' },
  preview,
  prod: { class: 'production' },
});
const profileOf = (table: string, preview: DeploymentInput['environments'][string]) =>
  resolveProfile(
    deploymentWith({ table, config: { ...plainConfig, environments: environments(preview) } }),
    'preview',
    {
      variables: {},
    },
  );
const equalKeys = (profile: ReturnType<typeof profileOf>) =>
  isolatedPairs(profile)
    .filter((pair) => comparePair(pair).verdict === 'equal')
    .map(({ own, otherEnvironment }) => `${own.key} of ${otherEnvironment}`);

describe('a preview that shares the backend of development', () => {
  const preview = { class: 'development', sharesBackendOf: 'dev' } as const;

  test('may have the values of development, and is held against production', () => {
    const profile = profileOf(tableWith('dev:patient-heron-417'), preview);
    expect(profile.others.map(({ environment }) => environment)).toEqual(['prod']);
    expect(equalKeys(profile)).toEqual([]);
    expect(foreignSiteMarks(profile).map(({ text }) => text)).toContain('steady-otter-902.convex.cloud');
  });

  test('is told where it has the values of production', () => {
    const profile = profileOf(tableWith('prod:steady-otter-902'), preview);
    expect(equalKeys(profile)).toEqual(['CONVEX_URL of prod', 'CONVEX_DEPLOYMENT of prod']);
  });

  test('is told for every shared value where the config does not say so', () => {
    const profile = profileOf(tableWith('dev:patient-heron-417'), { class: 'development' });
    expect(equalKeys(profile)).toEqual(['CONVEX_URL of dev', 'CONVEX_DEPLOYMENT of dev']);
  });
});

describe('a preview that the table has no column for', () => {
  const table = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |
|---|---|---|---|
| NEXTJS | SITE_URL | https://dev.shop.example | https://shop.example |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.cloud | https://steady-otter-902.convex.cloud |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | prod:steady-otter-902 |
| CONVEX | MAIL_TOKEN | \${MAIL_TOKEN} | \${PROD_MAIL_TOKEN} |
`;
  const resolved = (
    environment: string,
    variables: Record<string, string>,
    {
      spanning = false,
      sync,
      table: written = table,
    }: { spanning?: boolean; sync?: DeploymentInput['sync']; table?: string } = {},
  ) =>
    resolveProfile(
      deploymentWith({
        table: written,
        config: {
          ...plainConfig,
          environments: environments({ class: 'development', sharesBackendOf: 'dev' }),
          ...(sync && { sync }),
        },
      }),
      environment,
      { variables, spanning },
    );
  const settingOf = (profile: ReturnType<typeof resolved>, name: string) =>
    profile.table.values.find(({ key }) => key === name)?.setting;

  test('has the cells of the environment whose backend it uses, at their places', () => {
    const setting = settingOf(resolved('preview', {}), 'CONVEX_URL');
    expect(setting?.value).toBe('https://patient-heron-417.convex.cloud');
    expect(setting?.origin).toMatch(/table:4:\d+$/);
  });

  test('has a variable of its own in front of a cell', () => {
    const variables = { PREVIEW_SITE_URL: 'https://4f3c2b1a.shop.pages.dev' };
    expect(settingOf(resolved('preview', variables), 'SITE_URL')?.value).toBe(variables.PREVIEW_SITE_URL);
  });

  test('leaves development its variables, also in a run over every environment', () => {
    const variables = { MAIL_TOKEN: 'mail-token-of-development' };
    expect(settingOf(resolved('dev', variables, { spanning: true }), 'MAIL_TOKEN')?.value).toBe(variables.MAIL_TOKEN);
    expect(settingOf(resolved('preview', variables, { spanning: true }), 'MAIL_TOKEN')?.value).toBe(
      variables.MAIL_TOKEN,
    );
  });

  test('is held by a platform only where the config says so: the backend has the values of its owner', () => {
    const platformsOf = (environment: string, environments?: string[]) =>
      resolved(
        environment,
        {},
        {
          sync: { targets: { CONVEX: { platform: 'convex', ...(environments && { environments }) } } },
        },
      ).sync?.targets.map(({ platform }) => platform);

    expect(platformsOf('dev')).toEqual(['convex']);
    expect(platformsOf('preview')).toEqual([undefined]);
    expect(platformsOf('preview', ['dev', 'preview', 'prod'])).toEqual(['convex']);
  });

  test('may get links to the site of development, whose backend writes them, and none to production', () => {
    const profile = resolved('preview', { PREVIEW_SITE_URL: 'https://4f3c2b1a.shop.pages.dev' });
    const linksTo = (...links: string[]) =>
      judgeLinks(
        profile,
        { name: 'mail:preview', place: 'app.table:1:1', allow: [] },
        { links, further: [], texts: [] },
      );

    expect(linksTo('https://4f3c2b1a.shop.pages.dev/reset', 'https://dev.shop.example/reset')).toEqual([]);
    expect(linksTo('https://shop.example/reset').map(({ received }) => received)).toEqual([
      'https://shop.example/reset',
    ]);
  });

  test.each(['', '-', '–'])('has a cell of development where its own is `%s`', (none) => {
    const withColumn = `| TARGET | KEY | DEV_VALUE | PREVIEW_VALUE | PROD_VALUE |
|---|---|---|---|---|
| NEXTJS | SITE_URL | https://dev.shop.example | https://preview.shop.example | https://shop.example |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.cloud | ${none} | https://steady-otter-902.convex.cloud |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | ${none} | prod:steady-otter-902 |
| CONVEX | MAIL_TOKEN | \${MAIL_TOKEN} | ${none} | \${PROD_MAIL_TOKEN} |
`;
    const variables = { MAIL_TOKEN: 'mail-token-of-development' };
    const profile = resolved('preview', variables, { spanning: true, table: withColumn });

    expect(settingOf(profile, 'SITE_URL')?.value).toBe('https://preview.shop.example');
    expect(settingOf(profile, 'CONVEX_URL')?.value).toBe('https://patient-heron-417.convex.cloud');
    expect(settingOf(profile, 'MAIL_TOKEN')?.value).toBe(variables.MAIL_TOKEN);
  });

  test('needs a column where it has a backend of its own', () => {
    expect(() =>
      resolveProfile(
        deploymentWith({ table, config: { ...plainConfig, environments: environments({ class: 'development' }) } }),
        'preview',
        { variables: {} },
      ),
    ).toThrow('the table has no column for preview; its columns are for dev, prod.');
  });
});

describe('a backend is shared with none', () => {
  test.each<[string, DeploymentInput['environments'], string]>([
    [
      'of production',
      environments({ class: 'development', sharesBackendOf: 'prod' }),
      'class production shares its backend',
    ],
    [
      'by production',
      { ...environments({ class: 'development' }), prod: { class: 'production', sharesBackendOf: 'dev' } },
      'class production shares its backend',
    ],
    [
      'that is not there',
      environments({ class: 'development', sharesBackendOf: 'devel' }),
      '`devel` is not another environment',
    ],
    [
      'of its own',
      environments({ class: 'development', sharesBackendOf: 'preview' }),
      '`preview` is not another environment',
    ],
    [
      'by way of another one',
      {
        ...environments({ class: 'development', sharesBackendOf: 'dev' }),
        next: { class: 'development', sharesBackendOf: 'preview' },
      },
      'name that one',
    ],
  ])('%s', (_, of, message) => {
    const parsed = Deployment.safeParse({ ...plainConfig, environments: of });
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
