/** The summary of a version that restores an earlier one. */
export function restoredSummary({ number, summary }: { number: number; summary: string }): string {
  const firstLine = summary.split('\n', 1)[0]?.trim() ?? ''
  return `Restored v${number}${firstLine === '' ? '.' : `: ${firstLine}`}`
}

/** The summary of a version that merges the base branch. */
export function updatedSummary(baseBranch: string): string {
  return `Merged ${baseBranch} into the branch and ran all checks on the result.`
}
