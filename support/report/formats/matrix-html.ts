import { exitCodes } from '../../command/exit-code.ts';
import { wordInstant } from '../../text/duration.ts';
import { escapeHtml } from '../../text/escape-html.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { reportStyle } from './html/style.ts';
import type { Matrix, MatrixCell } from './matrix.ts';
import { matrixLegend, pairName, saidOf, shortWord } from './matrix-text.ts';
import { signs } from './signs.ts';

/** The matrix as one small page without a script: everything together at the top, each kind below. */
export function formatMatrixHtml({ environments, kinds, overall }: Matrix, verdict: Verdict): string {
  const title = `${verdict.deployment}: which environments are separate`;
  const said = saidOf(overall);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="headline ${headlineClass(verdict)}">${escapeHtml(verdict.headline)} ${escapeHtml(wordInstant(verdict.finishedAt) ?? 'The run did not finish.')}${verdict.commit === null ? '' : ` · <code>${escapeHtml(verdict.commit.slice(0, 12))}</code>`}</p>
${verdict.embedded ? '<p>This is the embedded twin that ships with Airlock.</p>\n' : ''}${environments.length < 2 ? '<p>There is only one environment, so there is nothing to compare.</p>' : tableOf('Everything', environments, overall)}
<p class="faint">${escapeHtml(matrixLegend)}</p>
${said.length === 0 ? '' : `<ul>\n${said.map((cell) => `<li><strong>${escapeHtml(pairName(cell))}</strong>, ${cell.kind}: ${escapeHtml(cell.words.join('; '))}</li>`).join('\n')}\n</ul>`}
<h2>Each kind of thing</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Each kind of thing">
${kinds.map(({ kind, cells }) => tableOf(kind, environments, cells)).join('\n')}
</div>
</body>
</html>
`;
}

function tableOf(caption: string, environments: readonly string[], cells: readonly MatrixCell[]): string {
  const head = environments.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const rows = environments.map((row) => {
    const columns = environments.map((column) => {
      const cell = cells.find((each) => each.row === row && each.column === column);
      if (cell === undefined) return '<td class="self"></td>';
      return `<td class="${classOf(cell.kind)}" title="${escapeHtml(cell.words.join('; '))}">${signs[cell.kind].sign} ${shortWord(cell.kind)}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(row)}</th>${columns.join('')}</tr>`;
  });
  return `<table><caption>${escapeHtml(caption)}</caption><tr><td></td>${head}</tr>\n${rows.join('\n')}</table>`;
}

/** The colour of the verdict as a whole: a pair may be separate while something else closes the gate. */
function headlineClass({ exitCode }: Verdict): string {
  const classes: Partial<Record<number, string>> = {
    [exitCodes.done]: 'held',
    [exitCodes.failed]: 'failed',
    [exitCodes.warnings]: 'warned',
  };
  return classes[exitCode ?? exitCodes.notVerified] ?? 'not-verified';
}

function classOf(kind: MatrixCell['kind']): string {
  return kind.replace(' ', '-');
}
