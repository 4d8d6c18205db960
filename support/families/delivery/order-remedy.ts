import type { Circumstance } from '../../workflow/index.ts';
import type { Deploy } from './deploys.ts';

/** The lines to add or to change, so that a front end waits for its backend. */
export function orderRemedy(ship: Deploy, backend: Deploy | undefined, circumstances: readonly Circumstance[]): string {
  if (ship.operation.deploysItself) return deployFirst(ship);
  if (!backend)
    return 'Add a job that deploys the backend (`npx convex deploy --yes` with `CONVEX_DEPLOY_KEY`), and let this job need it.';
  if (backend.run !== ship.run && ship.run.follows !== backend.run) return sameWorkflow(ship, backend);
  const isBefore = ship.before.some((done) => 'operation' in done && done.operation.id === backend.operation.id);
  if (!isBefore) return waitFor(ship, backend);
  if (ship.run.follows) return "Add to its job: `if: github.event.workflow_run.conclusion == 'success'`.";
  const failed = circumstances.find(({ meaning, value }) => meaning.kind === 'failure' && value);
  if (failed && ship.job !== backend.job && asksForStatus(ship.job.condition))
    return `In line ${ship.job.job?.if?.line}, write \`if: needs.${backend.job.job?.id}.result == 'success'\` in place of \`${ship.job.condition}\`.`;
  if (failed)
    return 'Let a failure of the backend deploy fail its step: take `|| true`, `continue-on-error` and the like away from it.';
  return 'Ship the front end under the same conditions as the backend.';
}

function asksForStatus(condition: string | undefined): boolean {
  return condition !== undefined && /\b(always|cancelled|failure|success)\(/.test(condition);
}

/** The form of the Convex documentation: the platform's own build deploys the backend first. */
function deployFirst({ operation }: Deploy): string {
  const setting =
    operation.platform === 'netlify' ? 'the build `command` of netlify.toml' : "the platform's build command";
  return `Let ${setting} deploy the backend first: \`npx convex deploy --cmd 'npm run build'\`. Or turn its own deployments off, and deploy from a workflow.`;
}

function sameWorkflow(ship: Deploy, backend: Deploy): string {
  const [one, other] = [ship.run.workflow?.file, backend.run.workflow?.file];
  return `Put both into one workflow, where the job ${ship.job.id} needs the job ${backend.job.id}; or start ${one} by \`workflow_run\` of ${other}, where that succeeded. Leave \`paths\` filters out of it.`;
}

function waitFor(ship: Deploy, backend: Deploy): string {
  const { job } = ship.job;
  const id = backend.job.job?.id ?? backend.job.id;
  if (ship.job === backend.job) return `Move \`${backend.operation.command}\` before it.`;
  if (!job) return `Let it wait for the job ${id}.`;
  const needs = [...job.needs.map(({ text }) => text), id];
  const line = job.needs[0]?.line ?? job.line + 1;
  return `In the job ${job.id} (${job.file}:${line}), write \`needs: [${needs.join(', ')}]\`.`;
}
