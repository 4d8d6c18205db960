import { NotVerified } from '../../../check/not-verified.ts';
import type { ConvexProfile, FunctionCall } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { deploymentName } from '../../config/index.ts';
import { callWithKey, runAdminQuery } from '../read-admin-query.ts';
import { type FoundLinks, linksIn } from './links-in.ts';

export interface LinksInput {
  convex: ConvexProfile;
  call: FunctionCall;
}

/** The links in what the backend would send: every absolute address in the answer of a query. */
export const generatedLinks = defineReading({
  name: 'isolation.links',
  effect: 'read',
  key: ({ convex, call }: LinksInput) => JSON.stringify([convex.url.url.origin, call]),
  async read({ convex, call }, context): Promise<FoundLinks> {
    const answer = await runAdminQuery(convex, call.path, filledIn(call, convex), context);
    return linksOfAnswer(answer, call, 'Name a query in platforms.isolation.links');
  },
});

/** The same in the answer of an action, which may also send something. */
export const linksOfAction = defineReading({
  name: 'isolation.links-of-action',
  effect: 'canary',
  key: ({ convex, call }: LinksInput) => JSON.stringify([convex.url.url.origin, call]),
  async read({ convex, call }, context): Promise<FoundLinks> {
    const answer = await callWithKey(
      convex,
      { kind: 'action', path: call.path, args: filledIn(call, convex) },
      context,
    );
    return linksOfAnswer(answer, call, 'Name an action in platforms.isolation.linksOfActions');
  },
});

/** @throws NotVerified where it contains none */
function linksOfAnswer(answer: unknown, { path }: FunctionCall, remedy: string): FoundLinks {
  const found = linksIn(answer);
  if (found.links.length > 0) return found;
  throw new NotVerified(
    `the answer of ${path} contains no link`,
    `${remedy} whose answer holds a link, as an e-mail would.`,
  );
}

/** The arguments of an environment with what they stand for: `${deployment}`, `${environment}`, and whatever else is given. */
export function filledIn(
  { args, argsIn }: Pick<FunctionCall, 'args' | 'argsIn'>,
  convex: ConvexProfile,
  further: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const words: Record<string, string> = {
    deployment: deploymentName(convex.deployment.value),
    environment: convex.environment,
    ...further,
  };
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(/\$\{(\w+)\}/g, (written, name: string) => words[name] ?? written);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each)]));
  };
  return fill({ ...args, ...argsIn[convex.environment] }) as Record<string, unknown>;
}
