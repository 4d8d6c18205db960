import { folderOf, type Repository } from '../repository/repository.ts';
import { textMayDeploy } from './deploy-words.ts';
import { anyDeploy, type Unread } from './operation.ts';
import { mayLeadToDeploy } from './reachable-text.ts';
import type { Pattern } from './recognise-command.ts';

/** A system beside GitHub Actions that builds and deploys what is in the repository, by its files. */
export interface OtherSystem {
  called: string;
  file: string;
  unread: Unread;
}

const systems: readonly [called: string, files: RegExp][] = [
  ['GitLab CI', /^\.gitlab-ci\.ya?ml$/],
  ['CircleCI', /^\.circleci\/[^/]+\.ya?ml$/],
  ['Bitbucket Pipelines', /^bitbucket-pipelines\.ya?ml$/],
  [
    'Azure Pipelines',
    /^(?:.*\/)?\.?azure-pipelines(?:\.[\w-]+)?\.ya?ml$|^\.(?:azure-pipelines|azuredevops|vsts)\/.+\.ya?ml$/,
  ],
  ['Jenkins', /^(?:.*\/)?Jenkinsfile(?:[.-][\w-]+)?$/],
  ['Buildkite', /^\.buildkite\/.+\.ya?ml$/],
  ['Drone', /^\.drone\.(?:ya?ml|jsonnet|star)$/],
  ['Woodpecker', /^\.woodpecker(?:\.ya?ml|\/.+\.ya?ml)$/],
  ['Travis CI', /^\.travis\.ya?ml$/],
  ['AppVeyor', /^\.?appveyor\.ya?ml$/],
  ['Semaphore', /^\.semaphore\/.+\.ya?ml$/],
  ['Codefresh', /^(?:\.codefresh\/)?codefresh\.ya?ml$/],
  ['Cloud Build', /^(?:.*\/)?cloudbuild(?:[.-][\w-]+)?\.(?:ya?ml|json)$/],
  ['AWS CodeBuild', /^(?:.*\/)?buildspec(?:[.-][\w-]+)?\.ya?ml$/],
  ['Gitea Actions', /^\.gitea\/workflows\/[^/]+\.ya?ml$/],
  ['Forgejo Actions', /^\.forgejo\/workflows\/[^/]+\.ya?ml$/],
  ['EAS Workflows', /^(?:.*\/)?\.eas\/workflows\/[^/]+\.ya?ml$/],
  ['Codemagic', /^codemagic\.ya?ml$/],
  ['Bitrise', /^\.?bitrise\.ya?ml$/],
  ['Tekton', /^\.tekton\/.+\.ya?ml$/],
  ['Harness', /^\.harness\/.+\.ya?ml$/],
  ['sourcehut', /^\.(?:build\.yml|builds\/.+\.ya?ml)$/],
  ['TeamCity', /^\.teamcity\/.+\.kts?$/],
];

/** What lies elsewhere and is part of the file all the same: includes of other projects, shared libraries. */
const fromElsewhere =
  /^\s*-?\s*(?:project|remote|component):|@Library\b|^\s*library\s*[(']|^\s*-?\s*template:.*@|Auto-DevOps/m;

/** Orbs of CircleCI that set up, test or tell. */
const harmlessOrb = /^\s+[\w-]+:\s*(?:circleci\/(?!aws|gcp|azure|heroku|kubernetes)|codecov\/|cypress-io\/)/;

function hasOrbs(text: string): boolean {
  const [, orbs = ''] = /^orbs:\n((?:[ \t]+.*\n?)*)/m.exec(text) ?? [];
  return orbs.split('\n').some((line) => line.trim() !== '' && !harmlessOrb.test(line));
}

/**
 * The systems beside GitHub Actions that may deploy: their files are not followed. One whose file, and all that it leads
 * to, has no word of a deploy is none of them, nor one of which the team says that it deploys nothing.
 */
export function otherSystems(repository: Repository, patterns: readonly Pattern[]): OtherSystem[] {
  return repository.files.list().flatMap((file) => {
    const [called] = systems.find(([, files]) => files.test(file)) ?? [];
    const text = called === undefined ? undefined : repository.read(file);
    if (called === undefined || text === undefined) return [];
    const own = patterns.find(({ contains }) => file.includes(contains));
    if (own?.role === 'nothing' || !mayDeploy(repository, file, text)) return [];
    const unread: Unread = {
      what: `what ${called} deploys is not followed`,
      mayBe: own ? [own.role] : anyDeploy,
      trace: [{ file, line: lineOf(text) }],
    };
    return [{ called, file, unread }];
  });
}

function mayDeploy(repository: Repository, file: string, text: string): boolean {
  const bare = text.replace(/(^|\s)#.*$/gm, '$1');
  return (
    fromElsewhere.test(bare) ||
    hasOrbs(bare) ||
    ['', folderOf(file)].some((folder) => mayLeadToDeploy(repository, bare, folder))
  );
}

/** The first line that has the word of a deploy. */
function lineOf(text: string): number {
  const at = text.split('\n').findIndex((line) => !/^\s*#/.test(line) && textMayDeploy(line));
  return at < 0 ? 1 : at + 1;
}
