import { reader } from '#src/domain/shared/hostile-text.ts'
import { setImmediate as pause } from 'node:timers/promises'
import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { lineFinder } from '#src/domain/shared/line-finder.ts'
import type { SecretSearch } from '#src/ports/secret-search.ts'

/**
 * A text is searched in pieces, in characters, because the library's time grows with the square of the number of findings. They overlap by
 * more than the longest secret, a private key.
 */
const PIECE = 32_000
const OVERLAP = 8_000

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }

/** Searches with Secretlint's recommended rules. */
export const secretSearch: SecretSearch = {
  search: reader('secretSearch', async (path: string, text: string) => {
    // The text is untrusted, so its comments must not disable any rule.
    const content = text.replace(/secretlint-(?=disable|enable)/gi, 'secretlint_')
    const lineAt = lineFinder(content)
    const found = new Map<string, { rule: string; line: number }>()
    for (let from = 0; from === 0 || from + OVERLAP < content.length; from += PIECE - OVERLAP) {
      const source = { filePath: path, content: content.slice(from, from + PIECE), contentType: 'text' as const }
      const { messages } = await lintSource({ source, options: { config, maskSecrets: true, noPhysicFilePath: true } })
      for (const { ruleId, messageId, loc } of messages) {
        const finding = { rule: `${ruleId.replace(/^.*secretlint-rule-/, '')}/${messageId}`, line: lineAt(from) + loc.start.line - 1 }
        found.set(`${finding.line} ${finding.rule}`, finding)
      }
      await pause()
    }
    return [...found.values()]
  }),
}
