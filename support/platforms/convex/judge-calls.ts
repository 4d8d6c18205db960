import type { Finding } from '../../check/finding.ts';
import { compareReferences, type DeployedFunction } from '../../contract/index.ts';
import { placesOf } from './call-sites.ts';
import type { CalledFunction } from './read-references.ts';

export interface CallsInput {
  calls: readonly CalledFunction[];
  deployed: readonly DeployedFunction[];
  /** The deployment, as a reader knows it: its name and URL. */
  deployment: string;
  deployCommand: string;
}

/** Functions that the front end calls and the deployment does not have. */
export function judgePresence({ calls, deployed, deployment, deployCommand }: CallsInput): Finding[] {
  const { missing } = compareReferences(calls, deployed);
  return [...Map.groupBy(missing, ({ reference }) => reference.path)].map(([path, each]) => ({
    what: `${path} is called, and ${deployment} does not have it`,
    expected: `a public function ${path} in ${deployment}`,
    received: `no such function among its ${deployed.length}${nearby(each[0]?.near ?? [])}`,
    from: placesOf(each.map(({ reference }) => reference)),
    remedy: deployCommand,
  }));
}

/** Functions that are there, but are of another kind than they are called as, or not for the front end to call. */
export function judgeKinds({ calls, deployed, deployment, deployCommand }: CallsInput): Finding[] {
  const { internal, wrongKind } = compareReferences(calls, deployed);
  return [
    ...[...Map.groupBy(internal, ({ reference }) => reference.path)].map(([path, each]) => ({
      what: `${path} is called, and in ${deployment} it is internal`,
      expected: `a public function ${path} in ${deployment}`,
      received: 'an internal function, which no client can call',
      from: placesOf(each.map(({ reference }) => reference)),
      remedy: `Export ${path} with \`query\`, \`mutation\` or \`action\` instead of its internal form, then: ${deployCommand}`,
    })),
    ...[...Map.groupBy(wrongKind, ({ reference, called }) => `${reference.path} ${called}`)].flatMap(([, each]) =>
      each.slice(0, 1).map(({ reference: { path }, called, deployed: kind }) => ({
        what: `${path} is called as ${withArticle(called)}, and in ${deployment} it is ${withArticle(kind)}`,
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

/** What it may have become: a function is usually moved or renamed. */
function nearby(near: readonly string[]): string {
  return near.length === 0 ? '' : `; near to it are ${near.slice(0, 3).join(', ')}`;
}
