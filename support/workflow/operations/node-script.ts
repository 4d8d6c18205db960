import { parseScript } from '../../contract/syntax/parse-script.ts';
import { folderOf, join } from '../repository/repository.ts';
import { type Command, shown } from './command.ts';
import { nameMayDeploy, textMayDeploy } from './deploy-words.ts';
import { anyDeploy, type NotRead, ordinary, type Reading, type RunScript } from './operation.ts';
import { mayLeadToDeploy } from './reachable-text.ts';
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
  /** Undefined where the command is not written in the script. */
  words: string | undefined;
  line: number;
  isCertain: boolean;
  /** A failure ends the script with an error. */
  endsOnFailure: boolean;
}

/**
 * The commands that a Node script starts with literal words: `spawnSync('npx', ['convex', 'deploy'])`, or by a function
 * of its own that starts what it is given. What it starts under a condition, or not from literals, is not followed, and
 * said.
 */
export function readNodeScript(command: Command, file: string, text: string): Reading {
  const { result, failure } = parseScript(file, text);
  if (failure) return { kind: 'unread', what: `\`${file}\` does not parse`, mayBe: anyDeploy };
  const checksStatus = endsWithAnError.test(text);
  const started = startedIn(result.program as unknown as Node, text, checksStatus);

  const scripts = started.flatMap(({ words, line, endsOnFailure, isCertain }): RunScript[] => {
    if (!isCertain || words === undefined) return [];
    const script = scriptIn(command, endsOnFailure ? words : `${words} || true`);
    return [{ ...script, script: { ...script.script, file, line } }];
  });
  const unread = [...unfollowed(command, file, text, started), ...importsThatDeploy(command, file, text)];
  if (scripts.length === 0 && unread.length === 0)
    return nameMayDeploy(file) || callsAnApi(text) || startsSomehow(text)
      ? { kind: 'unread', what: `\`${shown(command.words)}\` starts no command that can be read`, mayBe: anyDeploy }
      : ordinary;
  return { kind: 'scripts', scripts, together: false, unread };
}

/** What is started under a condition and may deploy, and what is started and not written down. */
function unfollowed(command: Command, file: string, text: string, started: readonly Started[]): NotRead[] {
  return started.flatMap(({ words, line, isCertain }): NotRead[] => {
    if (words === undefined) {
      const mayDeploy = nameMayDeploy(file) || textMayDeploy(text);
      return [
        { what: `${file}:${line} starts a command that is not written in it`, mayBe: mayDeploy ? anyDeploy : [] },
      ];
    }
    if (isCertain || !mayLeadToDeploy(command.repository, words, command.folder)) return [];
    return [{ what: `${file}:${line} runs \`${words}\` under a condition`, mayBe: anyDeploy }];
  });
}

/** Files of the repository that a script imports are not followed: one that starts a deploy is named. */
function importsThatDeploy({ repository }: Command, file: string, text: string): NotRead[] {
  const seen = new Set([file]);
  const visit = (from: string, source: string): string[] =>
    [...source.matchAll(/(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+)['"]/g)].flatMap(([, name = '']) => {
      const at = join(folderOf(from), name);
      const found = [at, `${at}.js`, `${at}.mjs`, `${at}.ts`, `${at}/index.js`, `${at}/index.ts`].find(
        (each) => repository.read(each) !== undefined,
      );
      if (found === undefined || seen.has(found)) return [];
      seen.add(found);
      const inner = repository.read(found) ?? '';
      return [...(startsSomehow(inner) || callsAnApi(inner) ? [found] : []), ...visit(found, inner)];
    });
  return visit(file, text).map((found) => ({
    what: `${file} imports ${found}, which is not followed`,
    mayBe: anyDeploy,
  }));
}

/** Ways to start a command that are not followed: `new Deno.Command(…)`. */
function startsSomehow(text: string): boolean {
  return /child_process|execa|\bzx\b|\bBun\b|Deno\.Command/.test(text) && textMayDeploy(text);
}

/** A script may deploy over the API of a platform. */
function callsAnApi(text: string): boolean {
  return (
    /api\.(?:cloudflare|vercel|netlify|render|github)\.com|backboard\.railway|deploy[_-]?hook/i.test(text) &&
    /\b(?:fetch|axios|got|request|post)\b/i.test(text)
  );
}

/** A script that can end with an error of its own: a status that is only looked at ends nothing. */
const endsWithAnError =
  /process\.exit\(\s*(?!0?\s*\))|process\.exitCode\s*=\s*(?!0\b)|\bthrow\b|Promise\.reject|\breject\(/;

function startedIn(program: Node, text: string, checksStatus: boolean): Started[] {
  const found: Started[] = [];
  const called = calledAtTop(program);
  const own = ownStarters(program, checksStatus);
  const walk = (node: Node, isCertain: boolean, isCaught: boolean, within: OwnStarter | undefined) => {
    const start = startOf(node, checksStatus, own);
    // What a starter of the script itself starts is what it is given.
    if (start && !(within && start.words === undefined))
      found.push({
        ...start,
        endsOnFailure: start.endsOnFailure && !isCaught,
        line: text.slice(0, node.start).split('\n').length,
        isCertain,
      });
    const inside = isCertain && !uncertain.has(node.type) && (!isFunction(node) || called.has(nameOf(node)));
    const swallowed = swallowedIn(node, text);
    const starter = own.find(({ body }) => body === node) ?? within;
    for (const child of childrenOf(node)) walk(child, inside, isCaught || child === swallowed, starter);
  };
  walk(program, true, false, undefined);
  return found;
}

/** A function of the script that starts the command that it is given: `const run = (cmd) => execSync(cmd)`. */
interface OwnStarter {
  name: string;
  body: Node;
  /** Which of its arguments is the command; those after it are more words of it, where it takes any. */
  at: number;
  takesWords: boolean;
  endsOnFailure: boolean;
}

function ownStarters(program: Node, checksStatus: boolean): OwnStarter[] {
  const found: OwnStarter[] = [];
  const walk = (node: Node) => {
    const promised = promisedStarter(node);
    if (promised !== undefined)
      found.push({ name: promised, body: node, at: 0, takesWords: true, endsOnFailure: true });
    const [name, body] = namedFunction(node);
    if (name !== undefined && body) {
      const names = (body.params as Node[]).map(paramName);
      const start = callsIn(body).find(({ first }) => names.includes(first));
      if (start)
        found.push({
          name,
          body,
          at: names.indexOf(start.first),
          takesWords: names.length > names.indexOf(start.first) + 1,
          endsOnFailure: !ignoresFailure.test(start.starter) || checksStatus,
        });
    }
    for (const child of childrenOf(node)) walk(child);
  };
  walk(program);
  return found;
}

/** `const run = promisify(exec)` */
function promisedStarter(node: Node): string | undefined {
  const made = node.type === 'VariableDeclarator' ? (node.init as Node | null) : null;
  if (made?.type !== 'CallExpression') return undefined;
  const callee = made.callee as Node;
  const isPromisify = String(callee.name ?? (callee.property as Node | undefined)?.name ?? '') === 'promisify';
  const given = (made.arguments as Node[])[0];
  const started = String(given?.name ?? (given?.property as Node | undefined)?.name ?? '');
  return isPromisify && starters.test(started) ? String((node.id as { name?: string }).name ?? '') : undefined;
}

/** `function run(cmd) {}`, `const run = (cmd) => {}`. */
function namedFunction(node: Node): [string, Node] | [undefined, undefined] {
  if (node.type === 'FunctionDeclaration') return [nameOf(node), node];
  const made = node.type === 'VariableDeclarator' ? (node.init as Node | null) : null;
  return made && isFunction(made) ? [String((node.id as { name?: string }).name ?? ''), made] : [undefined, undefined];
}

function paramName(param: Node): string {
  const inner: Readonly<Record<string, string>> = { AssignmentPattern: 'left', RestElement: 'argument' };
  const key = inner[param.type];
  const named = key === undefined ? param : (param[key] as Node);
  return String(named.name ?? '');
}

/** The starters that are called in a function, with the variable that each is given first. */
function callsIn(node: Node): { starter: string; first: string }[] {
  const own = starterCall(node);
  const first = own && ((node.arguments as Node[])[0] as { name?: string } | undefined)?.name;
  return [...(own && first ? [{ starter: own, first }] : []), ...childrenOf(node).flatMap(callsIn)];
}

function starterCall(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  const name = String(callee.name ?? (callee.property as Node | undefined)?.name ?? '');
  // `pattern.exec(text)` starts nothing.
  const isMethod = callee.type === 'MemberExpression';
  const owner = isMethod ? String((callee.object as { name?: string }).name ?? '') : '';
  const isRequired = isMethod && (callee.object as Node).type === 'CallExpression';
  if (isMethod && !isRequired && !/^(?:child_?process|cp|Bun|shell|execa)$/i.test(owner)) return undefined;
  return starters.test(name) ? name : undefined;
}

const ignoresFailure = /^(spawn|spawnSync|exec|execFile)$/;

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

function startOf(
  node: Node,
  checksStatus: boolean,
  own: readonly OwnStarter[],
): Pick<Started, 'words' | 'endsOnFailure'> | undefined {
  if (node.type === 'TaggedTemplateExpression') {
    const words = literalOf(node.quasi as Node);
    return (node.tag as Node).name === '$' && words !== undefined ? { words, endsOnFailure: true } : undefined;
  }
  if (node.type !== 'CallExpression') return undefined;
  const given = node.arguments as Node[];
  const called = own.find(({ name }) => name === (node.callee as Node).name);
  if (called) {
    const words = given.slice(called.at, called.takesWords ? undefined : called.at + 1);
    return { words: wordsOf(words), endsOnFailure: called.endsOnFailure };
  }
  const name = starterCall(node);
  if (name === undefined) return undefined;
  return { words: wordsOf(given.slice(0, 2)), endsOnFailure: !ignoresFailure.test(name) || checksStatus };
}

/** The words of a command, its name first; undefined where one of them is not written down. Options are not words. */
function wordsOf(given: readonly Node[]): string | undefined {
  const [first, ...rest] = given;
  if (first?.type === 'ArrayExpression') return quotedAll(first);
  const name = first && literalOf(first);
  if (name === undefined) return undefined;
  const words = rest
    .filter(({ type }) => type !== 'ObjectExpression' && !isFunction({ type } as Node))
    .map((each) => (each.type === 'ArrayExpression' ? quotedAll(each) : asWord(each)));
  return words.includes(undefined) ? undefined : [name, ...words].join(' ').trim();
}

function quotedAll({ elements }: Node): string | undefined {
  const words = (elements as (Node | null)[]).map((each) => (each ? literalOf(each) : undefined));
  return words.includes(undefined) ? undefined : shown(words as string[]);
}

/** A variable in place of options is not a word, as far as anybody can tell. */
function asWord(node: Node): string | undefined {
  if (node.type === 'Identifier') return /^(?:opts?|options|stdio|env)$/i.test(String(node.name)) ? '' : undefined;
  const text = literalOf(node);
  return text === undefined ? undefined : shown([text]);
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
