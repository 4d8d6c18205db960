import { readMatrix } from './read-matrix.ts';
import type { Concurrency, Environment, Job, Permissions, RunDefaults, Step, Text } from './workflow.ts';
import type { YamlNode } from './yaml-file.ts';

export function readJob(id: Text, job: YamlNode): Job {
  const secrets = job.at('secrets');
  return {
    id: id.text,
    name: job.at('name').text?.text,
    file: id.file,
    line: id.line,
    needs: job.at('needs').items.flatMap(({ text }) => text ?? []),
    if: job.at('if').text,
    env: readEnvironment(job.at('env')),
    // `environment: production`, or a mapping with a name and a URL.
    environment: job.at('environment').text ?? job.at('environment').at('name').text,
    concurrency: readConcurrency(job.at('concurrency')),
    permissions: readPermissions(job.at('permissions')),
    continueOnError: job.at('continue-on-error').text,
    defaults: readDefaults(job.at('defaults')),
    matrix: readMatrix(job.at('strategy').at('matrix')),
    outputs: job.at('outputs').texts,
    runsOn: runsOn(job.at('runs-on')),
    steps: readSteps(job.at('steps')),
    uses: job.at('uses').text,
    with: job.at('with').texts,
    secrets: secrets.text?.text === 'inherit' ? 'inherit' : secrets.texts,
  };
}

/** @param steps the list of a job, of a composite action, or of a `parallel:` step */
export function readSteps(steps: YamlNode): Step[] {
  return steps.items.filter((step) => step.isMap).map(readStep);
}

function readStep(step: YamlNode): Step {
  const run = step.at('run').script;
  const uses = step.at('uses').text;
  return {
    ...step.place,
    id: step.at('id').text?.text,
    title: step.at('name').text?.text ?? uses?.text ?? run?.text.trim().split('\n')[0] ?? 'a step',
    if: step.at('if').text,
    run,
    uses,
    with: step.at('with').texts,
    env: readEnvironment(step.at('env')),
    shell: step.at('shell').text,
    workingDirectory: step.at('working-directory').text,
    continueOnError: step.at('continue-on-error').text,
    parallel: readSteps(step.at('parallel')),
  };
}

export function readEnvironment(env: YamlNode): Environment {
  return { texts: env.texts, computed: env.text };
}

export function readDefaults(defaults: YamlNode): RunDefaults {
  const run = defaults.at('run');
  return { shell: run.at('shell').text, workingDirectory: run.at('working-directory').text };
}

export function readPermissions(permissions: YamlNode): Permissions | undefined {
  // `permissions: {}` takes every permission away; a key without a value is not YAML mistake, and says the same.
  if (!permissions.isThere && !permissions.isMap) return undefined;
  return { ...permissions.place, everything: permissions.text?.text, scopes: permissions.texts };
}

export function readConcurrency(concurrency: YamlNode): Concurrency | undefined {
  if (!concurrency.isThere) return undefined;
  return {
    ...concurrency.place,
    group: concurrency.text ?? concurrency.at('group').text,
    cancelInProgress: concurrency.at('cancel-in-progress').text,
  };
}

/** `runs-on` as one text: a label, several, or a group. */
function runsOn(value: YamlNode): string {
  return (
    value.text?.text ?? (value.isMap ? [...value.texts.values()].map(({ text }) => text) : (value.list ?? [])).join(' ')
  );
}
