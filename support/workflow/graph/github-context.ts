import { booleanOf, empty, known, optionsOf, unknown, type Value } from '../expression/value.ts';
import type { Worlds } from '../formula/worlds.ts';
import type { Input } from '../source/workflow.ts';
import type { PipelineRun } from './pipeline-run.ts';
import type { Scenario } from './scenario.ts';

/** `github.…` in one scenario, as far as it follows from the event; undefined where nobody can know it. */
export function githubValue(path: readonly string[], scenario: Scenario, run: GithubRun): Value | undefined {
  const [name = '', ...rest] = path;
  switch (name) {
    case 'event_name':
      return known(scenario.event);
    case 'ref':
      return known(scenario.ref);
    case 'ref_name':
      return known(scenario.refName);
    case 'ref_type':
      return known(scenario.refType);
    case 'head_ref':
      return ofPullRequest(scenario) ? undefined : empty;
    case 'base_ref':
      return ofPullRequest(scenario) ? known(scenario.isMerged ? scenario.refName : run.defaultBranch) : empty;
    case 'repository':
      return run.repositoryName === undefined ? undefined : known(run.repositoryName);
    case 'repository_owner':
      return run.repositoryName === undefined ? undefined : known(run.repositoryName.split('/')[0] ?? '');
    case 'event':
      return eventValue(rest, scenario, run);
    default:
      return undefined;
  }
}

function ofPullRequest({ isPullRequest, isMerged }: Scenario): boolean {
  return isPullRequest || isMerged === true;
}

export interface GithubRun {
  worlds: Worlds;
  defaultBranch: string;
  /** What the repository is called, where its workflows tell. */
  repositoryName: string | undefined;
  /** What this run follows, by `workflow_run`. */
  follows: PipelineRun | undefined;
}

function eventValue(path: readonly string[], scenario: Scenario, run: GithubRun): Value | undefined {
  const [name = '', second = ''] = path;
  if (name === 'ref') return known(scenario.ref);
  if (name === 'repository' && second === 'default_branch') return known(run.defaultBranch);
  if (name === 'deleted' && scenario.event === 'push') return known(false);
  if (name === 'action' && scenario.isMerged) return known('closed');
  if (name === 'action')
    return scenario.trigger.types?.length === 1 ? known(scenario.trigger.types[0] ?? '') : undefined;
  if (name === 'schedule')
    return scenario.trigger.cron.length === 1 ? known(scenario.trigger.cron[0] ?? '') : undefined;
  if (name === 'pull_request' && !ofPullRequest(scenario)) return known(null);
  if (name === 'pull_request' && second === 'merged') return known(scenario.isMerged === true);
  if (name === 'pull_request' && path.slice(1).join('.') === 'base.ref' && scenario.isMerged)
    return known(scenario.refName);
  if (name === 'inputs') return inputText(second, scenario, run.worlds);
  return name === 'workflow_run' ? followedValue(path.slice(1), run) : undefined;
}

/** What `github.event.workflow_run` says of the run that this one follows. */
function followedValue([name]: readonly string[], { follows, worlds }: GithubRun): Value | undefined {
  if (!follows) return known(null);
  const { formulas } = worlds;
  const others = formulas.not(formulas.any(follows.succeeded, follows.failed));
  if (name === 'conclusion')
    return {
      kind: 'choice',
      options: [
        { when: follows.succeeded, value: known('success') },
        { when: follows.failed, value: known('failure') },
        { when: others, value: known('skipped') },
      ],
    };
  if (name === 'head_branch') return known(follows.scenario.refName);
  if (name === 'event') return known(follows.scenario.event);
  return name === 'name' && follows.workflow ? known(follows.workflow.name) : undefined;
}

/** `inputs.x` of a run by hand: a boolean, one of its options, or a text. Other events have no inputs. */
export function inputValue(name: string, inputs: readonly Input[], worlds: Worlds): Value {
  const input = inputs.find((each) => each.name === name);
  if (!input) return known(null);
  const label = `inputs.${name}`;
  if (input.type === 'boolean') return booleanOf(worlds, worlds.flag(label));
  if (input.type !== 'choice' || input.options.length === 0) return unknown(label);
  const whens = worlds.oneOf(label, input.options);
  return {
    kind: 'choice',
    options: input.options.map((option, index) => ({
      when: whens[index] ?? worlds.formulas.never,
      value: known(option),
    })),
  };
}

/** `github.event.inputs.x` is always a text: `'true'` where `inputs.x` is `true`. */
function inputText(name: string, { inputs }: Scenario, worlds: Worlds): Value {
  const value = inputValue(name, inputs, worlds);
  if (value.kind === 'unknown') return value;
  return {
    kind: 'choice',
    options: optionsOf(worlds, value).map(({ when, value: leaf }) => ({
      when,
      value: leaf.kind === 'known' ? known(String(leaf.value ?? '')) : leaf,
    })),
  };
}
