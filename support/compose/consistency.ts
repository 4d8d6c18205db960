import { ComposeMistake } from './compose-mistake.ts';
import { below, entriesOf, isTrue, itemsOf, type MapNode, type Node, textOf } from './located-tree.ts';

/** What is looked at of a service. */
interface Named {
  name: string;
  node: MapNode;
  isLeftOut: boolean;
}

/** Lists of a service that name what a section of the file defines. */
const uses: readonly [path: readonly string[], section: string, called: string][] = [
  [['networks'], 'networks', 'network'],
  [['configs'], 'configs', 'config'],
  [['secrets'], 'secrets', 'secret'],
  [['build', 'secrets'], 'secrets', 'secret'],
];

/**
 * Whether everything that a service names is there. A service of a profile that is not enabled is not looked at.
 * Source: compose-go, loader/validate.go, `checkConsistency`.
 * @throws ComposeMistake where Compose would say "invalid compose project"
 */
export function requireConsistency(tree: MapNode, services: readonly Named[]): void {
  const started = services.filter(({ isLeftOut }) => !isLeftOut);
  for (const service of started) {
    requireSource(service);
    requireOneNetworkMode(service);
    for (const [path, section, called] of uses) requireDefined(service, path, tree, section, called);
    requireVolumes(service, tree);
    requireServices(service, services);
  }
  for (const [name, secret] of entriesOf(below(tree, 'secrets'))) requireOrigin(name, secret);
}

function requireSource({ name, node }: Named): void {
  if (['image', 'build', 'provider'].some((key) => isGiven(below(node, key)))) return;
  throw new ComposeMistake(node.at, `the service ${name} has neither \`image\` nor \`build\`.`);
}

function requireOneNetworkMode({ name, node }: Named): void {
  const mode = below(node, 'network_mode');
  const networks = below(node, 'networks');
  if (!isGiven(mode) || entriesOf(networks).length === 0) return;
  throw new ComposeMistake(
    (mode ?? node).at,
    `the service ${name} has \`network_mode\` and \`networks\`, which exclude each other.`,
  );
}

function requireDefined(
  { name, node }: Named,
  path: readonly string[],
  tree: MapNode,
  section: string,
  called: string,
): void {
  const list = below(node, ...path);
  const named = [
    ...entriesOf(list).map(([key, value]) => ({ key, at: value.at })),
    ...itemsOf(list).map((item) => ({ key: textOf(below(item, 'source')) ?? textOf(item), at: item.at })),
  ];
  for (const { key, at } of named) {
    if (key === undefined || isOpen(key) || below(tree, section, key)) continue;
    if (section === 'networks' && key === 'default') continue;
    throw new ComposeMistake(
      at,
      `the service ${name} names the ${called} ${key}, which \`${section}\` does not define.`,
    );
  }
}

function requireVolumes({ name, node }: Named, tree: MapNode): void {
  for (const mount of itemsOf(below(node, 'volumes'))) {
    const source = textOf(below(mount, 'source'));
    if (textOf(below(mount, 'type')) !== 'volume' || source === undefined || isOpen(source)) continue;
    if (!below(tree, 'volumes', source))
      throw new ComposeMistake(
        mount.at,
        `the service ${name} names the volume ${source}, which \`volumes\` does not define.`,
      );
  }
}

/** Services that another one needs: they have to be there, and to be started with it. */
function requireServices({ name, node }: Named, services: readonly Named[]): void {
  const needed = [
    ...entriesOf(below(node, 'depends_on')).flatMap(([key, how]) => {
      const required = below(how, 'required');
      return required && !isTrue(required) && !services.some((each) => each.name === key && !each.isLeftOut)
        ? []
        : [{ key, at: how.at }];
    }),
    ...['network_mode', 'ipc', 'pid'].flatMap((key) => {
      const mode = below(node, key);
      const [, other] = /^service:(.+)$/.exec(textOf(mode) ?? '') ?? [];
      return other === undefined || !mode ? [] : [{ key: other, at: mode.at }];
    }),
    ...['links', 'volumes_from'].flatMap((key) =>
      itemsOf(below(node, key)).flatMap((item) => {
        const [other] = (textOf(item) ?? '').split(':');
        return other === undefined || other === 'container' ? [] : [{ key: other, at: item.at }];
      }),
    ),
  ];
  for (const { key, at } of needed) {
    if (isOpen(key)) continue;
    const other = services.find((each) => each.name === key);
    if (!other) throw new ComposeMistake(at, `the service ${name} needs the service ${key}, which is not there.`);
    if (other.isLeftOut)
      throw new ComposeMistake(
        at,
        `the service ${name} needs the service ${key}, which is started only with one of its profiles.`,
      );
  }
}

function requireOrigin(name: string, secret: Node): void {
  if (['file', 'environment', 'external', 'driver'].some((key) => isGiven(below(secret, key)))) return;
  throw new ComposeMistake(secret.at, `the secret ${name} has neither \`file\` nor \`environment\`.`);
}

function isGiven(node: Node | undefined): boolean {
  return node !== undefined && !(node.kind === 'scalar' && (node.value === null || node.value === ''));
}

/** A name that depends on a variable whose value is not known. */
function isOpen(name: string): boolean {
  return name.includes('${');
}
