import type { Finding } from './finding.ts';

const texts = ['what', 'expected', 'received'] as const;

/**
 * What is wrong with what a `verify` returned, as one sentence; undefined where nothing is. The types say it already;
 * this is for what slips past them, which would otherwise be lost or end the report.
 */
export function findingProblem(returned: unknown): string | undefined {
  if (!Array.isArray(returned)) return `\`verify\` returns a list of findings, and it returned ${nameOf(returned)}`;
  for (const [index, finding] of (returned as unknown[]).entries()) {
    if (typeof finding !== 'object' || finding === null) return `finding ${index} is ${nameOf(finding)}, no object`;
    const { from, ...rest } = finding as Partial<Finding>;
    const missing = texts.find((field) => typeof rest[field] !== 'string');
    if (missing !== undefined) return `finding ${index} has no \`${missing}\``;
    if (!Array.isArray(from) || from.length === 0 || from.some((place) => typeof place !== 'string'))
      return `finding ${index} has no \`from\`: it names at least one place`;
  }
  return undefined;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}
