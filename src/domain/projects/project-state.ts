/** States of conversations that are told apart on the page of a repository. */
export const PROJECT_STATES = ['working', 'open', 'ended', 'failed', 'cancelled'] as const
/** Where a conversation stands: a turn runs; its pull request is open, or merged or closed; nothing came of it. */
export type ProjectState = (typeof PROJECT_STATES)[number]
