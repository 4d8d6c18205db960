import { expect, test } from 'vitest';
import { foreignSiteMarks } from '../../../../support/families/isolation/site/site-marks.ts';
import { resolveProfile } from '../../../../support/profile/index.ts';
import { deploymentWith, plainConfig } from '../../profile/temporary-deployment.ts';

/** By what the site of production is searched for a preview whose cell says this. */
function marksOf(cell: string): string[] {
  const table = `| TARGET | KEY | DEV_VALUE | PREVIEW_VALUE | PROD_VALUE |
|---|---|---|---|---|
| NEXTJS | SITE_URL | https://dev.shop.example | https://preview.shop.example | https://shop.example |
| CONVEX | CONVEX_URL | https://patient-heron-417.convex.cloud | https://quiet-lynx-118.convex.cloud | https://steady-otter-902.convex.cloud |
| CONVEX | CONVEX_DEPLOYMENT | dev:patient-heron-417 | ${cell} | prod:steady-otter-902 |
`;
  const environments = {
    dev: { class: 'development' },
    preview: { class: 'development' },
    prod: { class: 'production' },
  } as const;
  const profile = resolveProfile(deploymentWith({ table, config: { ...plainConfig, environments } }), 'prod', {
    variables: {},
  });
  return foreignSiteMarks(profile).flatMap(({ kind, text, environment }) =>
    kind === 'deployment' && environment === 'preview' ? text : [],
  );
}

test.each(['-', '–', 'none', 'n/a', 'TODO', 'null'])('a cell of `%s` names no deployment to look for', (cell) => {
  expect(marksOf(cell)).toEqual([]);
});

test.each([
  ['dev:quiet-lynx-118', 'quiet-lynx-118'],
  ['our-own-server', 'our-own-server'],
])('%s is looked for', (cell, name) => {
  expect(marksOf(cell)).toEqual([name]);
});
