/** What a page or a script registers or fetches at run time. */
export interface RuntimeReference {
  url: string;
  what: 'a service worker' | 'run-time configuration';
}

export interface RuntimeReferences {
  named: readonly RuntimeReference[];
  /** A service worker is registered whose address is computed. */
  isComputed: boolean;
}

const quoted = '(["\'`])([^"\'`\\s$]{1,300})\\1';
const register = String.raw`\bserviceWorker\s*(?:\?\.|!?\.)\s*register\(\s*`;
/** Resolved against the page. The last is Workbox's window, whose class a minifier has renamed. */
const workers = [
  register + quoted,
  String.raw`\bserviceWorker\b[\s\S]{0,200}?\.register\(\s*${quoted}`,
  String.raw`\bnew\s+(?:[\w$]+\.)?Workbox\(\s*${quoted}`,
  String.raw`\bnew\s+[\w$.]+\(\s*${quoted}\s*,\s*\{[^{}]{0,80}\bscope\s*:`,
].map((form) => new RegExp(form, 'g'));
const beside = new RegExp(String.raw`${register}new\s+URL\(\s*${quoted}\s*,\s*import\.meta\.url`, 'g');
/** `const url = "/push-handler.js"; navigator.serviceWorker.register(url)`. */
const byName = new RegExp(String.raw`${register}([\w$]+)\s*[,)]`, 'g');
const computed = new RegExp(String.raw`${register}(?!["'\x60]|new\s+URL\()|${register}\x60[^\x60]*\$\{`);
const fetched = new RegExp(
  String.raw`(?:(?<![\w$])fetch\(\s*|\.(?:get|getJSON)\(\s*|\bopen\(\s*(?:"GET"|'GET')\s*,\s*)${quoted}`,
  'g',
);
/** A file that says how the site is at the moment, by its name; data that a script loads may well be kept. */
const configuration =
  /(?:^|[/._-])(?:config|configuration|runtime|settings|env|environment|flags|features?|version|build-?info)(?:[._-][\w-]*)*\.json$/i;
const script = /^(?!data:|blob:)[^\s]*\.m?js(?:[?#].*)?$/;

/** The service workers that a page or a script registers, and the run-time configuration that it fetches, by a written address. Pure. */
export function runtimeReferences(code: string, url: string): RuntimeReferences {
  const found = new Map<string, RuntimeReference>();
  const page = new URL('/', url).href;
  const add = (written: string | undefined, what: RuntimeReference['what'], base = page) => {
    const address = URL.parse(written ?? '', base);
    if (written === undefined || address === null || !/^https?:$/.test(address.protocol)) return;
    address.hash = '';
    found.set(address.href, { url: address.href, what });
  };

  for (const [index, form] of workers.entries())
    for (const [, , written = ''] of code.matchAll(form))
      if (index === 0 || script.test(written)) add(written, 'a service worker');
  for (const [, , written] of code.matchAll(beside)) add(written, 'a service worker', url);
  for (const [, name = ''] of code.matchAll(byName)) add(constantIn(code, name), 'a service worker');
  for (const [, , written = ''] of code.matchAll(fetched))
    if (configuration.test(written.replace(/[?#].*$/, ''))) add(written, 'run-time configuration');

  const named = [...found.values()];
  const isComputed = computed.test(code) && !named.some(({ what }) => what === 'a service worker');
  return { named, isComputed };
}

/** `e="/push.js"`, and `e="".concat("","/push.js")`, as older compilers write a template. */
function constantIn(code: string, name: string): string | undefined {
  const assigned = String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}\s*=\s*`;
  const plain = new RegExp(assigned + quoted).exec(code)?.[2];
  if (plain !== undefined) return plain;
  return new RegExp(String.raw`${assigned}""\.concat\((?:"",\s*)?"([^"\s]{1,300})"\)`).exec(code)?.[1];
}
