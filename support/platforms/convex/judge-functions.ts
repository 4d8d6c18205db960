import type { Finding } from '../../check/finding.ts';
import { compareReferences, type DeployedFunction, type FunctionReference } from '../../contract/index.ts';

export interface PresenceInput {
  references: readonly FunctionReference[];
  /** The tree's path as the config names it: positions are shown below it. */
  shownRoot: string;
  deployed: readonly DeployedFunction[];
  /** The deployment, as a reader knows it: its name and URL. */
  deployment: string;
  deployCommand: string;
}

const mostPlaces = 5;

/** Functions that the front end calls and the deployment does not have, or does not let be called from outside. */
export function judgePresence({
  references,
  shownRoot,
  deployed,
  deployment,
  deployCommand,
}: PresenceInput): Finding[] {
  const { missing, internal } = compareReferences(references, deployed);
  const placesOf = (calls: readonly { reference: FunctionReference }[]) => {
    const places = calls.map(({ reference: { file, line, column } }) => `${shownRoot}/${file}:${line}:${column}`);
    return places.length > mostPlaces
      ? [...places.slice(0, mostPlaces), `and ${places.length - mostPlaces} more`]
      : places;
  };
  return [
    ...[...Map.groupBy(missing, ({ reference }) => reference.path)].map(([path, calls]) => ({
      what: `${path} is called, and ${deployment} does not have it`,
      expected: `a public function ${path} in ${deployment}`,
      received: `no such function among its ${deployed.length}${nearby(calls[0]?.near ?? [])}`,
      from: placesOf(calls),
      remedy: deployCommand,
    })),
    ...[...Map.groupBy(internal, ({ reference }) => reference.path)].map(([path, calls]) => ({
      what: `${path} is called, and in ${deployment} it is internal`,
      expected: `a public function ${path} in ${deployment}`,
      received: 'an internal function, which no client can call',
      from: placesOf(calls),
      remedy: `Export ${path} with \`query\`, \`mutation\` or \`action\` instead of its internal form, then: ${deployCommand}`,
    })),
  ];
}

/** What it may have become: a function is usually moved or renamed. */
function nearby(near: readonly string[]): string {
  return near.length === 0 ? '' : `; near to it are ${near.slice(0, 3).join(', ')}`;
}
