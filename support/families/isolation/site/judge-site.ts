import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import type { Profile } from '../../../profile/index.ts';
import type { FormIndex } from '../../../redaction/form-index.ts';
import { clipWithLength } from '../../../text/clip.ts';
import { countWords } from '../../../text/count-words.ts';
import { firstFew } from '../../../text/first-few.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { evaluatedTexts } from './evaluated/evaluated-texts.ts';
import { hasPart, indexOfParts } from './evaluated/parts-of-marks.ts';
import { localAddresses } from './local-addresses.ts';
import { secretShapes } from './secret-shapes.ts';
import type { SiteFile, SiteFiles } from './site-crawl.ts';
import { findMark, foreignSiteMarks, type SiteMark, siteMarks } from './site-marks.ts';
import { type TextView, textViews } from './text-views.ts';

interface SiteFault {
  kind: 'foreign' | 'local' | 'secret';
  what: string;
  received: string;
  /** How it was written: "plain", "base64". */
  how: string;
  file: string;
  mark?: SiteMark;
}

/** Every mark of another environment, address of no one else, and secret in a site's files, in every form. */
export function judgeSite(profile: Profile, { files, leadsAway }: SiteFiles): Finding[] {
  const faults = files.flatMap((file) => faultsOf(file, profile));
  const byText = Map.groupBy(faults, ({ what }) => what);
  const { environment } = profile;
  return [
    ...[...byText].map(([what, places]) => ({
      what: `the site of ${environment} contains ${what}`,
      expected:
        places[0]?.kind === 'foreign' ? `nothing of ${places[0].mark?.environment}` : `no local address and no secret`,
      received: `${places[0]?.received}${places[0]?.how === 'plain' ? '' : ` (${places[0]?.how})`}`,
      from: [
        ...shownPlaces(places),
        ...(places[0]?.mark ? [`${places[0].mark.from} (${places[0].mark.environment})`] : []),
      ],
    })),
    ...leadsAway.flatMap(({ from, to }) => leadingAway(profile, from, to)),
  ];
}

/** A file that a build wrote: in its folder, with a digest in its name. */
const builtFile = /\/(?:_next|_nuxt|_astro|_app|assets|static|build|chunks)\/(?:.*[._-])?[\w-]{6,}\.m?js$/;

/** What the config says of a site whose files are to be read whole. */
export interface WholeSiteOptions {
  /** Hosts of other origins whose scripts are none of the site's own. */
  allow?: readonly string[];
  /** Whether its pages load scripts, so that a site in which none is found was not seen. */
  scripts?: boolean;
}

/** @throws NotVerified where not all that the site serves was looked at */
export function requireWholeSite(
  site: SiteFiles,
  environment: string,
  { allow = [], scripts = true }: WholeSiteOptions = {},
): void {
  const { files, hasPage, unread, more, leadsAway, elsewhere, notFollowed, filesAreListed } = site;
  const wasSeen = scripts ? files.some(isScript) : hasPage;
  if (!wasSeen) {
    const redirects = leadsAway.map(({ from, to }) => `; ${from} redirects to ${new URL(to).origin}`);
    const others = elsewhere.length > 0 ? `; its pages load ${firstFew(elsewhere, 3, 'files').join(', ')}` : '';
    throw new NotVerified(
      `no ${scripts ? 'script' : 'page'} was found among the ${files.length} files of the site of ${environment}, so its backend is unknown${redirects.join('')}${others}`,
      'Look at what the address answers. If its pages load no scripts on purpose, set platforms.pages.scripts: false.',
    );
  }
  const away = elsewhere.filter((url) => builtFile.test(new URL(url).pathname) && !allow.includes(new URL(url).host));
  if (away.length > 0)
    throw new NotVerified(
      `scripts of the site of ${environment} are served from another origin, and were not read: ${firstFew(away, 3, 'files').join(', ')}`,
      'Serve them from the site itself; or, where they are none of its own, list the host in platforms.isolation.site.allow.',
    );
  if (more > 0)
    throw new NotVerified(
      `the site of ${environment} has at least ${more} more files than were read`,
      'Raise platforms.isolation.site.mostFiles.',
    );
  if (unread.length > 0)
    throw new NotVerified(
      `${countWords(unread.length, 'file')} of the site of ${environment} could not be read: ${unread.slice(0, 3).join('; ')}`,
      'Redeploy the site where a file is missing. Just after a deployment, wait until it has reached every edge, and run again.',
    );
  if (notFollowed.length > 0 && !filesAreListed)
    throw new NotVerified(
      `${countWords(notFollowed.length, 'import')} of the site of ${environment} could not be followed: ${notFollowed.slice(0, 3).join('; ')}`,
      'Name the files in platforms.isolation.site.files, or import them by a written address.',
    );
}

function isScript({ form, contentType, url, text }: SiteFile): boolean {
  if (form !== 'text' || text.trimStart().startsWith('<')) return false;
  return /javascript|ecmascript/.test(contentType) || /\.[cm]?js$/.test(new URL(url).pathname);
}

/** The marks of E that its site carries: what it talks to. */
export function ownMarksIn(profile: Profile, { files }: SiteFiles): SiteMark[] {
  const texts = files.flatMap(viewsOf).map(({ text }) => text.toLowerCase());
  return siteMarks(profile).filter((mark) => mark.kind !== 'secret' && texts.some((text) => findMark(text, mark) >= 0));
}

const known = new WeakMap<SiteFile, readonly TextView[]>();

/** Several checks look at the files of one crawl: each is decoded once. */
function viewsOf(file: SiteFile): readonly TextView[] {
  const views = known.get(file) ?? textViews(file.text);
  known.set(file, views);
  return views;
}

/** What a script puts together, where a mark may be among it. */
function evaluatedViews(file: SiteFile, profile: Profile, marks: readonly SiteMark[]): TextView[] {
  if (file.form !== 'text' || !(isScript(file) || /^\s*</.test(file.text))) return [];
  const texts = viewsOf(file).map(({ text }) => text);
  const parts = partsOf(profile, marks);
  if (!hasPart(texts, parts)) return [];
  return [{ how: 'put together when the script runs', text: evaluatedTexts(file.text, parts).join('\n') }];
}

const knownParts = new WeakMap<Profile, FormIndex>();

/** The pieces of the marks that are looked for: the same for every file of a site. */
function partsOf(profile: Profile, marks: readonly SiteMark[]): FormIndex {
  const known = knownParts.get(profile);
  if (known !== undefined) return known;

  // Secrets of its own are looked for too.
  const own = siteMarks(profile).flatMap(({ kind, text }) => (kind === 'secret' ? [] : [text]));
  const texts = marks.map(({ text }) => text);
  const parts = indexOfParts(texts, own);
  knownParts.set(profile, parts);
  return parts;
}

/** A host with its port, whatever scheme stands before it; other texts as they are. One that is part of another is not meant. */
function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/\/+$/, '');
}

function faultsOf(site: SiteFile, profile: Profile): SiteFault[] {
  const { url: file } = site;
  const faults = new Map<string, SiteFault>();
  const expectedThere = new Set(profile.isolation.site.allow.map(comparable));
  const allowed = (found: string) => expectedThere.has(comparable(found));
  const add = (fault: SiteFault) => {
    if (!faults.has(fault.what)) faults.set(fault.what, fault);
  };
  const foreign = foreignSiteMarks(profile);
  const own = siteMarks(profile).filter(({ kind }) => kind === 'secret');
  const marks = [...foreign, ...own];
  for (const view of [...viewsOf(site), ...evaluatedViews(site, profile, marks)]) {
    const lowered = view.text.toLowerCase();
    for (const mark of marks) {
      const at = findMark(lowered, mark);
      if (at < 0 || allowed(mark.text)) continue;
      const secret = mark.kind === 'secret';
      add({
        kind: secret ? 'secret' : 'foreign',
        what: secret
          ? `the secret ${mark.key} of ${mark.environment}`
          : `the ${mark.kind} ${mark.text} of ${mark.environment}`,
        received: secret ? 'its value, in full' : excerpt(view, at, mark.text.length),
        how: view.how,
        file,
        mark,
      });
    }
    if (!profile.loopback)
      for (const { address, at } of localAddresses(view.text))
        if (!allowed(address))
          add({
            kind: 'local',
            what: `an address of a private network or of one machine, ${address}`,
            received: excerpt(view, at, address.length),
            how: view.how,
            file,
          });
    for (const { what, value } of secretShapes(view.text))
      if (!allowed(value))
        add({
          kind: 'secret',
          what: `what has the form of ${what}`,
          received: clipWithLength(value, 6),
          how: view.how,
          file,
        });
  }
  // A host of Convex holds the deployment's name: one of the two says it.
  const hosts = [...faults.values()].flatMap(({ mark }) => (mark?.kind === 'host' ? [mark.text] : []));
  return [...faults.values()].filter(
    ({ mark }) => mark?.kind !== 'deployment' || !hosts.some((host) => host.startsWith(`${mark.text}.`)),
  );
}

function leadingAway(profile: Profile, from: string, to: string): Finding[] {
  const mark = foreignSiteMarks(profile).find(
    (each) => each.kind !== 'secret' && findMark(to.toLowerCase(), each) >= 0,
  );
  const [local] = profile.loopback ? [] : localAddresses(to);
  if (mark === undefined && local !== undefined)
    return [
      {
        what: `the site of ${profile.environment} redirects to an address of a private network or of one machine`,
        expected: 'an address that every visitor reaches',
        received: `a redirect to ${local.address}`,
        from: [from],
      },
    ];
  if (mark === undefined) return [];
  return [
    {
      what: `the site of ${profile.environment} redirects to ${mark.environment}`,
      expected: `no way from ${profile.environment} to ${mark.environment}`,
      received: `a redirect to ${new URL(to).origin}`,
      from: [from, `${mark.from} (${mark.environment})`],
    },
  ];
}

const mostPlaces = 5;

function shownPlaces(places: readonly SiteFault[]): string[] {
  const files = [...new Set(places.map(({ file }) => file))];
  return firstFew(files, mostPlaces, 'files');
}

function excerpt({ text }: TextView, at: number, length: number): string {
  return quoteForeign(text.slice(Math.max(0, at - 30), at + length + 20), 120);
}
