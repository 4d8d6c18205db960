import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DevelopmentValues } from '../../../support/sync/development-values.ts';
import { Refusal } from '../../../support/sync/refusal.ts';
import { applyLocal, planLocal } from '../../../support/sync/sync-local.ts';
import fc from '../property.ts';
import { syncDeployment } from './sync-deployment.ts';

const rows = `| Backend | NEXTJS | CONVEX_URL | https://patient-heron-417.convex.cloud | https://steady-otter-902.convex.cloud |
| Backend | NEXTJS | NAME | Shop of dev | Shop |
`;
const isolated = {
  table: {
    file: 'app.table',
    targets: ['NEXTJS', 'CONVEX', 'LOG_WORKER'],
    keys: { CONVEX_URL: { isolated: true }, TOKEN: { type: 'secret' as const, isolated: true } },
  },
};

describe('a local file holds nothing of another environment', () => {
  test.each(['prod', 'staging'])('values of %s cannot be made into local ones', (environment) => {
    using deployment = syncDeployment(rows, {
      environments: {
        dev: { class: 'development' },
        prod: { class: environment === 'prod' ? 'production' : 'staging' },
      },
    });
    const profile = deployment.profile('prod');
    const [target] = profile.sync.targets;
    expect(() => target && DevelopmentValues.of(profile, target)).toThrow(
      'a local file contains values of development only',
    );
  });

  test.each([
    ['inside a longer address', 'CALLBACK', 'https://auth.acme.test/?to=https%3A%2F%2Fsteady-otter-902.convex.cloud'],
    ['as a bare name', 'BACKEND_NAME', 'steady-otter-902'],
  ])('a development cell that carries it %s is refused', async (_, key, value) => {
    using deployment = syncDeployment(`${rows}| Site | NEXTJS | ${key} | ${value} | other |\n`, isolated);
    const profile = deployment.profile('dev');
    await expect(planLocal(profile, profile.sync)).rejects.toThrow(`${key}`);
    await expect(planLocal(profile, profile.sync)).rejects.toThrow('steady-otter-902 of prod');
  });

  test('an isolated cell that equals that of production is refused, and its value not shown', async () => {
    using deployment = syncDeployment(
      '| A | NEXTJS | TOKEN | made-up-shared-token | made-up-shared-token |\n',
      isolated,
    );
    const profile = deployment.profile('dev');
    const refusal = await planLocal(profile, profile.sync).catch((error: unknown) => error as Refusal);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(String(refusal)).toContain('TOKEN');
    expect(String(refusal)).not.toContain('made-up-shared-token');
  });

  test('a line that stands in the file already and carries it is not kept', async () => {
    using deployment = syncDeployment(rows, isolated);
    mkdirSync(path.join(deployment.directory, 'web'));
    writeFileSync(path.join(deployment.directory, 'web/.env.local'), 'OTHER=https://steady-otter-902.convex.site\n');
    const profile = deployment.profile('dev');
    await expect(planLocal(profile, profile.sync)).rejects.toThrow('web/.env.local contains OTHER');
  });

  test('whatever the table holds: a value of production never reaches a file', async () => {
    const own = fc.stringMatching(/^own-[a-z0-9]{6,12}$/);
    const foreign = fc.stringMatching(/^foreign-[a-z0-9]{6,12}$/);
    const row = fc.record({
      kind: fc.constantFrom('plain', 'swapped', 'reference', 'foreign-reference', 'foreign-alone', 'empty'),
      target: fc.constantFrom('NEXTJS', 'CONVEX', 'LOG_WORKER', 'NEXTJS,CONVEX'),
      dev: own,
      prod: foreign,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (drawn) => {
        const variables: Record<string, string> = {};
        const keys: Record<string, { type: 'secret'; isolated: true }> = {};
        const lines = drawn.map(({ kind, target, dev, prod }, index) => {
          const key = `KEY_${index}`;
          keys[key] = { type: 'secret', isolated: true };
          variables[`DEV_${key}`] = dev;
          variables[`PROD_${key}`] = prod;
          const cells = {
            plain: [dev, prod],
            swapped: [prod, prod],
            reference: [`\${DEV_${key}}`, `\${PROD_${key}}`],
            // Somebody wrote production's variable into the column of development.
            'foreign-reference': [`\${PROD_${key}}`, `\${PROD_${key}}`],
            'foreign-alone': [`\${PROD_${key}}`, 'foreign-other1'],
            empty: ['', prod],
          }[kind];
          return `| G | ${target} | ${key} | ${cells.join(' | ')} |\n`;
        });
        using deployment = syncDeployment(lines.join(''), { table: { ...isolated.table, keys } });
        const profile = deployment.profile('dev', variables);
        const tries = [
          async () => applyLocal(await planLocal(profile, profile.sync), profile.sync, { now: new Date() }),
          async () => {
            const prod = deployment.profile('prod', variables);
            return applyLocal(await planLocal(prod, prod.sync), prod.sync, { now: new Date() });
          },
        ];
        for (const attempt of tries) await attempt().catch((error: unknown) => expect(error).toBeInstanceOf(Refusal));
        for (const { localFile } of profile.sync.targets) {
          if (localFile && existsSync(localFile.file))
            expect(readFileSync(localFile.file, 'utf8')).not.toMatch(/foreign-[a-z0-9]/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
