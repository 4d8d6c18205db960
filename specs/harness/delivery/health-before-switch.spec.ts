// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a workflow holds its expressions in this form
import { expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { filesOfRecord, type Pattern, readPipelines } from '../../../support/workflow/index.ts';
import { judgeHealthBeforeSwitch } from '../../delivery/health-before-switch.judge.ts';

const named = { command: 'bin/switch', health: 'bin/healthy', back: 'bin/switch --back' };
const patterns: Pattern[] = [
  { contains: named.back, role: 'switch-back' },
  { contains: named.health, role: 'health' },
  { contains: named.command, role: 'switch' },
];

const job = (name: string, steps: readonly string[], more = '') =>
  `  ${name}:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
const back = '{ if: failure(), run: bin/switch --back green }';
const start = 'run: docker run -d --name green acme/api:1.2.3';

/** The jobs of a workflow that a tag starts, and what is said of them: nothing, words of a finding, or that it is not known. */
const cases: Record<string, [jobs: string, says: string | undefined | 'not verified', more?: Record<string, string>]> =
  {
    'health before the switch, and a way back': [
      job('deploy', [start, 'run: bin/healthy green', 'run: bin/switch green', back]),
      undefined,
    ],
    'health in a job that the switch needs': [
      job('prepare', [start, 'run: bin/healthy green']) +
        job('switch', ['run: bin/switch green', back], '    needs: prepare\n'),
      undefined,
    ],
    'health in a job beside the switch': [
      job('prepare', [start, 'run: bin/healthy green']) + job('switch', ['run: bin/switch green', back]),
      'nothing before it runs `bin/healthy`',
    ],
    'a job that switches whatever the other says': [
      job('prepare', [start, 'run: bin/healthy green']) +
        job('switch', ['run: bin/switch green', back], '    needs: prepare\n    if: always()\n'),
      'it is reached where',
    ],
    'health that may fail': [
      job('deploy', [start, '{ run: bin/healthy green, continue-on-error: true }', 'run: bin/switch green', back]),
      'it is reached where',
    ],
    'health whose failure a pipe hides': [
      job('deploy', [start, 'run: bin/healthy green | tee health.log', 'run: bin/switch green', back]),
      'it is reached where',
    ],
    'health that an input skips': [
      job('deploy', [start, '{ if: "${{ !inputs.hurry }}", run: bin/healthy green }', 'run: bin/switch green', back]),
      'it is reached where',
    ],
    'both in one script': [
      job('deploy', [start, 'run: ./ship', back]),
      undefined,
      { ship: '#!/bin/bash\nset -e\nbin/healthy green\nbin/switch green\n' },
    ],
    'both in a script that goes on after a failure': [
      job('deploy', [start, 'run: ./ship', back]),
      'it is reached where',
      { ship: '#!/bin/bash\nbin/healthy green\nbin/switch green\n' },
    ],
    'health inside of what is not read': [
      job('deploy', [start, 'run: make deploy', 'run: bin/switch green', back]),
      'not verified',
    ],
    'no way back': [
      job('deploy', [start, 'run: bin/healthy green', 'run: bin/switch green', 'run: bin/smoke']),
      'nothing runs `bin/switch --back`',
    ],
    'a way back in a job of its own': [
      job('deploy', [start, 'run: bin/healthy green', 'run: bin/switch green', 'run: bin/smoke']) +
        job('back', ['run: bin/switch --back green'], '    needs: deploy\n    if: failure()\n'),
      undefined,
    ],
    'a workflow that never switches': [job('deploy', [start]), 'not verified'],
  };

test.each(Object.entries(cases))('%s', async (_name, [jobs, says, more = {}]) => {
  const text = `on: { push: { tags: ["v*"] }, workflow_dispatch: { inputs: { hurry: { type: boolean } } } }\njobs:\n${jobs}`;
  const files = filesOfRecord({ '.github/workflows/ship.yml': text, ...more });
  const delivery = await readPipelines(files, { defaultBranch: 'main', patterns, deploysItself: [] });
  const judge = () => judgeHealthBeforeSwitch(delivery, named).findings;
  if (says === 'not verified') expect(judge).toThrow(NotVerified);
  else {
    const said = judge().map(({ received }) => received);
    expect(said.length > 0, said.join('\n')).toBe(says !== undefined);
    expect(said.join('\n')).toContain(says ?? '');
  }
});
