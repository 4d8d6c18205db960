import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { firstFew } from '../../support/text/first-few.ts';

export interface ModulesInput {
  /** Hashes of what a push of the source would send, by path. */
  local: ReadonlyMap<string, string>;
  deployed: ReadonlyMap<string, string>;
  /** The functions folder, as the config names it. */
  shown: string;
  deployment: string;
  deployCommand: string;
}

const mostNames = 10;

/**
 * Modules whose deployed code is not that of the source.
 * @throws NotVerified where no module is the same: then the two may have been bundled in different ways, and nothing follows
 */
export function judgeModules({ local, deployed, shown, deployment, deployCommand }: ModulesInput): {
  findings: Finding[];
  equal: number;
} {
  const names = [...local.keys()].filter((path) => deployed.has(path));
  const others = names.filter((path) => deployed.get(path) !== local.get(path));
  const equal = names.length - others.length;
  const [missing, strange] = [onlyIn(local, deployed), onlyIn(deployed, local)];
  if (equal === 0)
    throw new NotVerified(
      `none of the ${names.length} modules that ${shown} and ${deployment} both have is the same: the deployment was pushed with other packages or tools, or all of its code differs`,
      'Run the gate where the backend is deployed from, with the same packages installed.',
    );

  const finding = (what: string, paths: readonly string[]): Finding[] =>
    paths.length === 0
      ? []
      : [
          {
            what: `${deployment} ${what}`,
            expected: `the ${local.size} modules of ${shown}, by their hashes`,
            received: firstFew(paths, mostNames).join(', '),
            from: [shown, deployment],
            remedy: deployCommand,
          },
        ];
  const findings = [
    ...finding('runs other code than the source in some modules', others),
    ...finding('lacks modules of the source', missing),
    ...finding('has modules that the source does not have', strange),
  ];
  return { findings, equal };
}

/** Chunks that modules share have the hash of their content in their name: a module that uses another one differs itself. */
function onlyIn(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...one.keys()].filter((path) => !other.has(path) && !/^_deps\/|\.config\.js$|^schema\.js$/.test(path)).sort();
}
