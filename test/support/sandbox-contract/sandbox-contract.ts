import { afterAll, beforeAll, describe } from 'vitest'
import { commandsContract } from './contract-commands.ts'
import { filesContract } from './contract-files.ts'
import { lifetimeContract } from './contract-lifetime.ts'
import { pathsContract } from './contract-paths.ts'
import type { ProviderUnderTest } from './use-sandbox.ts'

/** Everything that callers of `SandboxProvider` rely on, for every provider. */
export function sandboxContract(name: string, open: () => Promise<ProviderUnderTest>): void {
  describe(`sandboxes of ${name}`, () => {
    const opened: { value?: ProviderUnderTest } = {}
    beforeAll(async () => {
      opened.value = await open()
    })
    afterAll(() => opened.value?.close())
    const current = (): ProviderUnderTest => {
      if (opened.value === undefined) throw new Error('The provider was not opened')
      return opened.value
    }
    describe('paths', () => {
      pathsContract(current)
    })
    describe('files', () => {
      filesContract(current)
    })
    describe('commands', () => {
      commandsContract(current)
    })
    describe('lifetime', () => {
      lifetimeContract(current)
    })
  })
}
