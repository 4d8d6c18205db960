/**
 * The page of the CI run that this process is part of. Source: the documentation of predefined variables of GitHub Actions, GitLab CI, Buildkite,
 * CircleCI, Azure Pipelines and Jenkins.
 */
export function runLink(variables: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = variables;
  const link =
    GITHUB_REPOSITORY && GITHUB_RUN_ID
      ? `${GITHUB_SERVER_URL || 'https://github.com'}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}${GITHUB_RUN_ATTEMPT ? `/attempts/${GITHUB_RUN_ATTEMPT}` : ''}`
      : variables.CI_JOB_URL || variables.BUILDKITE_BUILD_URL || variables.CIRCLE_BUILD_URL || variables.BUILD_URL;
  return link && URL.parse(link)?.protocol.startsWith('http') ? link : undefined;
}
