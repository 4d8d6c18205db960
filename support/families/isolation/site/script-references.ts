import { constantArguments } from './constant-texts.ts';

/** An address in a script, as it is written there. */
export interface WrittenReference {
  written: string;
  isRequired: boolean;
  /** A browser resolves it against the page that runs the script; otherwise against the script. */
  ofPage: boolean;
}

const quote = '(["\'`])';
const rest = String.raw`[^"'${'`'}\s$]{0,300}`;
const address = String.raw`${quote}((?:\.{0,2}\/|https?:\/\/)${rest})\1`;
/** Of a call that takes nothing but an address, a bare word is one too: `fetch("settings")`. */
const anyAddress = String.raw`${quote}((?:\.{0,2}\/|https?:\/\/|[\w@-][\w@.-]*(?=\/|["'${'`'}]))${rest})\1`;
const importedNames = new RegExp(
  String.raw`(?<![\w$.])(?:from|import)\s*\(?\s*(?:\/\*[^*]{0,200}\*\/\s*)*${address}(?!\s*(?:\+|\.concat\b))`,
  'g',
);
const ofPage = [
  String.raw`\.register\(\s*`,
  String.raw`\bnew\s+(?:Shared)?Worker\(\s*`,
  String.raw`\bnew\s+EventSource\(\s*`,
  String.raw`\baddModule\(\s*`,
  String.raw`\bcreateScriptURL\(\s*`,
].map((call) => new RegExp(`${call}${anyAddress}`, 'g'));
const place = String.raw`(?:import\.meta\.url|document\.(?:baseURI|currentScript\.src|URL)|(?:(?:self|window|document|globalThis)\.)?location(?:\.(?:href|origin))?)`;
/** `script.src="/late"`, and what is named beside the script itself: `new URL("worker-x",import.meta.url)`. */
const further = [
  new RegExp(String.raw`\bnew\s+URL\(\s*${address}`, 'g'),
  new RegExp(String.raw`\.src\s*=\s*${address}`, 'g'),
  new RegExp(String.raw`\bsetAttribute\(\s*["'](?:src|href|data)["']\s*,\s*${address}`, 'g'),
  new RegExp(String.raw`\bimport\.meta\.resolve\(\s*${address}`, 'g'),
  new RegExp(String.raw`\bSystem\.import\(\s*${address}`, 'g'),
  new RegExp(String.raw`[{,]\s*["']?src["']?\s*:\s*${address}`, 'g'),
  new RegExp(String.raw`\.attr\(\s*["'](?:src|href|data)["']\s*,\s*${address}`, 'g'),
  new RegExp(String.raw`\bnew\s+URL\(\s*${quote}([^"'${'`'}\s$]{1,300})\1\s*,\s*${place}`, 'g'),
];
const importedScripts = /\bimportScripts\(([^()]{1,20000})\)/g;
/** Modules of AMD, as Rollup and RequireJS name them, without an ending: `require(["./c/about-CqB8FbcM"], resolve)`. */
const amd = /\b(?:require|define)\(\s*(?:["'][^"']{1,200}["']\s*,\s*)?\[([^[\]]{1,20000})\]/g;
/** `{url:"offline",revision:"1f"}`: what a service worker of Workbox keeps, whatever its ending. */
const precached = new RegExp(String.raw`\burl["']?\s*:\s*${quote}([^"'${'`'}\s$]{1,300})\1\s*,\s*["']?revision\b`, 'g');
const precachedAfter = new RegExp(
  String.raw`\brevision["']?\s*:\s*(?:null|["'][^"']{0,100}["'])\s*,\s*["']?url["']?\s*:\s*${quote}([^"'${'`'}\s$]{1,300})\1`,
  'g',
);
const computedFetch = /(?<![\w$])(?:fetch|new\s+Request|importScripts)\(|\bopen\(\s*["'`]GET["'`]\s*,/g;
const fetches = [
  `(?<![\\w$])fetch\\(\\s*${anyAddress}`,
  `\\bnew\\s+Request\\(\\s*${anyAddress}`,
  `(?<![\\w$.])(?:fetch|\\$fetch|ofetch|ky|axios|useSWR|useFetch|loadScript)\\((?:[^()"'\`]{1,80}?(?:\\|\\||\\?\\?))?\\s*${address}`,
  `\\b(?:ky|axios|ofetch|\\$?http|superagent)\\.(?:get|head)\\(\\s*${anyAddress}`,
  `\\bajax\\(\\s*\\{[^{}]{0,200}?\\burl\\s*:\\s*${address}`,
  `\\.(?:get|getJSON|getScript|load)\\(\\s*${address}`,
  `\\bopen\\(\\s*["'\`]GET["'\`]\\s*,\\s*${anyAddress}`,
].map((call) => new RegExp(`${call}([^;]{0,120})`, 'g'));
/** A path whose name says that a script reads its configuration there, however it is fetched: `{CONFIG:"/api/public-config"}`. */
const configuration =
  /["'`]((?:\.{0,2}\/)(?:[\w.-]+\/){0,8}(?:[\w-]*[._-])?(?:config|configuration|conf|cfg|settings|env|environment|runtime|bootstrap|flags|features?)(?:[._-][\w-]*)?)["'`]/gi;

/** An address that changes something when it is asked for, as far as its name says. */
const changes =
  /(?:^|[/_-])(?:log-?out|sign-?out|delete|remove|clear|reset|revoke|unsubscribe|cancel|destroy|purge|logoff|approve|confirm|verify|trigger|run|send|create|update)(?:$|[/?_.-])/i;

/** What a script loads or fetches by an address that it writes out: modules, workers, run-time configuration. Pure. */
export function scriptReferences(text: string): WrittenReference[] {
  return [
    ...texts(text, importedNames).map((written) => ({ written, isRequired: true, ofPage: false })),
    ...harmless(ofPage.flatMap((form) => texts(text, form))).map(optional(true)),
    ...harmless(further.flatMap((form) => texts(text, form))).map(optional(false)),
    ...harmless([...scriptsOfWorker(text), ...modulesOfAmd(text)]).map(optional(false)),
    ...harmless([...texts(text, precached), ...texts(text, precachedAfter)]).map(optional(false)),
    ...harmless(fetched(text)).map(optional(true)),
  ];
}

/** Addresses that by their name are configuration: whether a script fetches them is not known. */
export function likelyConfiguration(text: string): string[] {
  return harmless([...text.matchAll(configuration)].map(([, written = '']) => written));
}

const optional = (ofThePage: boolean) => (written: string) => ({ written, isRequired: false, ofPage: ofThePage });

/** The second group of each match: the first is the quotation mark. */
function texts(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, , written = '']) => written);
}

/** Without those that change something when they are asked for, as far as their names say. */
export function harmless(written: readonly string[]): string[] {
  return written.filter((each) => !changes.test(each));
}

/** `importScripts("/one","/two")`. */
function scriptsOfWorker(text: string): string[] {
  return [...text.matchAll(importedScripts)].flatMap(([, list = '']) => texts(list, new RegExp(anyAddress, 'g')));
}

function modulesOfAmd(text: string): string[] {
  return [...text.matchAll(amd)].flatMap(([, list = '']) =>
    texts(list, /(["'])(\.{0,2}\/[^"'\s!]{1,300})\1/g).map((each) => (/\.m?js$/.test(each) ? each : `${each}.js`)),
  );
}

function fetched(text: string): string[] {
  const computed = constantArguments(text, computedFetch).filter(
    ({ written, rest: options }) => /^(?:\.{0,2}\/|https?:)/.test(written) && isRead(options),
  );
  const plain = fetches.flatMap((form) =>
    [...text.matchAll(form)].flatMap(([, , written = '', options = '']) => (isRead(options) ? [written] : [])),
  );
  return [...computed.map(({ written }) => written), ...plain];
}

/** Whether a request with these options only reads: `{method:"POST"}` does not. */
function isRead(options: string): boolean {
  return !/^[^)]*\bmethod\s*:\s*["'`](?!GET\b|HEAD\b)/i.test(options);
}
