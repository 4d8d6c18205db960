/** `npm run matrix`: who is apart from whom, by the last audit; writes `matrix.md` and `matrix.html` beside the verdict. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { publishMatrix } from '../formats/publish-matrix.ts';
import { exitCodes } from '../verdict/exit-code.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';

try {
  const { reports } = parseArgs({ options: { reports: { type: 'string', default: 'reports' } } }).values;
  const verdict = readVerdict(path.join(reports, verdictFileName));
  if ('unreadable' in verdict) {
    process.stderr.write(`${verdict.unreadable}. Run \`npx vitest run --project isolation\` first.\n`);
    process.exitCode = exitCodes.notVerified;
  } else process.stdout.write(`${publishMatrix(verdict, reports).text}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n  → npm run matrix -- [--reports reports]\n`);
  process.exitCode = exitCodes.configuration;
}
