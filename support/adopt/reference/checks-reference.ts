import path from 'node:path';
import type { CheckDefinition, Sends } from '../../check/definition.ts';
import { loadDeployment, ownSection, resolveProfile } from '../../profile/index.ts';
import { auditProject } from '../../report/runners/projects.ts';
import { countWords } from '../../text/count-words.ts';
import { collectBrowserChecks, collectChecks } from '../plan/collect-checks.ts';

type Described = Pick<
  CheckDefinition<unknown>,
  'id' | 'title' | 'platform' | 'effect' | 'severity' | 'why' | 'remedy' | 'needs' | 'crosses'
> & { sends?: unknown };

/** The text of docs/checks.md: every check of Airlock with what it needs, sends and costs, from what the checks themselves declare. */
export async function referenceOfChecks(clone: string): Promise<string> {
  const loaded = await loadDeployment(path.join(clone, 'deployment.config.ts'));
  const [environment = ''] = Object.keys(loaded.deployment.environments);
  const profile = resolveProfile(loaded, environment);
  const declared = [
    ...(await collectChecks(loaded, profile, environment)),
    ...(await collectChecks(loaded, profile, auditProject)),
    ...(await collectBrowserChecks(loaded, profile)),
  ];
  const own = [...new Map(declared.map((definition) => [definition.id, definition as Described])).values()];
  return wordChecks(own.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

/** @param checks in the order of their ids */
export function wordChecks(checks: readonly Described[]): string {
  const platforms = [...Map.groupBy(checks, ({ platform }) => platform)];
  return [
    preamble,
    '',
    ...platforms.map(([platform, own]) => `- [${platform}](#${platform}): ${countWords(own.length, 'check')}`),
    ...platforms.flatMap(([platform, own]) => ['', `## ${platform}`, ...own.flatMap(checkLines)]),
    '',
  ].join('\n');
}

const preamble = `# Checks

Every check that comes with Airlock, from what the checks themselves declare. \`npm run settings\` writes this page; change the checks, not this.

A check is *not applicable* without the settings that it needs, and *refused* where the environment does not allow its effect
([glossary](glossary.md)). What it sends is the most for one subject: one Worker, one site, one backend. Checks that need the same reading share it:
a run sends it once. \`npm run plan -- --env prod\` says the same for a config of your own, with the hosts.`;

function checkLines({
  id,
  title,
  effect,
  severity,
  why,
  remedy,
  needs,
  platform,
  crosses,
  sends,
}: Described): string[] {
  const needed = [...new Set(needs ?? ownSection(platform))];
  return [
    '',
    `### ${id}`,
    '',
    `${sentence(title)}`,
    '',
    `- ${severity} · effect \`${effect}\`${crosses === true ? ' · the audit lets it reach the other environments' : ''}`,
    `- needs: ${needed.length > 0 ? needed.map((place) => `\`${place}\``).join(', ') : 'nothing but the table'}`,
    `- sends: ${wordSends(sends, effect)}`,
    `- why: ${why}`,
    `- remedy: ${remedy}`,
  ];
}

function wordSends(sends: unknown, effect: string): string {
  if (sends === undefined) return effect === 'offline' ? 'nothing' : 'as much as its pages load';
  if (typeof sends === 'function') return 'as much as the config makes it: `npm run plan` says how much';
  const { to, requests, records, quota, bound, reading } = sends as Sends;
  const parts = [
    requests === undefined ? 'requests' : `at most ${countWords(requests, 'request')}`,
    ...(records === undefined ? [] : [`writes ${countWords(records, 'record')}, removed again or expiring`]),
    ...(quota === undefined ? [] : [`${countWords(quota, 'request')} of a limit that clients share`]),
  ];
  const shared = reading === undefined ? '' : `; shares the reading "${reading}"`;
  return `${parts.join(', ')} to ${to.join(', ')}${bound === undefined ? '' : ` (${bound})`}${shared}`;
}

function sentence(title: string): string {
  const first = `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
