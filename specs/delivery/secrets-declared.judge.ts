import type { Finding } from '../../support/check/finding.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { referencesOf } from '../../support/families/delivery/credentials.ts';
import type { DeclaredValue } from '../../support/families/delivery/declared-values.ts';
import { type Delivery, type Reference, unnamedReferencesIn } from '../../support/workflow/index.ts';

/** What the judgement looked at, for its evidence. */
export interface SecretsDeclared {
  references: number;
  findings: Finding[];
}

/**
 * Whether the table has a row for every secret and variable that a workflow uses, and the jobs that use one of an
 * environment are in that environment.
 * @param declared names of rows whose target is GITHUB; names have no case on GitHub
 * @throws NotVerified where a workflow uses secrets without naming them, and nothing else is wrong
 */
export function judgeSecretsDeclared(
  delivery: Delivery,
  declared: ReadonlyMap<string, DeclaredValue>,
): SecretsDeclared {
  const references = [...referencesOf(delivery).values()]
    .flat()
    .filter(({ name }) => name.toUpperCase() !== 'GITHUB_TOKEN');
  const firsts = [...new Map(references.map((each) => [`${each.name} ${each.job?.id} ${each.file}`, each])).values()];
  const findings = [
    ...undeclared(references, declared),
    ...firsts.flatMap((reference) => wrongLevel(reference, declared.get(reference.name.toUpperCase()))),
  ];
  const unnamed = delivery.workflows.flatMap((workflow) =>
    unnamedReferencesIn(workflow, delivery.repository.read(workflow.file) ?? '').map(
      ({ what, file, line }) => `which secrets ${what} uses cannot be told (${file}:${line})`,
    ),
  );
  return { references: references.length, findings: conclude(findings, unnamed, 'Name each secret that is used.') };
}

/** One finding a name, with every place that uses it. */
function undeclared(references: readonly Reference[], declared: ReadonlyMap<string, DeclaredValue>): Finding[] {
  const byName = Map.groupBy(
    references.filter(({ name }) => !declared.has(name.toUpperCase())),
    ({ kind, name }) => `${kind}.${name}`,
  );
  return [...byName].map(([name, uses]) => ({
    what: `a workflow uses ${name}, which the table does not have`,
    expected: `a row for ${name.split('.')[1]} with the target GITHUB`,
    received: 'none',
    from: [...new Set(uses.map(({ file, line }) => `${file}:${line}`))],
    remedy: `Add a row for ${name.split('.')[1]} to the table, or take it out of the workflow.`,
  }));
}

/** A secret of an environment reaches the jobs of that environment alone, and no reusable workflow that they call. */
function wrongLevel({ name, kind, job, file, line }: Reference, declared: DeclaredValue | undefined): Finding[] {
  if (declared?.environment === undefined || job?.environment !== undefined) return [];
  const isCall = job?.uses !== undefined;
  return [
    {
      what: isCall
        ? `a called workflow cannot be given ${kind}.${name}, which is one of an environment`
        : `${kind}.${name} is empty here: it belongs to an environment, and ${job ? `the job ${job.id}` : 'the workflow'} names none`,
      expected: isCall
        ? 'the environment in a job of the called workflow, which reads it there'
        : `\`environment: ${declared.environment}\` on the job that uses it`,
      received: job ? `no \`environment\` in the job ${job.id}` : 'a use above all jobs',
      from: [`${file}:${line}`, declared.origin],
      remedy: isCall
        ? `Take it out of \`secrets\`, and put \`environment: ${declared.environment}\` on the job of the called workflow.`
        : `Add \`environment: ${declared.environment}\` to the job.`,
    },
  ];
}
