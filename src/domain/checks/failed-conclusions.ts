/** Conclusions of a team's own check that leave something to fix, in GitHub's words. */
export const FAILED_CONCLUSIONS: ReadonlySet<string | null> = new Set(['failure', 'timed_out'])
