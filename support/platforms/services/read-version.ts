import type { Read } from '../../reading/index.ts';
import type { ToldVersion } from '../told-version.ts';
import { valueAt } from '../worker/health/health-value.ts';
import { reportedVersions } from '../worker/read-version.ts';
import { type ServiceAnswer, type ServiceProfile, serviceAnswer } from './read-answer.ts';
import { requireService } from './read-health.ts';

/** A text past this is a page, and no commit. */
const longestCommit = 100;

/**
 * The versions that a service reports, at every place that `version` names.
 * @throws NotVerified where it is not up
 */
export async function serviceVersions(service: ServiceProfile, read: Read): Promise<ToldVersion[]> {
  const health = await requireService(service, read);
  const { version } = service;
  if (!version) return [];
  const { path, header, ...onHealth } = version;
  if (path === undefined) return reportedVersions(health, { version });
  const answer = await read(serviceAnswer, { service, path });
  return [...reportedVersions(health, { version: onHealth }), ...versionsAt(answer, version)];
}

function versionsAt(answer: ServiceAnswer, { field, header }: NonNullable<ServiceProfile['version']>): ToldVersion[] {
  const isAnswered = answer.answers && answer.status >= 200 && answer.status <= 299;
  const told = (value: unknown, place: string): ToldVersion => ({
    value: isAnswered && typeof value === 'string' && value !== '' && value.length <= longestCommit ? value : undefined,
    from: `${answer.url}${place}`,
  });
  const inHeader = header === undefined ? [] : [told(answer.answers && answer.headers.get(header), ` › ${header}`)];
  if (!answer.answers || (field === undefined && header !== undefined))
    return inHeader.length > 0 ? inHeader : [told(undefined, '')];
  const value = field === undefined ? plainText(answer) : valueAt(answer.json, field);
  return [...inHeader, told(value, field === undefined ? '' : ` › ${field}`)];
}

/** The whole answer, also where it is one text of JSON. */
function plainText({ text, json }: Extract<ServiceAnswer, { answers: true }>): string {
  return typeof json === 'string' ? json : text.trim();
}
