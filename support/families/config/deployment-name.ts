const typedName = /^(?:own)?(?:dev|prod|preview)(?::|-(?=[a-z]+-[a-z]+-\d+$))(.+)$/i;

/** A Convex deployment's bare name: `prod:steady-otter-902`, `prod-steady-otter-902` and `steady-otter-902` are one. */
export function deploymentName(written: string): string {
  return (typedName.exec(written.trim())?.[1] ?? written.trim()).toLowerCase();
}
