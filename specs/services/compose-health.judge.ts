import type { Finding } from '../../support/check/finding.ts';
import {
  below,
  type ComposeService,
  entriesOf,
  isTrue,
  itemsOf,
  lacksTool,
  type Node,
  officialName,
  programsIn,
  shownPlace,
  textOf,
} from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';

/** Words that only a shell understands. */
const operators = /^(?:\|\|?|&&?|;|>{1,2}|<|2>&1|2>|\d?>\S+)$/;

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
    const test = testOf(service);
    return [...(test ? judgeTest(service, test) : []), ...judgeWaiting(service, services, open)];
  });
  return conclude(findings, open, 'Give the service that is waited for a `healthcheck` in the compose file.');
}

/** How many services have a health check, and how many others wait for one. */
export function countHealthChecks(services: readonly ComposeService[]): { checks: number; waits: number } {
  const waits = services.flatMap(({ node }) =>
    entriesOf(below(node, 'depends_on')).filter(([, how]) => textOf(below(how, 'condition')) === 'service_healthy'),
  );
  return { checks: services.filter((service) => testOf(service) !== undefined).length, waits: waits.length };
}

interface HealthTest {
  /** `CMD` and words, or `CMD-SHELL` and one text. */
  words: readonly string[];
  from: string[];
}

/** The health check of a service: its own, else that of the Dockerfile that it is built from. */
function testOf({ node, dockerfile, at }: ComposeService): HealthTest | undefined {
  if (isOff(node)) return undefined;
  const own = below(node, 'healthcheck', 'test');
  if (own) return { words: itemsOf(own).flatMap((item) => textOf(item) ?? []), from: [shownPlace(own.at)] };
  if (!dockerfile?.healthcheck) return undefined;
  const built = below(node, 'build')?.at ?? at;
  return { words: dockerfile.healthcheck, from: [shownPlace(built), 'HEALTHCHECK of its Dockerfile'] };
}

function isOff(node: Node): boolean {
  const [first] = itemsOf(below(node, 'healthcheck', 'test'));
  return isTrue(below(node, 'healthcheck', 'disable')) || textOf(first) === 'NONE';
}

function judgeTest(service: ComposeService, test: HealthTest): Finding[] {
  const [form = '', ...words] = test.words;
  const { from } = test;
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
  const missing = programsIn(words).find((tool) => lacksTool(image, tool, service.dockerfile));
  if (missing === undefined) return [];
  return [{ what, expected: 'a tool that the image has', received: `${image} has no ${missing}`, from }];
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
  if (testOf(service)) return true;
  // What it is built on may bring one.
  const image = service.dockerfile ? service.dockerfile.base : service.image?.text;
  if (service.dockerfile && image === undefined) return false;
  // The well-known images have none.
  return image !== undefined && officialName(image) !== undefined ? false : undefined;
}
