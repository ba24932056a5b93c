import type { Need } from '../access-control.ts'

/** What each kind of endpoint requires, from GitHub's documentation. */
export const READ_METADATA: Need = { permissions: ['metadata'], level: 'read', role: 'read' }
export const READ_CONTENTS: Need = { permissions: ['contents'], level: 'read', role: 'read' }
export const WRITE_CONTENTS: Need = { permissions: ['contents'], level: 'write', role: 'write' }
export const READ_ISSUES: Need = { permissions: ['issues'], level: 'read', role: 'read' }
/** Everybody who can read can comment. */
export const COMMENT_ON_ISSUES: Need = { permissions: ['issues'], level: 'write', role: 'read' }
export const READ_PULLS: Need = { permissions: ['pull_requests'], level: 'read', role: 'read' }
export const COMMENT_ON_PULLS: Need = { permissions: ['pull_requests'], level: 'write', role: 'read' }
export const WRITE_PULLS: Need = { permissions: ['pull_requests'], level: 'write', role: 'write' }
/** For endpoints that issues and pull requests share: on a pull request either permission is enough. */
export const READ_CONVERSATION: Need = { permissions: ['issues', 'pull_requests'], level: 'read', role: 'read' }
export const COMMENT_IN_CONVERSATION: Need = { permissions: ['issues', 'pull_requests'], level: 'write', role: 'read' }
export const READ_CHECKS: Need = { permissions: ['checks'], level: 'read', role: 'read' }
export const WRITE_CHECKS: Need = { permissions: ['checks'], level: 'write', role: 'write' }
export const READ_ACTIONS: Need = { permissions: ['actions'], level: 'read', role: 'read' }
export const WRITE_ADMINISTRATION: Need = { permissions: ['administration'], level: 'write', role: 'write' }
export const READ_COLLABORATORS: Need = { permissions: ['metadata'], level: 'read', role: 'write' }
