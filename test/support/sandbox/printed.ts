import type { HostileText } from '#src/domain/shared/hostile-text.ts'

/** What a command of a test printed, which the test itself wrote. */
export function printed(text: HostileText): string {
  return text as unknown as string
}
