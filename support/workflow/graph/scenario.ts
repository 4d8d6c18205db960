import type { Input, Place, Trigger, Workflow } from '../source/workflow.ts';
import { exampleOf, isLiteral, passes } from './name-patterns.ts';

/** One way in which a workflow starts. */
export interface Scenario {
  /** "a push to main" */
  title: string;
  trigger: Trigger;
  event: string;
  /** `refs/heads/main`, `refs/tags/v1` */
  ref: string;
  refName: string;
  refType: 'branch' | 'tag';
  /** The branch that is checked out; undefined for tags. */
  branch: string | undefined;
  /** Nobody has to start it. */
  isAutomatic: boolean;
  isPullRequest: boolean;
  /** A pull request that was closed by its merge. */
  isMerged?: true;
  /** Starts only where files of these paths changed; GitHub does not look at paths of tags. */
  paths: readonly string[] | undefined;
  inputs: readonly Input[];
}

/** A workflow with more branches than these in its filter is not followed. */
const mostBranches = 40;

/** A workflow starts in more ways than are followed. */
export class TooManyBranches extends Error {
  override readonly name = 'TooManyBranches';
}

/** Every way in which a workflow starts by itself or by hand; not what it is called or followed by. */
export function scenariosOf(workflow: Workflow, defaultBranch: string): Scenario[] {
  return workflow.triggers.flatMap((trigger) => scenariosOfTrigger(trigger, defaultBranch));
}

function scenariosOfTrigger(trigger: Trigger, defaultBranch: string): Scenario[] {
  const at = { trigger, ...branchRef(defaultBranch), ...ofEvent(trigger) };
  switch (trigger.event) {
    case 'workflow_call':
    case 'workflow_run':
      return [];
    case 'push':
      return pushScenarios(trigger, defaultBranch);
    case 'merge_group':
      return [{ ...at, ...branchRef(`gh-readonly-queue/${defaultBranch}/pr-1`), title: 'the merge queue' }];
    case 'pull_request':
    case 'pull_request_target':
      return pullRequests(trigger, defaultBranch);
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return [{ ...at, ...ofRequest }];
    case 'release':
      return [{ ...at, ...tagRef('v1.0.0'), title: 'a release' }];
    case 'workflow_dispatch':
      return [{ ...at, title: 'a run by hand' }];
    case 'schedule':
      return [{ ...at, title: `the schedule ${trigger.cron.join(', ')}` }];
    default:
      return [{ ...at, title: `the event ${trigger.event}` }];
  }
}

const ofRequest = { title: 'a pull request', ref: 'refs/pull/1/merge', refName: '1/merge', branch: '1/merge' };
const ofTarget = 'a pull request (pull_request_target)';

/**
 * A pull request, and one that was merged where the workflow waits for that: it is run for the branch that it was merged
 * into (docs.github.com, "Default environment variables", GITHUB_REF).
 */
function pullRequests(trigger: Trigger, defaultBranch: string): Scenario[] {
  const isOpen = !trigger.types || trigger.types.some((type) => type !== 'closed');
  const isMerged = trigger.types?.includes('closed') === true;
  const into = trigger.branches?.find(isLiteral) ?? defaultBranch;
  const open = { trigger, ...ofEvent(trigger), ...branchRef(defaultBranch) };
  const takesDefault = !trigger.branches || passes(trigger.branches, defaultBranch);
  return [
    ...(isOpen || !isMerged
      ? [trigger.event === 'pull_request' ? { ...open, ...ofRequest } : { ...open, title: ofTarget }]
      : []),
    ...(isMerged
      ? [
          {
            ...open,
            ...branchRef(takesDefault ? defaultBranch : into),
            title: 'a pull request that is merged',
            isPullRequest: false,
            isMerged: true as const,
          },
        ]
      : []),
  ];
}

function ofEvent(trigger: Trigger) {
  const isPullRequest = trigger.event.startsWith('pull_request');
  return {
    event: trigger.event,
    isAutomatic: trigger.event !== 'workflow_dispatch' && trigger.event !== 'repository_dispatch',
    isPullRequest,
    paths: trigger.paths ?? trigger.pathsIgnore?.map((path) => `!${path}`),
    inputs: trigger.inputs,
  };
}

function branchRef(name: string) {
  return { ref: `refs/heads/${name}`, refName: name, refType: 'branch' as const, branch: name };
}

function tagRef(name: string) {
  return { ref: `refs/tags/${name}`, refName: name, refType: 'tag' as const, branch: undefined };
}

/** With a filter of branches alone, no tag starts it; with one of tags alone, no branch does. */
function pushScenarios(trigger: Trigger, defaultBranch: string): Scenario[] {
  const { branches, branchesIgnore, tags, tagsIgnore } = trigger;
  const hasBranchFilter = branches !== undefined || branchesIgnore !== undefined;
  const hasTagFilter = tags !== undefined || tagsIgnore !== undefined;

  const names = hasBranchFilter || !hasTagFilter ? branchNames(trigger, defaultBranch) : [];
  const tagPatterns = hasTagFilter || !hasBranchFilter ? (tags ?? ['v*']).filter((tag) => !tag.startsWith('!')) : [];
  return [
    ...names.map(({ name, title }) => ({
      trigger,
      ...ofEvent(trigger),
      ...branchRef(name),
      title: `a push to ${title}`,
    })),
    ...tagPatterns.map((pattern) => ({
      trigger,
      ...ofEvent(trigger),
      ...tagRef(exampleOf(pattern)),
      title: `a tag ${pattern}`,
      paths: undefined,
    })),
  ];
}

function branchNames({ branches, branchesIgnore = [] }: Trigger, defaultBranch: string) {
  const takesDefault = branches ? passes(branches, defaultBranch) : !passes(branchesIgnore, defaultBranch);
  const isOther = (pattern: string) => !pattern.startsWith('!') && !passes([pattern], defaultBranch);
  const others = branches
    ? branches
        .filter(isOther)
        .map((pattern) => ({ name: exampleOf(pattern), title: isLiteral(pattern) ? pattern : `a branch ${pattern}` }))
    : [{ name: 'any-other-branch', title: 'any other branch' }];
  const all = [...(takesDefault ? [{ name: defaultBranch, title: defaultBranch }] : []), ...others];
  if (all.length > mostBranches)
    throw new TooManyBranches(`its filter names ${all.length} branches, and at most ${mostBranches} are followed`);
  return all;
}

/** A push to a branch that no workflow of GitHub is about. @param place what says that something happens then */
export function pushScenario(place: Place, branch: string): Scenario {
  return {
    title: `a push to ${branch}`,
    trigger: {
      event: 'push',
      ...place,
      branches: [branch],
      branchesIgnore: undefined,
      tags: undefined,
      tagsIgnore: undefined,
      paths: undefined,
      pathsIgnore: undefined,
      types: undefined,
      workflows: undefined,
      cron: [],
      inputs: [],
    },
    event: 'push',
    ref: `refs/heads/${branch}`,
    refName: branch,
    refType: 'branch',
    branch,
    isAutomatic: true,
    isPullRequest: false,
    paths: undefined,
    inputs: [],
  };
}
