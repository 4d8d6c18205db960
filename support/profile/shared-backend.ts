import { suggestName } from '../text/suggest-name.ts';

interface SharingSource {
  class: string;
  sharesBackendOf?: string | undefined;
}

/** Whether two environments use one backend, because one names the other, or both name a third. */
export function shareBackend(
  environments: Readonly<Record<string, SharingSource>>,
  one: string,
  other: string,
): boolean {
  const backendOf = (name: string) => environments[name]?.sharesBackendOf ?? name;
  return backendOf(one) === backendOf(other);
}

/** What is wrong with the backends that environments say they share. */
export function sharingProblems(
  environments: Readonly<Record<string, SharingSource>>,
): { environment: string; message: string }[] {
  return Object.entries(environments).flatMap(([environment, { class: kind, sharesBackendOf: owner }]) => {
    const message = owner === undefined ? undefined : faultOf(environment, kind, owner, environments);
    return message === undefined ? [] : [{ environment, message }];
  });
}

function faultOf(
  environment: string,
  kind: string,
  owner: string,
  environments: Readonly<Record<string, SharingSource>>,
): string | undefined {
  const source = environments[owner];
  if (source === undefined || owner === environment)
    return `\`${owner}\` is not another environment. ${suggestName(owner, Object.keys(environments))}`;
  if (kind === 'production' || source.class === 'production')
    return 'an environment of class production shares its backend with none.';
  return source.sharesBackendOf === undefined
    ? undefined
    : `\`${owner}\` shares the backend of \`${source.sharesBackendOf}\`; name that one.`;
}
