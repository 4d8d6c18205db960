import { NotVerified } from '../../../check/not-verified.ts';
import type { ConvexProfile, FunctionCall } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { deploymentName } from '../../config/index.ts';
import { runAdminQuery } from '../read-admin-query.ts';
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
    const answer = await runAdminQuery(convex, call.path, filledIn(call.args, convex), context);
    const found = linksIn(answer);
    if (found.links.length === 0)
      throw new NotVerified(
        `the answer of ${call.path} contains no link`,
        'Name a query in platforms.isolation.links whose answer holds a link, as an e-mail would.',
      );
    return found;
  },
});

/** Arguments with what they stand for: `${deployment}`, `${environment}`, and whatever else is given. */
export function filledIn(
  args: FunctionCall['args'],
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
  return fill(args) as Record<string, unknown>;
}
