import type { z } from 'zod';
import { ofGroup, walkSection } from '../settings/index.ts';
import { suggestName } from '../text/suggest-name.ts';
import { configuredSections, type PlatformName } from './platform-shape.ts';

interface PartnerProblem {
  place: string;
  message: string;
}

/** Partners that are not named although there are several, and names that no section has. */
export function partnerProblems(schema: z.core.$ZodType, deployment: { platforms: object }): PartnerProblem[] {
  const problems: PartnerProblem[] = [];
  walkSection(
    schema,
    deployment,
    { place: '', group: {} },
    {
      setting: (value) => value,
      partner: (name, { platform, unless }, { place, group }) => {
        if (name === undefined && unless?.(group as never)) return;
        const message = faultOf(name, deployment.platforms, ofGroup(platform, group) as PlatformName);
        if (message !== undefined) problems.push({ place: place.replace(/^\./, ''), message });
      },
    },
  );
  return problems;
}

function faultOf(name: string | undefined, configured: object, platform: PlatformName): string | undefined {
  const names = configuredSections(configured, platform).map((section) => section.name);
  const known = names.filter((each) => each !== undefined);
  if (name === undefined)
    return known.length > 1
      ? `it is missing; there are several, and this names one of ${known.join(', ')}.`
      : undefined;
  if (known.includes(name)) return undefined;
  if (known.length > 0) return `\`${name}\` is not among them. ${suggestName(name, known)}`;
  return names.length === 1
    ? `\`${name}\` names one of several, and \`platforms.${platform}\` is the only one; leave it out.`
    : `\`${name}\` names nothing: \`platforms.${platform}\` is not set.`;
}
