/** What a version says of itself that brought an earlier one's state back. */
export function restoredSummary({ number, summary }: { number: number; summary: string }): string {
  const said = summary.split('\n', 1)[0]?.trim() ?? ''
  return `The state of v${number} again${said === '' ? '.' : `: ${said}`}`
}

/** What a version says of itself that is the branch on a newer base. */
export function updatedSummary(baseBranch: string): string {
  return `${baseBranch} is merged into the branch, and everything was checked again on top of it.`
}
