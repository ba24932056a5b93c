import { Sandbox } from '@e2b/code-interpreter'
import { createE2bSandboxes } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import { LABELS, type ProviderUnderTest } from '#test/support/sandbox-contract/use-sandbox.ts'
import { fromElsewhere } from './run-in-other-process.ts'

/** Our adapter with E2B's own cloud. */
export async function openCloud(apiKey: string): Promise<ProviderUnderTest> {
  const setting = process.env['E2B_TEMPLATE'] ?? 'ollio'
  const [react, nextjs] = await Promise.all([
    e2bTemplateName(setting, 'sandbox-templates', 'react'),
    e2bTemplateName(setting, 'sandbox-templates', 'nextjs'),
  ])
  const options = { apiKey, apiUrl: null, sandboxUrl: null, templates: { react, nextjs }, lifeMs: 900_000, registry: null }
  const provider = createE2bSandboxes(options)
  return {
    provider,
    fromElsewhere: (id, action) => fromElsewhere(options, id, action),
    async processesWith(word) {
      const living = await provider.list({ project: LABELS.project })
      const counts = await Promise.all(living.map(({ id }) => countInside(apiKey, id, word)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async close() {
      for (const { id } of await provider.list({ project: LABELS.project })) await (await provider.connect(id))?.destroy()
    },
  }
}

/** Runs as root of the sandbox, who sees the processes of every namespace. */
async function countInside(apiKey: string, id: string, word: string): Promise<number> {
  const sandbox = await Sandbox.connect(id, { apiKey })
  const { stdout } = await sandbox.commands.run('cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -o "$WORD" | wc -l', {
    user: 'root',
    envs: { WORD: word },
  })
  return Number(stdout)
}
