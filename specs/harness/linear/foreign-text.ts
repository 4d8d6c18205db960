import { httpApiTexts } from '../../../support/contract/bundle/http-api-texts.ts';
import { chunkNames, publicPath } from '../../../support/contract/bundle/runtime-chunks.ts';
import {
  linksOfPage,
  numberedChunks,
  scriptsOfPage,
  scriptsOfScript,
} from '../../../support/contract/bundle/script-addresses.ts';
import { sourceMapAddress } from '../../../support/contract/bundle/source-map.ts';
import { addressesIn, decoded } from '../../../support/families/config/hosts.ts';
import { comparableText } from '../../../support/families/config/isolated-values.ts';
import { foreignMarksIn } from '../../../support/families/config/judge-foreign-hosts.ts';
import { placeholderIn } from '../../../support/families/config/judge-placeholders.ts';
import { parseLocalFile } from '../../../support/families/config/local/local-file.ts';
import { readAs } from '../../../support/families/config/local/read-as.ts';
import { credentialMarks } from '../../../support/families/config/values/credential-marks.ts';
import {
  addressFault,
  commandBefore,
  isCutPem,
  isPem,
  isStructuredText,
  pasteFault,
  schemeFault,
  unwrapped,
  withoutMarks,
  withoutPaste,
} from '../../../support/families/config/values/pasted-value.ts';
import { isPlainValue } from '../../../support/families/config/values/plain-value.ts';
import { namesAPlace, secretShapeOf } from '../../../support/families/config/values/secret-shape.ts';
import { shapeFault } from '../../../support/families/config/values/shape-fault.ts';
import { isPrivate } from '../../../support/families/config/values/value-forms.ts';
import { marksIn } from '../../../support/families/config/values/value-marks.ts';
import { readWranglerConfiguration } from '../../../support/families/config/wrangler/wrangler-config.ts';
import { authorizationParameters } from '../../../support/families/isolation/authorization-parameters.ts';
import { linksIn, linksInHtml } from '../../../support/families/isolation/links/links-in.ts';
import { computedImports } from '../../../support/families/isolation/site/computed-imports.ts';
import { constantTexts } from '../../../support/families/isolation/site/constant-texts.ts';
import { convexAddressesIn } from '../../../support/families/isolation/site/convex-addresses.ts';
import { localAddresses } from '../../../support/families/isolation/site/local-addresses.ts';
import { secretShapes } from '../../../support/families/isolation/site/secret-shapes.ts';
import { siteReferences } from '../../../support/families/isolation/site/site-references.ts';
import { textViews } from '../../../support/families/isolation/site/text-views.ts';
import { filesBeside } from '../../../support/families/isolation/site/well-known-files.ts';
import { frontOfPage, headlinesOf, isBarePage } from '../../../support/http/index.ts';
import {
  assetsOfManifest,
  assetsOfPage,
  assetsOfScript,
  assetsOfStyle,
} from '../../../support/platforms/pages/asset-references.ts';
import { policiesOf } from '../../../support/platforms/pages/content-policy.ts';
import { duplicateKey } from '../../../support/platforms/worker/health/duplicate-key.ts';
import { windowOfText } from '../../../support/platforms/worker/health/reported-figures.ts';
import { valueTypes } from '../../../support/profile/index.ts';
import { redact } from '../../../support/redaction/redact.ts';
import { secretParts, withoutCase } from '../../../support/redaction/secret-forms.ts';
import { convexHostsIn, deploymentReference, isCutDeployKey, readDeployKey } from '../../../support/settings/index.ts';
import { unmanagedLines } from '../../../support/sync/local/unmanaged-lines.ts';
import { parseTable } from '../../../support/table/index.ts';
import { otherForm } from '../../../support/table/other-separators.ts';
import { codeMarkdown, escapeMarkdown } from '../../../support/text/escape-markdown.ts';
import { escapeTerminal } from '../../../support/text/escape-terminal.ts';
import { markupTags, withoutBetween } from '../../../support/text/markup-tags.ts';
import { quoteForeign } from '../../../support/text/quote-foreign.ts';
import { withoutComments } from '../../../support/workflow/source/without-comments.ts';

const site = 'https://shop.test/assets/index.js';
const marks = [
  { kind: 'host', text: 'db-dev.shop.test', environment: 'dev', from: 'app.table:3' },
  { kind: 'deployment', text: 'patient-heron-417', environment: 'dev', from: 'app.table:4' },
  { kind: 'bucket', text: 'uploads-of-dev', environment: 'dev', from: 'app.table:5' },
] as const;
const ignoring = (work: () => unknown) => {
  try {
    work();
  } catch {
    // What cannot be read is refused; how long that takes is measured.
  }
};

/** Whatever reads text that others write, by name. */
export const readers: Readonly<Record<string, (text: string) => unknown>> = {
  addressesIn,
  decoded,
  'marksIn, under a name of hosts': (text) => marksIn('PGHOST', text, {}),
  'marksIn, under a name of deployments': (text) => marksIn('CONVEX_DEPLOYMENT', text, {}),
  foreignMarksIn: (text) => foreignMarksIn('KEY', text, marks),
  placeholderIn: (text) => placeholderIn(text, true),
  secretShapeOf: (text) => secretShapeOf('KEY', text),
  namesAPlace,
  isPlainValue: (text) => isPlainValue('CACHE_KEY', text),
  pasteFault,
  withoutPaste,
  isStructuredText,
  shapeFault: (text) =>
    [...valueTypes, undefined].map((type) => {
      const rule = type === undefined ? {} : { type };
      return shapeFault({ key: 'SITE_URL', rule, secret: false, value: text });
    }),
  'shapeFault of a token': (text) => shapeFault({ key: 'TOKEN', rule: {}, secret: true, value: text }),
  credentialMarks,
  addressFault,
  schemeFault,
  unwrapped,
  withoutMarks,
  commandBefore,
  isPem,
  isCutPem,
  isPrivate,
  comparableText: (text) => valueTypes.map((type) => comparableText({ key: 'A', rule: { type }, secret: false }, text)),
  convexHostsIn,
  deploymentReference,
  isCutDeployKey,
  readDeployKey,
  assetsOfPage: (text) => assetsOfPage(text, site),
  assetsOfStyle: (text) => assetsOfStyle(text, site),
  assetsOfScript: (text) => assetsOfScript(text, site),
  assetsOfManifest: (text) => assetsOfManifest(text, site),
  markupTags: (text) => [...markupTags(text, ['meta', 'img'])],
  withoutBetween: (text) => withoutBetween(text, '<!--', '-->'),
  policiesOf,
  duplicateKey,
  withoutComments,
  parseLocalFile: (text) => parseLocalFile(`A=${text}\nB="${text}\n`, 'dotenv-expand'),
  readAs: (text) => readAs('dotenv-expand', new Map([['A', text]])),
  unmanagedLines: (text) => unmanagedLines(`A=${text}\nB="${text}`, new Set(['A'])),
  parseTable: (text) => parseTable(`| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n| N | A | ${text} | x |`, { file: 'x' }),
  otherForm,
  'wrangler.toml': (text) => ignoring(() => readWranglerConfiguration('wrangler.toml', `name = "${text}"`)),
  'wrangler.jsonc': (text) => ignoring(() => readWranglerConfiguration('wrangler.jsonc', `{"name": "${text}"}`)),
  authorizationParameters: (text) =>
    ignoring(() => authorizationParameters(new URL(`https://id.test/?client_id=${encodeURI(text.toWellFormed())}`))),
  'siteReferences of a script': (text) => siteReferences({ url: site, contentType: 'text/javascript', text }),
  'siteReferences of a page': (text) => siteReferences({ url: site, contentType: 'text/html', text }),
  'siteReferences of a tag': (text) => siteReferences({ url: site, contentType: 'text/html', text: `<div ${text}>` }),
  'siteReferences of a style sheet': (text) => siteReferences({ url: site, contentType: 'text/css', text }),
  scriptsOfScript: (text) => scriptsOfScript(text, site),
  scriptsOfPage: (text) => scriptsOfPage(text, site),
  linksOfPage: (text) => linksOfPage(text, site),
  numberedChunks: (text) => numberedChunks(text, site),
  chunkNames,
  publicPath: (text) => publicPath(text, site, 'static/chunks/a.js'),
  sourceMapAddress: (text) => sourceMapAddress(text, site),
  httpApiTexts,
  computedImports,
  constantTexts,
  filesBeside: (text) => filesBeside(site, text),
  codeMarkdown,
  secretParts,
  withoutCase,
  redact,
  'redact, behind the beginning of a hex dump': (text) => redact(`00000000: 7061\n${text}`),
  secretShapes,
  localAddresses,
  textViews,
  convexAddressesIn: (text) =>
    convexAddressesIn({ files: [{ url: site, text, contentType: 'text/javascript' }] } as never),
  linksIn,
  linksInHtml,
  frontOfPage: (text) => frontOfPage({ status: 503, headers: new Headers(), body: text, url: site }),
  headlinesOf,
  isBarePage,
  windowOfText: (text) => windowOfText(`/${text}`),
  quoteForeign: (text) => quoteForeign(text, 160),
  escapeMarkdown,
  escapeTerminal,
};

/** A text of a length, of a part that repeats: each is what some expression could start from at every position. */
export const shapes: Readonly<Record<string, string>> = {
  letters: 'a',
  capitals: 'A',
  digits: '1',
  paths: 'a/',
  'quoted paths': '"a/',
  'dotted names': 'a.',
  hyphens: 'a-',
  underscores: '_a',
  blanks: ' ',
  'line breaks': '\n',
  quotes: '"',
  apostrophes: "'",
  'escaped quotes': '\\"',
  'quotes that end in an escape': '"\\',
  'escaped apostrophes': "\\'",
  'apostrophes that end in an escape': "'\\",
  backticks: '`',
  'escaped backticks': '\\`',
  'open brackets': '<',
  'open braces': '{',
  'braces in pairs': '{{',
  'list marks': '[',
  'percent signs': '%41',
  'percent signs twice': '%2541',
  backslashes: '\\',
  'escaped letters': '\\n',
  dollars: '${a',
  schemes: 'a://',
  'schemes with users': 'a://b:',
  mailboxes: 'a@',
  'opened mailboxes': '<a@',
  attributes: 'src=',
  'opened styles': 'url(',
  comments: '/*',
  'opened comments': '/* ',
  'opened style sheets': '<style>',
  'opened images': '<img ',
  'images with quotes': '<img a="',
  'comments of markup': '<!--',
  'opened scripts': '<script ',
  'opened scripts that end': '<script>',
  'opened links': '<a ',
  'opened bases': '<base ',
  imports: 'import(',
  calls: 'a(',
  parentheses: '(',
  'source maps': '#sourceMappingURL=',
  concatenations: '"+',
  'convex hosts': 'a.convex.cloud',
  'cut convex hosts': '.convex.clou',
  'your things': 'your-',
  'put here': 'put-',
  'private keys': '-----BEGIN ',
  'tokens of three parts': 'eyJaaaaaaaaaa.',
  equals: 'a=',
  bars: '|',
  hashes: '#',
  'words with colons': 'a:',
};

export function textOf(part: string, length: number): string {
  return part.repeat(Math.ceil(length / part.length)).slice(0, length);
}
