import { escapeMarkdown } from '../messages/markdown.ts'
import { CONFIG_PATH } from './repository-config.ts'
import type { ConfigReading } from './repository-config.ts'

/** The check run on a pull request that changes our configuration. */
export function configCheck(reading: ConfigReading) {
  const name = 'Ollio configuration'
  if (reading.ok)
    return {
      name,
      conclusion: 'success' as const,
      title: `${CONFIG_PATH} is in order`,
      summary: 'It counts once it is on the default branch.',
    }
  const { line, problem } = reading
  return {
    name,
    conclusion: 'failure' as const,
    title: `${CONFIG_PATH} can’t be read`,
    summary: `${escapeMarkdown(problem, 300)}\n\nOnce this is on the default branch, commands are answered with that, until it is mended.`,
    annotations: [{ path: CONFIG_PATH, line, level: 'failure' as const, title: 'Ollio configuration', message: problem }],
  }
}
