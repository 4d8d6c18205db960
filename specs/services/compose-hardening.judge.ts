import type { Finding } from '../../support/check/finding.ts';
import {
  below,
  type ComposeService,
  entriesOf,
  isTrue,
  itemsOf,
  type Node,
  shownPlace,
  textOf,
} from '../../support/compose/index.ts';

/** The sockets of engines, of the machine and of one user (rootless), and on Windows the pipe. */
const socket =
  /(?:^|[\\/])(?:docker|podman|containerd|crio|buildkitd)(?:-containerd)?\.sock$|\/\/\.\/pipe\/docker_engine$|\\pipe\\docker_engine$/;
/** Folders with which a container rules the machine: what it writes there runs, or is read, outside of it. */
const rulingFolder =
  /^\/(?:$|(?:var\/)?run$|etc$|root$|boot$|dev$|proc$|sys$|usr$|var$|var\/lib$|var\/lib\/docker(?:$|\/))/;
/** Capabilities with which a container leaves its limits. Source: capabilities(7). */
const strongest = [
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'NET_ADMIN',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
];
const unconfined = /^(?:seccomp|apparmor|systempaths)[=:]unconfined$|^label[=:]disable$/;

/** What gives a container more of its machine than it needs, and in production, what is not started again after it ends. */
export function judgeHardening(services: readonly ComposeService[], isProduction: boolean): Finding[] {
  const jobs = oneShots(services);
  return services.flatMap((service) => [
    ...judgePower(service),
    ...(isProduction && !jobs.has(service.name) ? judgeRestart(service) : []),
  ]);
}

function judgePower({ name, node, mounts }: ComposeService): Finding[] {
  const found: Finding[] = [];
  const add = (received: string, at: Node | undefined, expected: string) =>
    found.push({
      what: `${name} has more of its machine than it needs`,
      expected,
      received,
      from: [shownPlace((at ?? node).at)],
    });
  if (isTrue(below(node, 'privileged')))
    add('`privileged`', below(node, 'privileged'), 'single capabilities (`cap_add`)');
  for (const key of ['network_mode', 'pid', 'ipc', 'userns_mode', 'uts', 'cgroup']) {
    const value = below(node, key);
    if (textOf(value) === 'host') add(`\`${key}: host\``, value, 'a namespace of its own');
  }
  for (const item of itemsOf(below(node, 'cap_add'))) {
    const capability = (textOf(item) ?? '').toUpperCase().replace(/^CAP_/, '');
    if (strongest.includes(capability))
      add(`the capability ${capability}`, item, 'no capability that rules the machine');
  }
  const api = below(node, 'use_api_socket');
  if (isTrue(api)) add('the API of the engine (`use_api_socket`)', api, 'no access to the engine');
  for (const item of itemsOf(below(node, 'security_opt')))
    if (unconfined.test(textOf(item) ?? ''))
      add(`\`${textOf(item)}\``, item, 'the limits that the engine sets by itself');
  for (const { source = '', readOnly, at } of mounts) {
    const folder = source.replace(/(.)\/+$/, '$1');
    const isEngine = socket.test(folder) || (/^\/(?:var\/)?run$/.test(folder) && source !== '');
    // What it may only read is what monitoring needs; a socket that is read-only takes orders all the same.
    if (!isEngine && (readOnly || !rulingFolder.test(folder))) continue;
    found.push({
      what: `${name} has more of its machine than it needs`,
      expected: isEngine ? "no access to the engine's socket" : 'a folder of its own',
      received: `\`${source}\` is mounted`,
      from: [shownPlace(at)],
    });
  }
  return found;
}

function judgeRestart({ name, node }: ComposeService): Finding[] {
  // What a provider makes is no container.
  if (below(node, 'provider')) return [];
  const own = below(node, 'restart');
  const deployed = below(node, 'deploy', 'restart_policy', 'condition');
  const policy = textOf(own) ?? textOf(deployed) ?? (below(node, 'deploy', 'restart_policy') ? 'any' : undefined);
  if (policy !== undefined && policy !== 'no' && policy !== 'none' && policy !== 'false') return [];
  return [
    {
      what: `${name} stays down when it ends`,
      expected: '`restart: unless-stopped`, `always` or `on-failure`',
      received: policy === undefined ? 'no restart policy' : `\`restart: ${policy}\``,
      from: [shownPlace((own ?? deployed ?? node).at)],
    },
  ];
}

/** Services that others wait for until they have ended: a migration is not started again. */
function oneShots(services: readonly ComposeService[]): ReadonlySet<string> {
  const waitedFor = services.flatMap(({ node }) =>
    entriesOf(below(node, 'depends_on'))
      .filter(([, how]) => textOf(below(how, 'condition')) === 'service_completed_successfully')
      .map(([name]) => name),
  );
  const jobs = services.filter(({ node }) => /-job$/.test(textOf(below(node, 'deploy', 'mode')) ?? ''));
  return new Set([...waitedFor, ...jobs.map(({ name }) => name)]);
}
