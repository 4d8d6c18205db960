import type { Finding } from '../../support/check/finding.ts';
import {
  below,
  type ComposeService,
  entriesOf,
  isTrue,
  itemsOf,
  type Node,
  programsIn,
  repositoryOf,
  shownPlace,
  tagOf,
  textOf,
} from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';

/** Words that only a shell understands. */
const operators = /^(?:\|\|?|&&?|;|>{1,2}|<|2>&1|2>|\d?>\S+)$/;

/** Tools that a known image does not have. Source: the images' Dockerfiles on Docker Hub. */
const lacking: readonly { image: RegExp; tag?: RegExp; tools: readonly string[] }[] = [
  {
    image: /^(?:alpine|busybox|hexpm|elixir|erlang|node|python|golang|ruby|rust)$/,
    tag: /alpine/,
    tools: ['curl'],
  },
  { image: /^alpine$/, tools: ['curl', 'python', 'python3', 'node', 'bash'] },
  { image: /^(?:node|python|ruby|golang|rust|openjdk)$/, tag: /slim/, tools: ['curl', 'wget', 'nc'] },
  { image: /^(?:debian|ubuntu)$/, tools: ['curl', 'wget', 'nc'] },
  { image: /^(?:elixir|erlang)$/, tag: /slim/, tools: ['curl', 'wget', 'nc'] },
  { image: /^(?:postgres|pgvector|postgis|mariadb|redis|valkey|mongo)$/, tools: ['curl'] },
  // Alpine's busybox has it.
  { image: /^(?:postgres|pgvector|postgis|mysql|mariadb|redis|valkey|mongo)$/, tag: /^(?!.*alpine)/, tools: ['nc'] },
  { image: /^(?:caddy|traefik|haproxy)$/, tools: ['curl', 'bash'] },
];
/** Images without a shell, and without anything but the program. */
const shellless = /(?:^|\/)distroless\/|(?:^|\/)chainguard\/(?!.*:.*-dev)/;

/**
 * Whether the health checks can work: without shell words outside of a shell, with tools that the image has, and with one wherever
 * somebody waits for it.
 * @throws NotVerified where an image may have one of its own, and nobody knows
 */
export function judgeHealthChecks(services: readonly ComposeService[]): Finding[] {
  const open: string[] = [];
  const findings = services.flatMap((service) => {
    const test = below(service.node, 'healthcheck', 'test');
    return [
      ...(test && !isOff(service.node) ? judgeTest(service, test) : []),
      ...judgeWaiting(service, services, open),
    ];
  });
  return conclude(findings, open, 'Give the service that is waited for a `healthcheck` in the compose file.');
}

/** How many services have a health check. */
export function countHealthChecks(services: readonly ComposeService[]): number {
  return services.filter(({ node }) => below(node, 'healthcheck', 'test') && !isOff(node)).length;
}

function isOff(node: Node): boolean {
  const [first] = itemsOf(below(node, 'healthcheck', 'test'));
  return isTrue(below(node, 'healthcheck', 'disable')) || textOf(first) === 'NONE';
}

function judgeTest(service: ComposeService, test: Node): Finding[] {
  const [form = '', ...words] = itemsOf(test).flatMap((item) => textOf(item) ?? []);
  const from = [shownPlace(test.at)];
  const what = `the health check of ${service.name} cannot work`;
  if (form !== 'CMD' && form !== 'CMD-SHELL')
    return [
      {
        what,
        expected: 'a list that begins with CMD, CMD-SHELL or NONE',
        received: `it begins with ${form || 'nothing'}`,
        from,
      },
    ];
  if (words.length === 0) return [{ what, expected: 'a command', received: 'none', from }];

  const operator = form === 'CMD' ? words.find((word) => operators.test(word)) : undefined;
  if (operator !== undefined && !startsShell(words))
    return [
      {
        what,
        expected: '`CMD-SHELL`, or a command without words of a shell',
        received: `\`${operator}\` is given to ${words[0]} as an argument`,
        from,
      },
    ];
  if (form === 'CMD-SHELL' && words.length > 1)
    return [
      {
        what,
        expected: 'one text after CMD-SHELL',
        received: `${words.length} of them: only the first one is run`,
        from,
      },
    ];
  return judgeTools(service, form === 'CMD' ? words : ['sh', '-c', words[0] ?? ''], from, what);
}

function judgeTools(service: ComposeService, words: readonly string[], from: string[], what: string): Finding[] {
  const image = baseOf(service);
  if (image === undefined) return [];
  if (shellless.test(image) && startsShell(words))
    return [
      {
        what,
        expected: 'a program of the image, run without a shell (`CMD`)',
        received: `${image} has no shell`,
        from,
      },
    ];
  const installed = service.dockerfile?.runs.join('\n') ?? '';
  const missing = programsIn(words).find((tool) => lacks(image, tool) && !new RegExp(`\\b${tool}\\b`).test(installed));
  if (missing === undefined) return [];
  return [{ what, expected: 'a tool that the image has', received: `${image} has no ${missing}`, from }];
}

function lacks(image: string, tool: string): boolean {
  const tag = tagOf(image) ?? '';
  return lacking.some(
    (each) => each.image.test(repositoryOf(image)) && (each.tag?.test(tag) ?? true) && each.tools.includes(tool),
  );
}

function startsShell([first = '']: readonly string[]): boolean {
  return /(?:^|\/)(?:ba|da|a|z)?sh$/.test(first);
}

function baseOf({ image, dockerfile, buildContext }: ComposeService): string | undefined {
  return buildContext === undefined ? image?.text : dockerfile?.base;
}

function judgeWaiting(service: ComposeService, services: readonly ComposeService[], open: string[]): Finding[] {
  return entriesOf(below(service.node, 'depends_on')).flatMap(([name, how]) => {
    const condition = below(how, 'condition');
    if (textOf(condition) !== 'service_healthy' || !condition) return [];
    const other = services.find((each) => each.name === name);
    if (!other) return [];
    const has = hasCheck(other);
    if (has === undefined)
      open.push(`whether the image of ${name} has a health check is not known (${shownPlace(other.at)})`);
    if (has !== false) return [];
    return [
      {
        what: `${service.name} waits for ${name} to be healthy, which it never is`,
        expected: `a health check of ${name}`,
        received: isOff(other.node) ? 'it is switched off' : 'none',
        from: [shownPlace(condition.at), shownPlace(other.at)],
      },
    ];
  });
}

/** Undefined where the image may have one of its own. */
function hasCheck(service: ComposeService): boolean | undefined {
  if (isOff(service.node)) return false;
  if (below(service.node, 'healthcheck', 'test')) return true;
  if (service.dockerfile) return service.dockerfile.hasHealthcheck;
  const image = service.image?.text;
  // The official images have none.
  return image !== undefined && !image.includes('/') ? false : undefined;
}
