import type { Finding } from '../../support/check/finding.ts';
import {
  below,
  entriesOf,
  itemsOf,
  type Node,
  type Place,
  pairsOf,
  shownPlace,
  textOf,
  variablesIn,
  withoutQuotes,
} from '../../support/compose/index.ts';
import { isPlainValue } from '../../support/families/config/values/plain-value.ts';
import { secretShapeOf } from '../../support/families/config/values/secret-shape.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';
import type { KeptFile } from '../../support/platforms/compose/read-kept-files.ts';
import { isSecretKey, storeReference } from '../../support/profile/index.ts';

/** A text of a compose file, and the name that it stands under. */
export interface WrittenValue {
  name: string;
  value: string;
  /** "environment of api". */
  where: string;
  at: Place;
  /** A command line: its options have names of their own. */
  isCommand?: true;
}

/** Every text of the files that may hold a secret. A part that is written once and used in several services is looked at once. */
export function writtenValues({ written }: Pick<ComposeReading, 'written'>): WrittenValue[] {
  const all = written
    .flatMap(({ trees }) => trees)
    .flatMap((tree) => [
      // What a service takes from here is named as the service's.
      ...entriesOf(tree)
        .filter(([key]) => key.startsWith('x-'))
        .flatMap(([key, node]) => extensionValues(key, node)),
      ...entriesOf(below(tree, 'services')).flatMap(([name, service]) => serviceValues(name, service)),
      ...entriesOf(below(tree, 'configs')).flatMap(([name, config]) =>
        command(`config ${name}`, below(config, 'content')),
      ),
      ...['volumes', 'networks', 'secrets', 'configs'].flatMap((section) =>
        entriesOf(below(tree, section)).flatMap(([name, each]) => driverValues(`${section}.${name}`, each)),
      ),
    ]);
  return [...new Map(all.map((each) => [`${shownPlace(each.at)} ${each.name} ${each.value}`, each])).values()];
}

/** Secrets that stand in the files themselves. Their values are not shown. */
export function judgeLiteralSecrets(values: readonly WrittenValue[], isDevelopment: boolean): Finding[] {
  return values.flatMap((each) => {
    const literal = literalIn(each);
    if (literal !== undefined) return [finding(each, literal)];
    const byDefault = isDevelopment ? undefined : defaultIn(each);
    return byDefault === undefined ? [] : [finding(each, byDefault)];
  });
}

/** Secrets in files that lie in the repository beside the compose files. */
export function judgeKeptFiles(files: readonly KeptFile[]): Finding[] {
  return files
    .filter(({ isTracked }) => isTracked !== false)
    .flatMap(({ kind, shown, at, lines, isTracked }) => {
      const source =
        isTracked === undefined ? 'git could not be asked whether it tracks the file' : 'git tracks the file';
      if (kind === 'secret')
        return [
          {
            what: 'a file that holds a secret is in the repository',
            expected: 'a file that only the machine has',
            received: `${shown}: ${source}`,
            from: [shownPlace(at)],
          },
        ];
      return lines.flatMap((line) => {
        const literal = literalIn({ ...line, where: shown });
        return literal === undefined ? [] : [finding({ ...line, where: shown }, `${literal}, and ${source}`)];
      });
    });
}

/** Every named text of a part that services may be made of. */
function extensionValues(key: string, node: Node): WrittenValue[] {
  if (node.kind === 'scalar') return [];
  const inner = node.kind === 'map' ? [...node.entries.values()] : node.items;
  return [...namedValues(key, node), ...inner.flatMap((each) => extensionValues(key, each))];
}

/** Mappings and lists of a service whose entries are named. */
const named: readonly [part: string, path: readonly string[]][] = [
  ['environment', ['environment']],
  ['build arguments', ['build', 'args']],
  ['labels', ['labels']],
  ['labels', ['deploy', 'labels']],
  ['labels', ['build', 'labels']],
  ['annotations', ['annotations']],
  ['logging options', ['logging', 'options']],
  ['provider options', ['provider', 'options']],
];

function serviceValues(service: string, node: Node): WrittenValue[] {
  const hooks = ['post_start', 'pre_stop'].flatMap((key) => itemsOf(below(node, key)));
  const watched = itemsOf(below(node, 'develop', 'watch')).flatMap((item) => below(item, 'exec') ?? []);
  const contexts = [below(node, 'build'), below(node, 'build', 'context')].filter((each) => each?.kind === 'scalar');
  return [
    ...named.flatMap(([part, path]) => namedValues(`${part} of ${service}`, below(node, ...path))),
    ...command(`command of ${service}`, below(node, 'command')),
    ...command(`entry point of ${service}`, below(node, 'entrypoint')),
    ...command(`health check of ${service}`, below(node, 'healthcheck', 'test')),
    ...[...hooks, ...watched].flatMap((hook) => [
      ...command(`hook of ${service}`, below(hook, 'command')),
      ...namedValues(`hook of ${service}`, below(hook, 'environment')),
    ]),
    ...contexts.flatMap((context) => command(`build context of ${service}`, context)),
    ...namedValues(`build contexts of ${service}`, below(node, 'build', 'additional_contexts')),
    ...['cache_from', 'cache_to'].flatMap((key) =>
      itemsOf(below(node, 'build', key)).flatMap((item) => pairsIn(`build cache of ${service}`, item)),
    ),
    ...dockerfileValues(service, below(node, 'build', 'dockerfile_inline')),
  ];
}

/** `ENV` and `ARG` of a Dockerfile that is written into the file, and the commands that it runs. */
function dockerfileValues(service: string, node: Node | undefined): WrittenValue[] {
  const where = `Dockerfile of ${service}`;
  return (textOf(node) ?? '').split('\n').flatMap((line) => {
    if (!node || /^\s*#/.test(line)) return [];
    const [, pairs] = /^\s*(?:ENV|ARG)\s+(.*)$/i.exec(line) ?? [];
    if (pairs === undefined) return [{ name: '', value: line, where, at: node.at, isCommand: true as const }];
    return pairsOf(pairs).map(({ name, value = '' }) => ({ name, value: withoutQuotes(value), where, at: node.at }));
  });
}

/** Options of a driver: `o: addr=nas,username=u,password=p` has names of its own. */
function driverValues(where: string, node: Node): WrittenValue[] {
  return entriesOf(below(node, 'driver_opts')).flatMap(([name, value]) => {
    const text = textOf(value);
    if (text === undefined) return [];
    return name === 'o' ? pairsIn(where, value) : [{ name, value: text, where, at: value.at }];
  });
}

/** `type=s3,region=eu,secret_access_key=…`: pairs with commas between them. */
function pairsIn(where: string, node: Node): WrittenValue[] {
  return (textOf(node) ?? '').split(',').flatMap((part) => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    return name === '' ? [] : [{ name, value, where, at: node.at }];
  });
}

function namedValues(where: string, node: Node | undefined): WrittenValue[] {
  const entries = entriesOf(node).map(([name, value]) => ({ name, value: textOf(value), at: value.at }));
  const items = itemsOf(node).map((item) => {
    const [, name = '', value] = /^([^=]*)=(.*)$/s.exec(textOf(item) ?? '') ?? [];
    return { name, value, at: item.at };
  });
  return [...entries, ...items].flatMap(({ name, value, at }) =>
    value === undefined ? [] : [{ name, value, where, at }],
  );
}

function command(where: string, node: Node | undefined): WrittenValue[] {
  if (!node) return [];
  const words = node.kind === 'list' ? node.items.flatMap((item) => textOf(item) ?? []) : [textOf(node) ?? ''];
  return [{ name: '', value: words.join(' '), where, at: node.at, isCommand: true }];
}

/** What makes a value a secret that everybody can read; undefined where it is none, or comes from elsewhere. */
function literalIn({ name, value, isCommand }: Omit<WrittenValue, 'at'>): string | undefined {
  const bare = withoutVariables(value);
  if (isCommand) return optionIn(bare) ?? passwordIn(bare) ?? shapesIn(bare);
  if (bare.trim() === '' || isReference(bare)) return undefined;
  const inAddress = passwordIn(bare);
  if (inAddress !== undefined) return inAddress;
  const shape = secretShapeOf(name, bare, { byRandomness: !bare.includes('\0') });
  if (shape !== undefined && !bare.includes('\0')) return shape;
  const isWhole = !bare.includes('\0') && !URL.canParse(bare);
  return isSecretKey(name) && !name.endsWith('_FILE') && isWhole && !isPlain(name, bare)
    ? 'a value that is written here'
    : undefined;
}

/** A password of digits is one all the same. */
function isPlain(name: string, value: string): boolean {
  const isPassword =
    /PASS(WORD|WD|PHRASE)?$|PWD$/i.test(name) && !/^(true|false)$/i.test(value) && !value.startsWith('/');
  return !isPassword && isPlainValue(name, value);
}

function defaultIn({ name, value }: WrittenValue): string | undefined {
  const found = variablesIn(value).find(({ name: variable, operator, word }) => {
    if (operator?.endsWith('-') !== true || word.startsWith('$')) return false;
    const bare = withoutVariables(word);
    if (bare.trim() === '' || bare.includes('\0')) return false;
    const called = isSecretKey(variable) ? variable : name;
    return (
      passwordIn(bare) !== undefined ||
      secretShapeOf(called, bare) !== undefined ||
      (isSecretKey(called) && !isPlain(called, bare))
    );
  });
  if (found) return `a default of \${${found.name}} that is written here`;
  const withDefaults = value.replace(/\$\{\w+:?-([^${}]*)\}/g, '$1');
  return passwordIn(withDefaults) === undefined ? undefined : 'a default that is a password before the host';
}

/** A reference to a store of secrets, or an address without a password. */
function isReference(value: string): boolean {
  return storeReference(value) !== undefined || /^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i.test(value);
}

/** Options and variables of a command line that take a secret. After a word without dashes a blank makes no option of it. */
const option =
  /(?:^|[\s"'])(?:--?(?=[a-z_-]*(?:=|\s))|(?=[a-z_-]*(?:=|:\s*)))([a-z_-]*(?:password|passwd|passphrase|requirepass|secret|token|api[-_]?key)[a-z_-]*)(?:=|\s+|:\s*)["']?([^\s"'=]+)/gi;
const shortOptions: readonly RegExp[] = [
  // Of redis.conf, and of a .netrc.
  /(?:^|[\s"'])(?:requirepass|masterauth)\s+["']?([^\s"']+)/,
  /\blogin\s+\S+\s+password\s+["']?([^\s"']+)/,
  /\bredis-cli\b[^|;&]*\s-a\s+["']?([^\s"']+)/,
  /\bmysql(?:admin|dump)?\b[^|;&]*\s-p([^\s"']+)/,
];

function optionIn(line: string): string | undefined {
  const isGiven = (value: string | undefined) => value !== undefined && !/^[\0$/-]/.test(value);
  for (const [, name = '', value = ''] of line.matchAll(option))
    if (isGiven(value) && !/[-_]file$/i.test(name)) return `the value of ${name}`;
  const short = shortOptions.map((form) => form.exec(line)?.[1]).find(isGiven);
  return short === undefined ? undefined : 'the password of an option';
}

function passwordIn(text: string): string | undefined {
  for (const [, password = ''] of text.matchAll(/[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/@]+)@/gi))
    if (!/[\0$]/.test(password)) return 'a password before the host';
  return undefined;
}

function shapesIn(line: string): string | undefined {
  return (
    line
      .split(/[\s"'=]+/)
      // A token may be the user of an address, or a part of its path.
      .flatMap((word) => [word, ...word.split(/[/@:]+/)])
      .map((word) => secretShapeOf('', word, { byRandomness: false }))
      .find((shape) => shape !== undefined)
  );
}

/** A text with a NUL in the place of every variable, and of what a shell fills in. */
function withoutVariables(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const rest = text.slice(index);
    const variable =
      /^\$\$(?:\{\w+[^}]*\}|\w+|\([^)]*\))|^\$\w+/.exec(rest)?.[0] ??
      (rest.startsWith('${') ? braced(rest) : undefined);
    if (variable === undefined) result += text.charAt(index);
    else {
      result += '\0';
      index += variable.length - 1;
    }
  }
  return result === '\0' ? '' : result;
}

function braced(text: string): string {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charAt(index) === '{') depth += 1;
    if (text.charAt(index) === '}') depth -= 1;
    if (depth === 0 && index > 0) return text.slice(0, index + 1);
  }
  return text;
}

function finding({ name, where, at }: WrittenValue, received: string): Finding {
  return {
    what: `a secret is written into the files: ${name === '' ? where : `${name} in ${where}`}`,
    expected: 'a variable, or a file of `secrets`',
    received,
    from: [shownPlace(at)],
  };
}
