import { readConcurrency, readDefaults, readEnvironment, readJob, readPermissions, readSteps } from './read-job.ts';
import { readRefusals } from './read-refusals.ts';
import { readInputs, readTriggers } from './read-triggers.ts';
import type { LocalAction, ReadFile, Workflow } from './workflow.ts';
import { YamlFile } from './yaml-file.ts';

/** One workflow: what GitHub's own parser refuses of it, and all that its model leaves out, with lines. */
export async function readWorkflow(file: string, content: string, readFile: ReadFile): Promise<Workflow> {
  const yaml = new YamlFile(file, content);
  const { root } = yaml;
  return {
    file,
    name: root.at('name').text?.text ?? file,
    triggers: readTriggers(root.at('on')),
    env: readEnvironment(root.at('env')),
    defaults: readDefaults(root.at('defaults')),
    permissions: readPermissions(root.at('permissions')),
    concurrency: readConcurrency(root.at('concurrency')),
    jobs: root.at('jobs').entries.map(({ key, value }) => readJob(key, value)),
    refusals: yaml.errors.length > 0 ? yaml.errors : await readRefusals(file, content, readFile),
  };
}

/** An action of the repository, from its `action.yml`. */
export function readLocalAction(file: string, content: string): LocalAction {
  const { root } = new YamlFile(file, content);
  const runs = root.at('runs');
  const outputs = root.at('outputs').entries.flatMap(({ key, value }) => {
    const text = value.at('value').text;
    return text ? [[key.text, text] as const] : [];
  });
  return {
    file,
    using: runs.at('using').text?.text ?? 'nothing',
    inputs: readInputs(root.at('inputs')),
    outputs: new Map(outputs),
    steps: readSteps(runs.at('steps')),
  };
}
