import { parseScript } from '../../contract/syntax/parse-script.ts';
import { type Command, shown } from './command.ts';
import { anyDeploy, type NotRead, ordinary, type Reading, type RunScript } from './operation.ts';
import { scriptIn } from './run-script.ts';

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** Functions that start a command; those whose name ends in Sync throw on a failure, other than `spawnSync`. */
const starters =
  /^(spawn|spawnSync|exec|execSync|execFile|execFileSync|execa|execaSync|execaCommand|execaCommandSync|\$)$/;

/** Statements after which it is no longer certain that what is in them runs. */
const uncertain = new Set([
  'IfStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'SwitchStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
]);

interface Started {
  words: string;
  line: number;
  isCertain: boolean;
  /** A failure ends the script with an error. */
  endsOnFailure: boolean;
}

/**
 * The commands that a Node script starts with literal words: `spawnSync('npx', ['convex', 'deploy'])`. What it starts
 * under a condition, or not from literals, is not followed, and said.
 */
export function readNodeScript(command: Command, file: string, text: string): Reading {
  const { result, failure } = parseScript(file, text);
  if (failure) return { kind: 'unread', what: `\`${file}\` does not parse`, mayBe: anyDeploy };
  const checksStatus = endsWithAnError.test(text);
  const started = startedIn(result.program as unknown as Node, text, checksStatus);

  const scripts = started
    .filter(({ isCertain }) => isCertain)
    .map(({ words, line, endsOnFailure }): RunScript => {
      const script = scriptIn(command, endsOnFailure ? words : `${words} || true`);
      return { ...script, script: { ...script.script, file, line } };
    });
  const unread = started
    .filter(({ isCertain, words }) => !isCertain && deployWords.test(words))
    .map(
      ({ words, line }): NotRead => ({ what: `${file}:${line} runs \`${words}\` under a condition`, mayBe: anyDeploy }),
    );
  if (scripts.length === 0 && unread.length === 0)
    return deployWords.test(file)
      ? { kind: 'unread', what: `\`${shown(command.words)}\` starts no command that can be read`, mayBe: anyDeploy }
      : ordinary;
  return { kind: 'scripts', scripts, together: false, unread };
}

/** A script that can end with an error of its own: a status that is only looked at ends nothing. */
const endsWithAnError =
  /process\.exit\(\s*(?!0?\s*\))|process\.exitCode\s*=\s*(?!0\b)|\bthrow\b|Promise\.reject|\breject\(/;

const deployWords = /deploy|publish|release|rollout|convex|wrangler|vercel/i;

function startedIn(program: Node, text: string, checksStatus: boolean): Started[] {
  const found: Started[] = [];
  const called = calledAtTop(program);
  const walk = (node: Node, isCertain: boolean, isCaught: boolean) => {
    const start = startOf(node, checksStatus);
    if (start)
      found.push({
        ...start,
        endsOnFailure: start.endsOnFailure && !isCaught,
        line: text.slice(0, node.start).split('\n').length,
        isCertain,
      });
    const inside = isCertain && !uncertain.has(node.type) && (!isFunction(node) || called.has(nameOf(node)));
    const swallowed = swallowedIn(node, text);
    for (const child of childrenOf(node)) walk(child, inside, isCaught || child === swallowed);
  };
  walk(program, true, false);
  return found;
}

/** The part of a node whose errors end there: the block of a `try` whose `catch` goes on, what stands before `.catch(…)`. */
function swallowedIn(node: Node, text: string): Node | undefined {
  const goesOn = (handler: Node) => !endsWithAnError.test(text.slice(handler.start, handler.end as number));
  if (node.type === 'TryStatement') {
    const handler = node.handler as Node | null;
    return handler && goesOn(handler) ? (node.block as Node) : undefined;
  }
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  const [handler] = node.arguments as Node[];
  const isCatch = callee.type === 'MemberExpression' && (callee.property as Node).name === 'catch';
  return isCatch && (!handler || goesOn(handler)) ? callee : undefined;
}

/** Functions that the script itself calls: `main()` at its end, `await deploy()`. */
function calledAtTop(program: Node): Set<string> {
  const names = new Set<string>();
  const walk = (node: Node, depth: number) => {
    if (isFunction(node) && depth > 0 && !names.has(nameOf(node))) return;
    const callee = node.type === 'CallExpression' ? (node.callee as Node) : undefined;
    if (callee?.type === 'Identifier') names.add(String(callee.name));
    for (const child of childrenOf(node)) walk(child, depth + 1);
  };
  walk(program, 0);
  walk(program, 0);
  return names;
}

function isFunction({ type }: Node): boolean {
  return /Function(Declaration|Expression)$/.test(type);
}

function nameOf(node: Node): string {
  return String((node.id as { name?: string } | null)?.name ?? '');
}

function startOf(node: Node, checksStatus: boolean): Pick<Started, 'words' | 'endsOnFailure'> | undefined {
  if (node.type === 'TaggedTemplateExpression') {
    const words = literalOf(node.quasi as Node);
    return (node.tag as Node).name === '$' && words !== undefined ? { words, endsOnFailure: true } : undefined;
  }
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  const name = String(callee.name ?? (callee.property as Node | undefined)?.name ?? '');
  const [first, second] = node.arguments as Node[];
  const words = starters.test(name) && first ? literalOf(first) : undefined;
  if (words === undefined) return undefined;
  const args = second?.type === 'ArrayExpression' ? (second.elements as Node[]).map(literalOf) : [];
  const isPlain = args.every((arg) => arg !== undefined);
  const ignores = /^(spawn|spawnSync|exec|execFile)$/.test(name);
  return isPlain
    ? { words: [words, shown(args as string[])].join(' ').trim(), endsOnFailure: !ignores || checksStatus }
    : undefined;
}

function literalOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  const parts = node.quasis as { value: { cooked: string } }[];
  // What is filled in is known only when it runs: a variable of a shell is no more.
  return parts.map(({ value }) => value.cooked).join('$filledIn');
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
