/** Permissions of the tokens for each kind of work, in GitHub's names. Every token also has `metadata: read`. */
export const TOKEN_PERMISSIONS = {
  /** The repository's files and branches. */
  read: { contents: 'read' },
  /** Branches, commits and merges. */
  write: { contents: 'write' },
  /** Issues, pull requests and their comments. */
  listen: { issues: 'read', pull_requests: 'read' },
  /** Comments and reactions on issues and pull requests. */
  speak: { issues: 'write', pull_requests: 'write' },
  /** Pull requests. GitHub also requires read access to their branches. */
  propose: { contents: 'read', issues: 'write', pull_requests: 'write' },
  /** Our own check run. */
  check: { checks: 'write' },
  /** Other apps' checks and their logs. */
  inspect: { actions: 'read', checks: 'read' },
} as const

export type Work = keyof typeof TOKEN_PERMISSIONS
