import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../../files/write-atomically.ts';
import { redact } from '../../redaction/redact.ts';
import { inertDeep } from '../../text/inert.ts';
import { formatConsoleReport } from '../formats/console-report.ts';
import { formatAnnotations } from '../formats/github-annotations.ts';
import { readScreenshots } from '../formats/html/read-screenshots.ts';
import { formatHtmlReport } from '../formats/html/report-html.ts';
import { formatJunitReport } from '../formats/junit-report.ts';
import { formatMarkdownReport } from '../formats/markdown-report.ts';
import { publishMatrix } from '../formats/publish-matrix.ts';
import type { OnCallFacts } from '../on-call/facts.ts';
import { type OnCall, onCallOf } from '../on-call/on-call.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { verdictFileName } from '../verdict/verdict-file.ts';
import { refuseSecrets, writeReport } from '../verdict/write-report.ts';
import { auditProject } from './projects.ts';

/** Where a verdict is reported. */
export interface Publishing {
  reportsDirectory: string;
  /** Where the console report goes: another reporter may own stdout. */
  print: (text: string) => void;
  color: boolean;
  /** Every check on the terminal, each finding in full. */
  verbose?: boolean;
  /** In a GitHub workflow: annotations are printed, and the summary is appended where GitHub shows it. */
  github?: { summaryFile: string | undefined };
  /** What is known for the people who are called. */
  onCall?: OnCallFacts;
}

/** How a verdict is put in its place. */
interface Placing extends Publishing {
  /** Called once every file is written, and before anything is said. */
  beforePrinting?: () => void;
}

/** GitHub obeys commands in anything that is printed, and findings quote what a deployment answered: this turns commands off. */
function withoutCommands(text: string): string {
  const token = randomUUID();
  return `::stop-commands::${token}\n${text}\n::${token}::\n`;
}

/** GitHub refuses a step's summary over 1 MiB, all of it. */
const summaryBytes = 1024 * 1024;

/**
 * Reports a verdict on the terminal, in `report.html`, `report.md` and `junit.xml`, and to GitHub in its workflows; the audit's also as a
 * matrix of environments.
 * @throws Error if a file cannot be written, or would contain a secret
 */
export function publishVerdict(given: Verdict, options: Placing): void {
  // Parts of it may come from another machine, or from a file: what they quote stays text in every format.
  const verdict = inertDeep(given);
  const { reportsDirectory, print, color, verbose, github, beforePrinting } = options;
  const verdictFile = path.relative(process.cwd(), path.join(reportsDirectory, verdictFileName));
  const matrix = verdict.project === auditProject ? publishMatrix(verdict, reportsDirectory) : undefined;
  const onCall = options.onCall && onCallOf(verdict, options.onCall, reportsDirectory, process.env);
  const report = `${formatConsoleReport(verdict, { color, verdictFile, verbose, onCall })}${matrix ? `\n${matrix.text}` : ''}`;
  const markdown = redact(formatMarkdownReport(verdict, onCall)) + (matrix ? `\n${matrix.markdown}` : '');
  writeReport(path.join(reportsDirectory, 'report.md'), markdown);
  writePage(path.join(reportsDirectory, 'report.html'), verdict, onCall);
  writeReport(path.join(reportsDirectory, 'junit.xml'), redact(formatJunitReport(verdict)));
  if (github?.summaryFile) appendSummary(github.summaryFile, verdict, markdown, verdictFile);
  beforePrinting?.();

  print(github ? withoutCommands(report) : report);
  if (github) print(redact(formatAnnotations(verdict)));
}

/** Writes the page. Its pictures were scanned as files when they were kept: their encoded bytes are not text. */
function writePage(file: string, verdict: Verdict, onCall: OnCall | undefined): void {
  const pictures = verdict.parts.smoke === undefined ? [] : readScreenshots(path.dirname(file));
  const screenshots = pictures.map(({ name }, index) => ({ name, address: `data:,screenshot-${index}` }));
  const page = redact(formatHtmlReport(verdict, { screenshots, onCall }));
  refuseSecrets(file, page);
  writeAtomically(
    file,
    page.replace(
      /src="data:,screenshot-(\d+)"/g,
      (_, index: string) => `src="${pictures[Number(index)]?.address ?? ''}"`,
    ),
  );
}

function appendSummary(summaryFile: string, verdict: Verdict, markdown: string, verdictFile: string): void {
  refuseSecrets(summaryFile, markdown);
  const summary =
    Buffer.byteLength(markdown) < summaryBytes
      ? markdown
      : `## ${verdict.headline}\n\nThe report is too long for this page: see \`${verdictFile}\`.\n`;
  appendFileSync(summaryFile, summary);
}
