/** What the tokens of one kind of work may do, in the words of GitHub's apps; every one of them has `metadata: read`. */
export const TOKEN_PERMISSIONS = {
  /** The repository's files and branches. */
  read: { contents: 'read' },
  /** Branches, commits and merges. */
  write: { contents: 'write' },
  /** Issues and what is said there. */
  listen: { issues: 'read', pull_requests: 'read' },
  /** Comments and reactions, under issues and pull requests. */
  speak: { issues: 'write', pull_requests: 'write' },
  /** Pull requests; GitHub wants to see the branches that they are made of. */
  propose: { contents: 'read', issues: 'write', pull_requests: 'write' },
  /** Our own check run. */
  check: { checks: 'write' },
  /** What others' checks say, with their logs. */
  inspect: { actions: 'read', checks: 'read' },
} as const

export type Work = keyof typeof TOKEN_PERMISSIONS
