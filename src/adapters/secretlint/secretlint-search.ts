import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import type { SecretSearch } from '#src/ports/secret-search.ts'

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }

/** Searches with Secretlint's recommended rules. */
export const secretSearch: SecretSearch = {
  async search(path, text) {
    // The text is untrusted, so its comments must not disable any rule.
    const content = text.replace(/secretlint-(?=disable|enable)/gi, 'secretlint_')
    const source = { filePath: path, content, contentType: 'text' as const }
    const { messages } = await lintSource({ source, options: { config, maskSecrets: true, noPhysicFilePath: true } })
    return messages.map(({ ruleId, messageId, loc }) => ({
      rule: `${ruleId.replace(/^.*secretlint-rule-/, '')}/${messageId}`,
      line: loc.start.line,
    }))
  },
}
