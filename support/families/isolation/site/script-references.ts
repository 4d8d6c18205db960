import { constantArguments } from './constant-texts.ts';

/** An address in a script, as it is written there. */
export interface WrittenReference {
  written: string;
  isRequired: boolean;
}

const address = String.raw`(["'${'`'}])((?:\.{0,2}\/|https?:\/\/)[^"'${'`'}\s$]{0,300})\1`;
const importedNames = new RegExp(
  String.raw`(?<![\w$.])(?:from|import)\s*\(?\s*${address}(?!\s*(?:\+|\.concat\b))`,
  'g',
);
const loads = [
  String.raw`\.register\(\s*`,
  String.raw`\bnew\s+(?:Shared)?Worker\(\s*`,
  String.raw`\bimportScripts\(\s*`,
  String.raw`\bnew\s+URL\(\s*`,
  String.raw`\baddModule\(\s*`,
  String.raw`\bnew\s+EventSource\(\s*`,
].map((call) => new RegExp(`${call}${address}`, 'g'));
/** `script.src="/late"`, and what is named beside the script itself: `new URL("worker-x",import.meta.url)`. */
const further = [
  new RegExp(String.raw`\.src\s*=\s*${address}`, 'g'),
  /\bnew\s+URL\(\s*(["'`])([^"'`\s$]{1,300})\1\s*,\s*import\.meta\.url/g,
];
/** Modules of AMD, as Rollup and RequireJS name them, without an ending: `require(["./c/about-CqB8FbcM"], resolve)`. */
const amd = /\b(?:require|define)\(\s*(?:["'][^"']{1,200}["']\s*,\s*)?\[([^[\]]{1,20000})\]/g;
const computedFetch = /(?<![\w$])(?:fetch|new\s+Request|importScripts)\(/g;
const fetches = [
  String.raw`(?<![\w$])fetch\(\s*`,
  String.raw`\bnew\s+Request\(\s*`,
  String.raw`\.(?:get|getJSON|getScript|load)\(\s*`,
  String.raw`\bopen\(\s*["'${'`'}]GET["'${'`'}]\s*,\s*`,
].map((call) => new RegExp(`${call}${address}([^;]{0,120})`, 'g'));

/** An address that changes something when it is asked for, as far as its name says. */
const changes =
  /(?:^|[/_-])(?:log-?out|sign-?out|delete|remove|clear|reset|revoke|unsubscribe|cancel|destroy|purge|logoff|approve|confirm|verify|trigger|run|send|create|update)(?:$|[/?_.-])/i;

/** What a script loads or fetches by an address that it writes out: modules, workers, run-time configuration. Pure. */
export function scriptReferences(text: string): WrittenReference[] {
  const found: WrittenReference[] = [];
  for (const [, , written = ''] of text.matchAll(importedNames)) found.push({ written, isRequired: true });
  for (const form of loads)
    for (const [, , written = ''] of text.matchAll(form))
      if (!changes.test(written)) found.push({ written, isRequired: false });
  for (const [, list = ''] of text.matchAll(amd))
    for (const [, , written = ''] of list.matchAll(/(["'])(\.{0,2}\/[^"'\s!]{1,300})\1/g))
      found.push({ written: /\.m?js$/.test(written) ? written : `${written}.js`, isRequired: false });
  for (const form of further)
    for (const [, , written = ''] of text.matchAll(form)) found.push({ written, isRequired: false });
  for (const { written, rest } of constantArguments(text, computedFetch))
    if (/^(?:\.{0,2}\/|https?:)/.test(written) && isRead(rest) && !changes.test(written))
      found.push({ written, isRequired: false });
  for (const form of fetches)
    for (const [, , written = '', rest = ''] of text.matchAll(form))
      if (isRead(rest) && !changes.test(written)) found.push({ written, isRequired: false });
  return found;
}

/** Whether a request with these options only reads: `{method:"POST"}` does not. */
function isRead(options: string): boolean {
  return !/^[^)]*\bmethod\s*:\s*["'`](?!GET\b|HEAD\b)/i.test(options);
}
