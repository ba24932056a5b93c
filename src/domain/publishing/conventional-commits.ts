/** `<type>(<scope>)!: <subject>`, as conventionalcommits.org 1.0 has it; the types are those that the linters of it know. */
const CONVENTIONAL = /^(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()\n]+\))?!?: \S/
/** Fewer say nothing of a habit. */
const LEAST = 2

/** True where most of a branch's last commits are conventional ones. `subjects`: their first lines, without merges. */
export function usesConventionalCommits(subjects: readonly string[]): boolean {
  const conventional = subjects.filter((subject) => CONVENTIONAL.test(subject)).length
  return conventional >= LEAST && conventional * 2 > subjects.length
}

/** A subject's first letter as conventional commits have it, small; names such as `CSS` stay. */
export function conventionalSubject(text: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
