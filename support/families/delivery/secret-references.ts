import type { Delivery, Reference, Workflow } from '../../workflow/index.ts';
import { referencesOf } from './credentials.ts';

/** Secrets and variables that are GitHub's own, by the names that people use; and those whose value nobody here decides. */
export interface UsedNames {
  references: Reference[];
  /** Why it cannot be told what some secrets are called where they are kept. */
  open: string[];
}

/**
 * Every secret and variable that workflows use by the name under which GitHub keeps it. In a workflow that is only called,
 * a secret has the name that its caller gives it.
 */
export function usedNames(delivery: Delivery): UsedNames {
  const open: string[] = [];
  const references = [...referencesOf(delivery)].flatMap(([workflow, all]) => {
    const own = all.filter(({ name }) => name.toUpperCase() !== 'GITHUB_TOKEN');
    if (!isOnlyCalled(workflow)) return own;
    const callers = callersOf(workflow, delivery);
    if (callers.length === 0 && own.some(({ kind }) => kind === 'secrets'))
      open.push(`which secrets ${workflow.file} is given is not known: no workflow of the repository calls it`);
    return own.filter(
      ({ kind, name }) =>
        kind === 'vars' || callers.some((secrets) => secrets === 'inherit' || !hasName(secrets, name)),
    );
  });
  return { references, open };
}

function isOnlyCalled({ triggers }: Workflow): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event === 'workflow_call');
}

type Given = Workflow['jobs'][number]['secrets'];

function callersOf({ file }: Workflow, { workflows }: Delivery): Given[] {
  return workflows.flatMap(({ jobs }) =>
    jobs.filter(({ uses }) => uses?.text.replace(/^\.\//, '') === file).map(({ secrets }) => secrets),
  );
}

function hasName(secrets: Exclude<Given, 'inherit'>, name: string): boolean {
  return [...secrets.keys()].some((given) => given.toUpperCase() === name.toUpperCase());
}
