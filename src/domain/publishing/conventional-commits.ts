/** `<type>(<scope>)!: <subject>` of conventionalcommits.org 1.0, with the types that its linters accept. */
const CONVENTIONAL = /^(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()\n]+\))?!?: \S/
/** Fewer conventional commits don't show a convention. */
const LEAST = 2

/** True if most of a branch's last commits are conventional. `subjects`: their first lines, without merge commits. */
export function usesConventionalCommits(subjects: readonly string[]): boolean {
  const conventional = subjects.filter((subject) => CONVENTIONAL.test(subject)).length
  return conventional >= LEAST && conventional * 2 > subjects.length
}

/** Lowercases the first letter, as conventional commits do; names such as `CSS` stay. */
export function conventionalSubject(text: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
