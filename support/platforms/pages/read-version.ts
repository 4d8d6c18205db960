import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import type { CloudflareProfile, PagesProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { markupTags } from '../../text/markup-tags.ts';
import type { ToldVersion } from '../told-version.ts';
import { valueAt } from '../worker/health/health-value.ts';
import { type PageReading, refuseFront, sitePage } from './read-page.ts';

export interface SiteVersionInput {
  pages: PagesProfile;
  cloudflare?: CloudflareProfile | undefined;
}

/** Source: cloudflare 7.3.0, resources/pages/projects: the canonical deployment is the live one of production. */
const Project = z.looseObject({
  result: z.looseObject({
    canonical_deployment: z
      .looseObject({
        deployment_trigger: z.looseObject({ metadata: z.looseObject({ commit_hash: z.string().optional() }) }),
      })
      .nullish(),
  }),
});

/**
 * Which commit the site says that it was built from, in each place that the config names.
 * @throws NotVerified where the site or the API does not answer
 */
export const siteVersion = defineReading({
  name: 'pages.version',
  effect: 'read',
  key: ({ pages: { url, version } }: SiteVersionInput) =>
    `${url.url.origin} ${JSON.stringify([version?.meta, version?.file, version?.header, version?.project?.name])}`,
  async read({ pages, cloudflare }, context): Promise<ToldVersion[]> {
    const { version } = pages;
    if (!version) throw new NotVerified('`platforms.pages.version` is not set');
    const told: ToldVersion[] = [];
    if (version.meta !== undefined || version.header !== undefined) {
      const page = answered(await context.read(sitePage, { pages, path: '/' }), pages);
      if (version.meta !== undefined)
        told.push({ value: metaIn(page.body, version.meta), from: `${page.url} › <meta name="${version.meta}">` });
      if (version.header !== undefined)
        told.push({ value: page.headers.get(version.header) ?? undefined, from: `${page.url} › ${version.header}` });
    }
    if (version.file !== undefined) {
      const page = answered(await context.read(sitePage, { pages, path: version.file }), pages);
      told.push({ value: valueIn(page, version.field), from: `${page.url} › ${version.field}` });
    }
    if (version.project) told.push(await toldByApi(version.project.value, cloudflare, context));
    return told;
  },
});

function answered(page: PageReading, pages: PagesProfile) {
  refuseFront(page, pages);
  if (!page.answers) throw new NotVerified(`the site does not answer (pages/reachable): ${page.received}`);
  return page;
}

/** A file of JSON, or one that holds the commit and nothing else. */
function valueIn({ status, body }: { status: number; body: string }, field: string): string | undefined {
  if (status !== 200) return undefined;
  const value = valueAt(jsonIn(body), field);
  if (typeof value === 'string' && value !== '') return value;
  return /^\s*([0-9a-f]{7,64})\s*$/i.exec(body)?.[1];
}

function metaIn(html: string, name: string): string | undefined {
  for (const { attributes } of markupTags(html, ['meta'])) {
    const of = (key: string) =>
      new RegExp(`\\b${key}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
    const said = of('name') ?? of('property');
    const content = of('content');
    if (said && [said[1], said[2], said[3]].includes(name)) return content?.[1] ?? content?.[2] ?? content?.[3];
  }
  return undefined;
}

async function toldByApi(
  project: string,
  cloudflare: CloudflareProfile | undefined,
  { fetch }: ReadingContext,
): Promise<ToldVersion> {
  if (!cloudflare)
    throw new NotVerified(
      '`platforms.pages.version.project` is asked of the Cloudflare API, and `platforms.cloudflare` is not set',
    );
  const url = below(cloudflare.api, `/accounts/${cloudflare.accountId.value}/pages/projects/${project}`);
  const response = await fetch(url, { headers: { authorization: `Bearer ${cloudflare.apiToken.value}` } });
  const parsed = Project.safeParse(jsonIn(await response.text())).data;
  if (response.status !== 200 || !parsed)
    throw new NotVerified(
      `the Cloudflare API answers status ${response.status} for the Pages project ${project}`,
      `${cloudflare.apiToken.name} needs the permission "Cloudflare Pages: Read".`,
    );
  const hash = parsed.result.canonical_deployment?.deployment_trigger.metadata.commit_hash;
  return { value: hash === '' ? undefined : hash, from: `${url.href} › canonical_deployment` };
}
