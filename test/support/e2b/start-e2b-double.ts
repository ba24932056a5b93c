import { createE2bSandboxes, type E2bOptions } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import type { SandboxProvider } from '#src/ports/sandbox.ts'
import { processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import type { ProviderUnderTest } from '#test/support/sandbox-contract/use-sandbox.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { API_KEY, type E2bDouble, startE2bDouble } from './double/e2b-double.ts'
import { fromElsewhere } from './run-in-other-process.ts'

const TEMPLATE = 'ollio-react:test'

export type Doubled = ProviderUnderTest & {
  double: E2bDouble
  /** The same sandboxes through an adapter with a request timeout of three seconds. */
  impatient: SandboxProvider
  /** Creates a sandbox with only these labels through the API, as somebody else would. Returns its id. */
  madeBySomebody(metadata: Record<string, string>): Promise<string>
}

/** Starts the double, with our adapter and E2B's SDK in front of it. */
export async function openDoubled(changes: Partial<E2bOptions> = {}): Promise<Doubled> {
  const double = await startE2bDouble(new Map([[TEMPLATE, await reactTemplate()]]))
  const options: E2bOptions = {
    ...{
      apiKey: API_KEY,
      apiUrl: double.apiUrl,
      sandboxUrl: double.sandboxUrl,
      templates: { react: TEMPLATE, nextjs: 'ollio-nextjs:test' },
    },
    ...{ lifeMs: 600_000, registry: 'https://registry.example.com/', ...changes },
  }
  return {
    double,
    async madeBySomebody(metadata) {
      const headers = { 'x-api-key': API_KEY, 'content-type': 'application/json' }
      const body = JSON.stringify({ templateID: TEMPLATE, metadata, timeout: 60 })
      const answer = await fetch(`${double.apiUrl}/v2/sandboxes`, { method: 'POST', headers, body })
      return ((await answer.json()) as { sandboxID: string }).sandboxID
    },
    provider: createE2bSandboxes(options),
    impatient: createE2bSandboxes({ ...options, requestTimeoutMs: 3_000 }),
    fromElsewhere: (id, action) => fromElsewhere(options, id, action),
    processesWith: async (word) => processesWith(word).length,
    close: () => double.close(),
  }
}
