import fc from '../property.ts';

/** A step of a generated job, in the few words that decide. */
export interface MadeStep {
  does: 'backend' | 'site' | 'push' | 'start' | 'other';
  if: 'a' | 'not a' | 'always' | undefined;
  /** A failure is thrown away by the script, or forgiven by the step. */
  mask: 'or true' | 'forgiven' | undefined;
}

export interface MadeJob {
  /** Indices of jobs before it. */
  needs: readonly number[];
  if:
    | 'always'
    | 'not cancelled'
    | 'not failure'
    | 'failure'
    | 'a'
    | 'not b'
    | 'first need succeeded'
    | 'no need failed'
    | undefined;
  forgiven: boolean;
  /** It is in an environment that has reviewers. */
  reviewed: boolean;
  steps: readonly MadeStep[];
}

const step = (...does: readonly MadeStep['does'][]): fc.Arbitrary<MadeStep> =>
  fc.record({
    does: fc.constantFrom(...does),
    if: fc.constantFrom(undefined, undefined, undefined, 'a' as const, 'not a' as const, 'always' as const),
    mask: fc.constantFrom(undefined, undefined, undefined, 'or true' as const, 'forgiven' as const),
  });

const condition = fc.constantFrom(
  undefined,
  undefined,
  'always' as const,
  'not cancelled' as const,
  'not failure' as const,
  'failure' as const,
  'a' as const,
  'not b' as const,
  'first need succeeded' as const,
  'no need failed' as const,
);

/** Pipelines of a site and a backend. */
export const pipeline = pipelineOf(step('backend', 'site', 'other'));
/** Pipelines of containers whose images they push, in jobs that may wait for a reviewer. */
export const containerPipeline = pipelineOf(step('push', 'start', 'other'));

/** Up to four jobs; each may need any of those before it. */
function pipelineOf(steps: fc.Arbitrary<MadeStep>): fc.Arbitrary<readonly MadeJob[]> {
  return fc.integer({ min: 1, max: 4 }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc.record({
          needs: fc.subarray(Array.from({ length: index }, (_each, before) => before)),
          if: condition,
          forgiven: fc.boolean().map((is) => is && index % 2 === 0),
          reviewed: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
          steps: fc.array(steps, { minLength: 1, maxLength: 2 }),
        }),
      ),
    ),
  );
}

const image = `ghcr.io/acme/api:\${{ github.sha }}`;
const commands = {
  backend: 'npx convex deploy',
  site: 'npx wrangler pages deploy dist',
  push: `docker push ${image}`,
  start: `docker run -d ${image}`,
  other: 'npm test',
} as const;
const stepConditions = { a: 'inputs.a', 'not a': '!inputs.a', always: 'always()' } as const;

/** The workflow, and the line of each step: `lines[job][step]`. */
export function writePipeline(jobs: readonly MadeJob[]): { text: string; lines: number[][] } {
  const written = [
    'on:',
    '  workflow_dispatch:',
    '    inputs: { a: { type: boolean }, b: { type: boolean } }',
    'jobs:',
  ];
  const lines = jobs.map((job, index) => {
    written.push(`  j${index}:`, '    runs-on: ubuntu-latest', "    env: { CONVEX_DEPLOY_KEY: 'prod:a|b' }");
    if (job.needs.length > 0) written.push(`    needs: [${job.needs.map((need) => `j${need}`).join(', ')}]`);
    const text = jobCondition(job);
    if (text !== undefined) written.push(`    if: "\${{ ${text} }}"`);
    if (job.reviewed) written.push('    environment: production');
    if (job.forgiven) written.push('    continue-on-error: true');
    written.push('    steps:');
    return job.steps.map((each) => written.push(`      - { ${stepFields(each).join(', ')} }`));
  });
  return { text: `${written.join('\n')}\n`, lines };
}

function jobCondition(job: MadeJob): string | undefined {
  const [need] = job.needs;
  switch (job.if) {
    case undefined:
      return undefined;
    case 'always':
      return 'always()';
    case 'not cancelled':
      return '!cancelled()';
    case 'not failure':
      return '!failure()';
    case 'failure':
      return 'failure()';
    case 'a':
      return 'inputs.a';
    case 'not b':
      return '!inputs.b';
    case 'first need succeeded':
      return need === undefined ? 'always()' : `always() && needs.j${need}.result == 'success'`;
    case 'no need failed':
      return "always() && !contains(needs.*.result, 'failure')";
  }
}

function stepFields({ does, if: condition, mask }: MadeStep): string[] {
  return [
    `run: '${commands[does]}${mask === 'or true' ? ' || true' : ''}'`,
    ...(condition === undefined ? [] : [`if: '${stepConditions[condition]}'`]),
    ...(mask === 'forgiven' ? ['continue-on-error: true'] : []),
  ];
}
