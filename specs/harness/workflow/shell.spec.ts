import { describe, expect, test } from 'vitest';
import { readStep, readSteps } from './one-step.ts';

/** The simplest case in which the step is green, and the backend was not deployed; undefined where there is none. */
async function greenWithout(script: string): Promise<string | undefined> {
  return (await readStep(script)).greenWithout('backend');
}

const fails = '`npx convex deploy` (.github/workflows/a.yml:';

describe('a script that cannot be green without its deploy', () => {
  test.each([
    'npx convex deploy',
    'npm ci\nnpx convex deploy\necho done',
    'npx convex deploy || exit 1',
    'if ! npx convex deploy; then exit 1; fi',
    'npm test && npx convex deploy',
    'set +e\nnpx convex deploy',
    'set +e\nnpx convex deploy\nexit $?',
    'set +e\nnpx convex deploy\nrc=$?\necho done\nif [ $rc -ne 0 ]; then exit $rc; fi',
    'set -o pipefail\nnpx convex deploy | tee log',
    'for i in 1 2 3; do npx convex deploy && exit 0; sleep 5; done\nexit 1',
    'until npx convex deploy; do sleep 5; done',
    '(cd . && npx convex deploy)',
    '{ npx convex deploy; }',
    'ship() { npx convex deploy; }\nship',
    'OUT=$(npx convex deploy)',
    'if [ "$GITHUB_REF" = refs/heads/main ]; then npx convex deploy; fi',
    'case "$GITHUB_REF_NAME" in main) npx convex deploy ;; *) exit 0 ;; esac',
    'if npx convex deploy; then echo ok; else echo failed; exit 1; fi',
  ])('%s', async (script) => {
    expect(await greenWithout(script)).toBeUndefined();
  });
});

describe('a script that can be green without its deploy', () => {
  test.each<[string, string]>([
    ['npx convex deploy || true', fails],
    ['npx convex deploy || echo failed', fails],
    ['npx convex deploy &', fails],
    ['npx convex deploy | tee log', fails],
    ['set +e\nnpx convex deploy\necho done', fails],
    // Only the last command of `&&` ends the script.
    ['npx convex deploy && echo ok\necho done', fails],
    ['if npx convex deploy; then echo ok; fi', fails],
    ['! npx convex deploy\necho done', fails],
    ['echo "$(npx convex deploy)"', fails],
    ['export OUT=$(npx convex deploy)', fails],
    ['for i in 1 2; do npx convex deploy && break; sleep 5; done', fails],
    ['ship() { npx convex deploy; return 0; }\nship || true', fails],
    ['bash -c "npx convex deploy; echo done"', '`npx convex deploy`'],
    ['if [ -n "$RUNNER_TOOL" ]; then npx convex deploy; fi', '`$RUNNER_TOOL` is empty'],
    ['[ "$GITHUB_ACTOR" = bot ] && exit 0\nnpx convex deploy', "`$GITHUB_ACTOR` is 'bot'"],
    ['case "$GITHUB_ACTOR" in bot) ;; *) npx convex deploy ;; esac', "`$GITHUB_ACTOR` is 'bot'"],
    ['git diff --quiet HEAD~ -- convex || npx convex deploy', ''],
    ['while read -r app; do npx convex deploy; done < apps', 'is false'],
  ])('%s', async (script, words) => {
    expect(await greenWithout(script)).toContain(words);
  });
});

describe('the shell of a step', () => {
  const piped = (shell: string) => readSteps(`      - run: npx convex deploy | tee log\n        shell: ${shell}\n`);

  test('has pipefail where it is named `bash`, and not where it is not named', async () => {
    expect((await piped('bash')).greenWithout('backend')).toBeUndefined();
    expect((await piped('sh')).greenWithout('backend')).toContain(fails);
    expect((await readStep('npx convex deploy | tee log')).greenWithout('backend')).toContain(fails);
    expect((await piped('bash -e {0}')).greenWithout('backend')).toContain(fails);
    expect((await piped('bash -eo pipefail {0}')).greenWithout('backend')).toBeUndefined();
  });

  test('of a custom line stops on failures only where it says so', async () => {
    const two = (shell: string) =>
      readSteps(`      - run: |\n          npx convex deploy\n          echo done\n        shell: ${shell}\n`);
    expect((await two('bash {0}')).greenWithout('backend')).toContain(fails);
    expect((await two('bash -e {0}')).greenWithout('backend')).toBeUndefined();
  });

  test('may be that of the job or of the workflow', async () => {
    const steps = '      - run: npx convex deploy | tee log\n';
    const named = await readSteps(steps, undefined, '    defaults: { run: { shell: bash } }\n');
    expect(named.greenWithout('backend')).toBeUndefined();
  });
});

describe('a step', () => {
  const condition = (text: string) => readSteps(`      - if: ${text}\n        run: npx convex deploy\n`);

  test('that may fail, or may not run, leaves its job green', async () => {
    const forgiven = await readSteps('      - run: npx convex deploy\n        continue-on-error: true\n');
    expect(forgiven.greenWithout('backend')).toContain(fails);
    expect((await condition("github.ref == 'refs/heads/main'")).greenWithout('backend')).toBeUndefined();
    expect((await condition("vars.DEPLOY == 'yes'")).greenWithout('backend')).toBe("`vars.DEPLOY` is not 'yes'");
  });

  test('after a failed one does not run, unless it asks to', async () => {
    const second = (lines: string) =>
      readSteps(`      - run: npm test\n        continue-on-error: false\n      - run: npx convex deploy\n${lines}`);
    const { job, run } = await second('        if: always()\n');
    const [occurrence] = job.occurrences;
    expect(occurrence?.reached).toBe(run.worlds.formulas.always);
    expect((await second('')).job.occurrences[0]?.reached).not.toBe(run.worlds.formulas.always);
  });

  test('asks how another one ended', async () => {
    const { greenWithout: without } = await readSteps(
      `      - id: build
        run: npm run build
        continue-on-error: true
      - if: steps.build.outcome == 'success'
        run: npx convex deploy
`,
    );
    expect(without('backend')).toBe('`npm run build` (.github/workflows/a.yml:7) fails');
  });
});

test('a composite action of the repository runs its steps with its inputs', async () => {
  const expression = (text: string) => `\${{ ${text} }}`;
  const files = {
    'package.json': '{"dependencies":{"convex":"1"}}',
    'convex/schema.ts': '',
    '.github/actions/ship/action.yml': `inputs: { folder: { default: . }, deploy: { default: 'true' } }
runs:
  using: composite
  steps:
    - if: inputs.deploy == 'true'
      run: npx convex deploy
      shell: bash
      working-directory: ${expression('inputs.folder')}
`,
  };
  const {
    operations,
    places,
    greenWithout: without,
  } = await readSteps('      - uses: ./.github/actions/ship\n', files);
  expect(operations).toEqual(['backend convex production']);
  expect(places).toEqual([['.github/workflows/a.yml:6', '.github/actions/ship/action.yml:6']]);
  expect(without('backend')).toBeUndefined();
  const off = await readSteps('      - uses: ./.github/actions/ship\n        with: { deploy: false }\n', files);
  expect(off.operations).toEqual([]);
});
