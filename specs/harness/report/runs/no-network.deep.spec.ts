import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { GateFolder } from '../gate-folder.ts';

/** Linux lets anyone have a network of their own, with nothing in it; some containers forbid it. */
const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0;
const table = `| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |
|---|---|---|---|---|
| Site | NEXTJS | APP_URL | https://dev.acme-shop.com | https://app.acme-shop.com |
`;

test.runIf(canUnshare)(
  'on a machine without any network a run ends with 3 and says so once',
  async () => {
    await using folder = new GateFolder({
      specs: { 'sample/reads': readsTheSite('sample/reads'), 'sample/reads-again': readsTheSite('sample/reads-again') },
      config: {
        platforms: { pages: { url: { key: 'APP_URL' } } },
        table: { file: 'sample.table', targets: ['NEXTJS'] },
      },
    });
    folder.writeTable(table);
    const { status, stdout } = spawnSync(
      'unshare',
      ['-rn', process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'prod'],
      { cwd: folder.root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' } },
    );
    expect(status, stdout).toBe(3);
    expect(stdout.match(/this machine has no network/g), stdout).toHaveLength(1);
    expect(stdout).toContain('2 checks could not be judged because of this');
    expect(stdout).not.toContain('Roll back');
  },
  120_000,
);

function readsTheSite(id: string): string {
  return `import { check } from '../../support/check/index.ts';
import { shownCertificate } from '../../support/platforms/read-certificate.ts';

check({
  id: '${id}',
  title: 'the site shows a certificate',
  platform: 'sample',
  effect: 'read',
  severity: 'critical',
  why: 'Without a network nothing is known of a site.',
  remedy: 'Look for a network.',
  needs: ['platforms.pages'],
  subjects: ({ sites }) => sites,
  async verify({ subject, read }) {
    await read(shownCertificate, subject);
    return [];
  },
});
`;
}
