/** The programs that the documents call. */
const programs = [
  'npm',
  'npx',
  'node',
  'docker',
  'openssl',
  'pnpm',
  'bun',
  'wrangler',
  'cd',
  'mkdir',
  '.ci/containers',
];
const shells = ['sh', 'bash', 'shell', 'console'];

/** Every command that a page gives to type: lines of shell blocks, steps of workflows, and code in sentences that names a program. */
export function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```(\w*)\n(.*?)^ *```$/gms)];
  const typed = blocks.flatMap(([, language = '', body = '']) => {
    const whole = body.replace(/\s*\\\n\s*/g, ' ');
    if (shells.includes(language)) return whole.split('\n');
    return /^ya?ml$/.test(language) ? [...whole.matchAll(/\brun: (.+)$/gm)].map(([, line = '']) => line) : [];
  });
  const prose = text.replace(/^ *```.*?^ *```$/gms, '');
  const named = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter(isCommand);
  return [...new Set([...typed, ...named].map((line) => line.replace(/\s+#.*$/, '').trim()))].filter(
    (line) => line !== '' && !line.startsWith('#'),
  );
}

/** Whether code in a sentence is a command, and neither a file, a setting nor the name of a program alone. */
function isCommand(code: string): boolean {
  const [program = '', first = ''] = code.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(' ');
  if (program === '.ci/containers') return true;
  return (
    programs.includes(program) && first !== '' && !/^(?:npm run|npx (?:airlock|vitest|playwright))(?: …)?$/.test(code)
  );
}

/** The tool of a command that names it and nothing more, as in "`npm run gate` compares": undefined for every other command. */
export function bareTool(command: string): string | undefined {
  return /^(?:npm run|npx airlock) ([a-z][a-z:-]*)$/.exec(command)?.[1];
}
