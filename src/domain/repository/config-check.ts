import { escapeMarkdown } from '../messages/markdown.ts'
import { CONFIG_PATH } from './repository-config.ts'
import type { ConfigReading } from './repository-config.ts'

/** The check run on a pull request that changes `.github/ollio.yml`. */
export function configCheck(reading: ConfigReading) {
  const name = 'Ollio configuration'
  if (reading.ok)
    return {
      name,
      conclusion: 'success' as const,
      title: `${CONFIG_PATH} is valid`,
      summary: 'It takes effect once it is on the default branch.',
    }
  const { line, problem } = reading
  return {
    name,
    conclusion: 'failure' as const,
    title: `${CONFIG_PATH} is not valid`,
    summary: `${escapeMarkdown(problem, 300)}\n\nFix this before merging: on the default branch, Ollio would reply to every command with this error.`,
    annotations: [{ path: CONFIG_PATH, line, level: 'failure' as const, title: 'Ollio configuration', message: problem }],
  }
}
