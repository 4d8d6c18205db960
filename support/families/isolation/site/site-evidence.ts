import type { SiteFiles } from './site-crawl.ts';

/** What was looked at of a site, and what was not, by count. */
export function siteEvidence({ files, skipped, late, elsewhere, notFollowed }: SiteFiles): Record<string, number> {
  const of = (form: string) => files.filter((each) => each.form === form).length;
  const counted = {
    files: of('text'),
    'answers with new headers, searched': of('headers'),
    'files that are not text, searched for texts': of('binary'),
    ...Object.fromEntries([...skipped].map(([type, number]) => [`${type} files not looked at`, number])),
    'files that answered 404 at first': late.length,
    'scripts of other origins, not read': elsewhere.length,
    'computed imports not followed': notFollowed.length,
  };
  return Object.fromEntries(Object.entries(counted).filter(([what, number]) => number > 0 || what === 'files'));
}
