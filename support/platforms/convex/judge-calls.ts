import type { Finding } from '../../check/finding.ts';
import { compareReferences, type DeployedFunction } from '../../contract/index.ts';
import type { CalledFunction } from './call-sites.ts';
import { placesOf } from './call-sites.ts';

export interface CallsInput {
  calls: readonly CalledFunction[];
  deployed: readonly DeployedFunction[];
  /** Name and URL of the deployment. */
  deployment: string;
  deployCommand: string;
  /** Who calls, as the finding says it. Default: `is called`. */
  verb?: string;
}

/** Functions that are called and that the deployment does not have. */
export function judgePresence({
  calls,
  deployed,
  deployment,
  deployCommand,
  verb = 'is called',
}: CallsInput): Finding[] {
  const { missing } = compareReferences(calls, deployed);
  return [...Map.groupBy(missing, ({ reference }) => reference.path)].map(([path, each]) => ({
    what: `${path} ${verb}, and ${deployment} does not have it`,
    expected: `a public function ${path} in ${deployment}`,
    received: `no such function among its ${deployed.length}${nearby(each[0]?.near ?? [])}`,
    from: placesOf(each.map(({ reference }) => reference)),
    remedy: deployCommand,
  }));
}

/** Functions that the deployment has, but which are internal or of another kind than they are called as. */
export function judgeKinds({ calls, deployed, deployment, deployCommand }: CallsInput): Finding[] {
  const { internal, wrongKind } = compareReferences(calls, deployed);
  return [
    ...[...Map.groupBy(internal, ({ reference }) => reference.path)].map(([path, each]) => ({
      what: `${path} is called, but is internal in ${deployment}`,
      expected: `a public function ${path} in ${deployment}`,
      received: 'an internal function, which no client can call',
      from: placesOf(each.map(({ reference }) => reference)),
      remedy: `Export ${path} with \`query\`, \`mutation\` or \`action\` instead of its internal form, then: ${deployCommand}`,
    })),
    ...[...Map.groupBy(wrongKind, ({ reference, called }) => `${reference.path} ${called}`)].flatMap(([, each]) =>
      each.slice(0, 1).map(({ reference: { path }, called, deployed: kind }) => ({
        what: `${path} is called as ${withArticle(called)}, but is ${withArticle(kind)} in ${deployment}`,
        expected: withArticle(called),
        received: withArticle(kind),
        from: placesOf(each.map(({ reference }) => reference)),
        remedy: deployCommand,
      })),
    ),
  ];
}

function withArticle(kind: string): string {
  return `${kind === 'action' ? 'an' : 'a'} ${kind}`;
}

/** A function that is missing was often moved or renamed. */
function nearby(near: readonly string[]): string {
  return near.length === 0 ? '' : `; similar names: ${near.slice(0, 3).join(', ')}`;
}
