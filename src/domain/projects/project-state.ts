/** The states of a project that the repository page shows. */
export const PROJECT_STATES = ['working', 'open', 'ended', 'failed', 'cancelled'] as const
/**
 * `working`: a turn runs. `open` or `ended`: its pull request is open, or merged or closed. `failed` or `cancelled`: nothing was published.
 */
export type ProjectState = (typeof PROJECT_STATES)[number]
