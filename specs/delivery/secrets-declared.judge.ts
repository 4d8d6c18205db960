import type { Finding } from '../../support/check/finding.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import type { DeclaredValue } from '../../support/families/delivery/declared-values.ts';
import { environmentOf, type HeldNames } from '../../support/families/delivery/held-names.ts';
import type { GitHubNames } from '../../support/families/delivery/providers/read-github-names.ts';
import { usedNames } from '../../support/families/delivery/secret-references.ts';
import { wildcard } from '../../support/text/wildcard.ts';
import { type Delivery, type Reference, unnamedReferencesIn } from '../../support/workflow/index.ts';

/** What the judgement looked at, for its evidence. */
export interface SecretsDeclared {
  references: number;
  findings: Finding[];
}

export interface SecretsInput {
  /** Rows whose target is GITHUB; names have no case on GitHub. */
  declared: ReadonlyMap<string, DeclaredValue>;
  /** Names on GitHub that are rightly unknown to the table; `*` stands for anything. */
  unmanaged: readonly string[];
  /** What GitHub holds; undefined where the config has no `platforms.github`. */
  held?: HeldNames | undefined;
}

/**
 * Whether the table has a row for every secret and variable that a workflow uses, GitHub has it where the job finds it, and
 * the jobs that use one of an environment are in that environment.
 * @throws NotVerified where a workflow uses secrets without naming them, and nothing else is wrong
 */
export function judgeSecretsDeclared(delivery: Delivery, { declared, unmanaged, held }: SecretsInput): SecretsDeclared {
  const { references, open } = usedNames(delivery);
  const firsts = [
    ...new Map(references.map((each) => [`${each.kind}.${each.name} ${each.job?.id} ${each.file}`, each])).values(),
  ];
  const forms = unmanaged.map((pattern) => wildcard(pattern));
  const isKnown = (name: string) => declared.has(name.toUpperCase()) || forms.some((form) => form.test(name));
  const findings = [
    ...undeclared(references.filter(({ name }) => !isKnown(name))),
    ...firsts.flatMap((reference) => wrongLevel(reference, declared.get(reference.name.toUpperCase()), delivery)),
  ];
  const absent = held === undefined ? { findings: [], open: [] } : judgeHeld(firsts, held);
  const named = new Set(findings.map(({ from }) => from[0]));
  const unnamed = delivery.workflows.flatMap((workflow) =>
    unnamedReferencesIn(workflow, delivery.repository.read(workflow.file) ?? '').map(
      ({ what, file, line }) => `which secrets ${what} uses cannot be told (${file}:${line})`,
    ),
  );
  return {
    references: references.length,
    findings: conclude(
      [...findings, ...absent.findings.filter(({ from }) => !named.has(from[0] ?? ''))],
      [...unnamed, ...open, ...absent.open],
      'Name each secret that is used.',
    ),
  };
}

/** Names that no level has that the job reaches. */
function judgeHeld(references: readonly Reference[], held: HeldNames): { findings: Finding[]; open: string[] } {
  const judged = references.map((reference) => ({ reference, place: placeOf(reference, held) }));
  const byName = Map.groupBy(
    judged.filter(({ place }) => place.kind === 'absent'),
    ({ reference: { kind, name, job } }) => `${kind}.${name} ${environmentOf(job) ?? ''}`,
  );
  const findings = [...byName.values()].flatMap((uses): Finding[] => {
    const [first] = uses;
    if (first?.place.kind !== 'absent') return [];
    const { kind, name } = first.reference;
    const { asked, elsewhere } = first.place;
    return [
      {
        what: `${kind}.${name} is empty for the job that uses it: GitHub has none there`,
        expected: `${name} at ${asked.join(' or ')}`,
        received: elsewhere.length === 0 ? 'none at any level' : `only at ${elsewhere.join(', ')}`,
        from: [...new Set(uses.map(({ reference: { file, line } }) => `${file}:${line}`))],
        remedy: `Set it on GitHub (npm run sync-env), or put the job into the environment that has it.`,
      },
    ];
  });
  return { findings, open: judged.flatMap(({ place }) => (place.kind === 'open' ? [place.why] : [])) };
}

type HeldPlace =
  | { kind: 'held' }
  | { kind: 'absent'; asked: string[]; elsewhere: string[] }
  | { kind: 'open'; why: string };

/** An environment's value comes before the repository's, and that before the organisation's. */
function placeOf({ kind, name, job, file, line }: Reference, held: HeldNames): HeldPlace {
  const has = (names: GitHubNames | undefined) => names?.[kind].has(name.toUpperCase()) === true;
  const { repository, organisation, environments } = held;
  const own = environmentOf(job);
  if (has(repository) || (own !== undefined && has(environments.get(own)))) return { kind: 'held' };
  if ('unread' in organisation)
    return { kind: 'open', why: `whether the organisation has ${kind}.${name} is not known: ${organisation.unread}` };
  if (has(organisation)) return { kind: 'held' };
  if (job?.environment !== undefined && own === undefined)
    return {
      kind: 'open',
      why: `which environment the job ${job.id} is in is known only when it runs (${file}:${line})`,
    };
  const others = [...environments]
    .filter(([, names]) => has(names))
    .map(([environment]) => `the environment ${environment}`);
  // Above all jobs, each job finds what its own environment has.
  if (job === undefined && others.length > 0) return { kind: 'held' };
  const missing =
    own !== undefined && environments.get(own) === undefined
      ? `the environment ${own}, which does not exist`
      : undefined;
  return {
    kind: 'absent',
    asked: [
      missing ?? (own === undefined ? [] : `the environment ${own}`),
      'the repository',
      'the organisation',
    ].flat(),
    elsewhere: others,
  };
}

/** One finding a name, with every place that uses it. */
function undeclared(references: readonly Reference[]): Finding[] {
  const byName = Map.groupBy(references, ({ kind, name }) => `${kind}.${name}`);
  return [...byName].map(([name, uses]) => ({
    what: `a workflow uses ${name}, which the table does not have`,
    expected: `a row for ${name.split('.')[1]} with the target GITHUB`,
    received: 'none',
    from: [...new Set(uses.map(({ file, line }) => `${file}:${line}`))],
    remedy: `Add a row for ${name.split('.')[1]} to the table, or take it out of the workflow.`,
  }));
}

/** A secret of an environment reaches the jobs of that environment alone, and no reusable workflow that they call. */
function wrongLevel(
  { name, kind, job, file, line }: Reference,
  declared: DeclaredValue | undefined,
  { workflows }: Delivery,
): Finding[] {
  if (declared?.environment === undefined || job?.environment !== undefined) return [];
  // What stands above all jobs is filled in for each of them, from its own environment.
  const isFilledIn = workflows.some((each) => each.file === file && each.jobs.some(({ environment }) => environment));
  if (job === undefined && isFilledIn) return [];
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
