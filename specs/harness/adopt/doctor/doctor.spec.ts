import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { twinVariables } from '../../../../fixtures/twin/twin-variables.ts';
import type { Diagnosis, Ward } from '../../../../support/adopt/doctor/diagnosis.ts';
import { examine } from '../../../../support/adopt/doctor/examine.ts';
import { exitCodeOf, formatDoctor } from '../../../../support/adopt/doctor/format-doctor.ts';
import { lookAtMachine } from '../../../../support/adopt/doctor/look-at-machine.ts';
import { clockOf } from '../../../../support/adopt/doctor/try-addresses.ts';
import { loadDeployment } from '../../../../support/profile/index.ts';
import type { BrowserSearch } from '../../../../support/smoke/browser/browser-search.ts';
import { startTool, tools } from '../../command/tools.ts';
import { startSite, teamRepository } from '../../package/team-repository.ts';

const root = path.join(import.meta.dirname, '../../../..');

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const config = `import { defineDeployment } from '${path.join(root, 'support/profile/index.ts')}';
export default defineDeployment({
  name: 'acme',
  table: { file: 'acme.table', targets: ['APP'] },
  environments: { prod: { class: 'production', loopback: true } },
  platforms: {
    convex: { url: { key: 'CONVEX_URL' }, deployment: { key: 'CONVEX_DEPLOYMENT' }, deployKey: { key: 'CONVEX_DEPLOY_KEY' } },
    pages: { url: { key: 'SITE_URL' } },
  },
});
`;

interface Shape {
  site?: string;
  rows?: string;
  text?: string;
}

/** A team's folder whose backend and site are the twin's. */
function team({ site = twinVariables(twin).PROD_NEXT_PUBLIC_APP_URL ?? '', rows = '', text = config }: Shape = {}) {
  const { PROD_NEXT_PUBLIC_CONVEX_URL } = twinVariables(twin);
  return teamRepository({
    'deployment.config.ts': text,
    'acme.table': `| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| APP | CONVEX_URL | ${PROD_NEXT_PUBLIC_CONVEX_URL} |\n| APP | CONVEX_DEPLOYMENT | prod:steady-otter-902 |\n| APP | SITE_URL | ${site} |\n${rows}`,
  });
}

async function doctor(
  directory: string,
  variables: Record<string, string> = {},
  environment: string | undefined = 'prod',
) {
  const file = path.join(directory, 'deployment.config.ts');
  const given = { AIRLOCK_COMMIT: '0123456789abcdef0123456789abcdef01234567', PATH: process.env.PATH, ...variables };
  const wards = await examine({ environment, variables: given, file });
  return { wards, exitCode: exitCodeOf(wards), text: formatDoctor(wards) };
}

function of(wards: readonly Ward[], kind: Diagnosis['kind']): string[] {
  return wards.flatMap(({ diagnoses }) => diagnoses.filter((each) => each.kind === kind).map(({ what }) => what));
}

const key = () => ({ PROD_CONVEX_DEPLOY_KEY: twinVariables(twin).PROD_CONVEX_DEPLOY_KEY ?? '' });

describe('the doctor', () => {
  test('finds nothing missing where a run has what it needs, and sends reads alone', async () => {
    await using folder = team();
    const { fetch } = globalThis;
    const sent: string[] = [];
    globalThis.fetch = (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`);
      return fetch(input, init);
    };
    try {
      const { wards, exitCode, text } = await doctor(folder.directory, key());
      expect(of(wards, 'open'), text).toEqual([]);
      expect(exitCode).toBe(0);
      expect(text).toContain(
        'CONVEX_DEPLOY_KEY (environment variable PROD_CONVEX_DEPLOY_KEY): accepted (Convex, check_admin_key)',
      );
      expect(text).toMatch(/answers with status 200 \(platforms\.pages\.url\)/);
      expect(text).not.toContain(key().PROD_CONVEX_DEPLOY_KEY);
    } finally {
      globalThis.fetch = fetch;
    }
    const reads = /^(GET|HEAD) |^POST \/api\/(query|get_config_hashes)$/;
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.filter((each) => !reads.test(each))).toEqual([]);
  });

  test('says how many checks a missing key would enable', async () => {
    await using folder = team();
    const { wards, exitCode, text } = await doctor(folder.directory);
    expect(exitCode).toBe(3);
    expect(of(wards, 'open').join('\n')).toMatch(
      /CONVEX_DEPLOY_KEY has no value for prod.* With it \d+ more checks can be verified: /,
    );
    expect(text).toContain('→ Set PROD_CONVEX_DEPLOY_KEY');
  });

  test('tries a key, and does not take its presence for its power', async () => {
    await using folder = team();
    const { wards, exitCode, text } = await doctor(folder.directory, {
      PROD_CONVEX_DEPLOY_KEY: 'prod:steady-otter-902|bm90LWEta2V5',
    });
    expect(exitCode).toBe(3);
    expect(of(wards, 'open')).toEqual([
      expect.stringMatching(/the deploy key is refused \(Convex, check_admin_key: status 40[13]/),
    ]);
    expect(text).not.toContain('bm90LWEta2V5');
  });

  test('finds nothing missing where a check that only warns cannot be verified, and says what would let it be', async () => {
    const source = config.replace('deployKey:', "backend: { source: './convex' }, deployKey:");
    await using folder = team({ text: source });
    folder.write('package.json', '{ "dependencies": { "convex": "1.48.0" } }');
    cpSync(path.join(root, 'fixtures/twin/backend/convex'), path.join(folder.directory, 'convex'), { recursive: true });
    const { wards, exitCode, text } = await doctor(folder.directory, key());
    expect(of(wards, 'open'), text).toEqual([]);
    expect(of(wards, 'note').join('\n')).toMatch(/accepted .*1 of the \d+ checks .*: convex\/modules-match-source \(/);
    expect(text).toMatch(/convex\/modules-match-source .*\n {6}→ .*[Ii]nstall/);
    expect(exitCode).toBe(0);
  });

  test('names an address that does not answer, with what to do', async () => {
    const gone = await startSite();
    await gone[Symbol.asyncDispose]();
    await using folder = team({ site: gone.url });
    const { exitCode, text } = await doctor(folder.directory, key());
    expect(exitCode).toBe(3);
    expect(text).toMatch(/\? http:\/\/127\.0\.0\.1:\d+ \(platforms\.pages\.url\): .*refused/);
    expect(text).toContain('nothing accepts connections there');
  });

  test('counts the rows of a table that cannot be read', async () => {
    await using folder = team({ rows: '| APP | BROKEN ROW |\n' });
    const { exitCode, text } = await doctor(folder.directory, key());
    expect(exitCode).toBe(3);
    expect(text).toMatch(/acme\.table: 1 row cannot be read/);
    expect(text).toContain('Correct line 6');
  });

  test('says what of the config is wrong, and looks at the machine all the same', async () => {
    await using folder = team({ text: config.replace("class: 'production'", "class: 'prduction'") });
    const { exitCode, text } = await doctor(folder.directory, key());
    expect(exitCode).toBe(78);
    expect(text).toContain('environments.prod.class');
    expect(text).toContain('✓ Node 2');
  });

  test('knows no environment that the config does not have', async () => {
    await using folder = team();
    const { exitCode, text } = await doctor(folder.directory, key(), 'production');
    expect(exitCode).toBe(78);
    expect(text).toContain('it is not an environment of acme');
  });
});

describe('the clock', () => {
  test.each([
    [[], 'note', 'no address'],
    [[{ aheadMs: 900 }, { aheadMs: 3_600_000 }], 'good', 'agrees'],
    [[{ aheadMs: 3_600_000 }], 'open', '3600 s ahead of'],
    [[{ aheadMs: -120_000 }], 'open', '120 s behind'],
    [[{ aheadMs: undefined }], 'note', 'no address'],
  ] as const)('%j: %s', (knocks, kind, said) => {
    expect(clockOf(knocks)).toMatchObject({ kind, what: expect.stringContaining(said) });
  });
});

describe('this machine', () => {
  const bare: BrowserSearch = {
    platform: 'linux',
    isRoot: false,
    environment: { PATH: '' },
    playwrightExecutable: '/nowhere/chrome',
    isExecutable: async () => false,
    run: async () => ({ exitCode: 'not started', output: '' }),
  };

  test('without a browser keeps smoke tests from being verified, and nothing is installed', async () => {
    const loaded = await loadDeployment(path.join(root, 'deployment.config.ts'));
    const ran: string[] = [];
    const search: BrowserSearch = {
      ...bare,
      run: async (command) => {
        ran.push(command);
        return { exitCode: 'not started', output: '' };
      },
    };
    const diagnoses = await lookAtMachine(loaded, {}, search);
    expect(diagnoses).toContainEqual(
      expect.objectContaining({ kind: 'open', what: expect.stringContaining('no Chromium') }),
    );
    expect(ran).toEqual(['npm']);
  });

  test.each([
    [{ AIRLOCK_COMMIT: 'main' }, 'wrong', 'not a commit hash: main'],
    [{ GITHUB_SHA: 'a'.repeat(40) }, 'good', '(GITHUB_SHA)'],
    [{ AIRLOCK_COMMIT: '', HTTPS_PROXY: 'http://proxy:3128' }, 'note', 'HTTPS_PROXY is set'],
  ])('%j', async (variables, kind, said) => {
    const diagnoses = await lookAtMachine(
      await loadDeployment(path.join(root, 'deployment.config.ts')),
      variables,
      bare,
    );
    expect(diagnoses).toContainEqual(expect.objectContaining({ kind, what: expect.stringContaining(said) }));
  });

  test('starts as a tool in a folder without any config', async () => {
    await using folder = teamRepository({});
    const file = tools.get('doctor') ?? '';
    const { exitCode, stdout } = await startTool(file, [], {
      DEPLOYMENT_CONFIG: path.join(folder.directory, 'none.config.ts'),
    }).ended;
    expect(exitCode).toBe(78);
    expect(stdout).toContain('none.config.ts');
    expect(stdout).toContain('✓ Node 2');
  });
});
