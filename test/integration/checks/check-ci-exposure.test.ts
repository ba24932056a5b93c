import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inspecting, lineOf, problemOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

describe('the check Runs in CI', () => {
  const path = 'src/price.test.tsx'

  test('the check Runs in CI sends the agent back with the lines that access something outside', async () => {
    const text = `import { readFileSync } from 'node:fs'\nexport const all = [readFileSync, process.env]\n`
    const inspection = await inspected({ [path]: text })
    expect(lineOf(inspection, 'Runs in CI')).toMatchObject({
      outcome: 'failed',
      annotations: [
        { path, line: 1 },
        { path, line: 2 },
      ],
    })
    expect(problemOf(inspection, 'Runs in CI')).toMatchObject({ once: false, text: expect.stringContaining('loads node:fs') })
  })

  test('the check Runs in CI passes or warns for other files that CI runs, and has no line without such files', async () => {
    const fine = await inspected({ [path]: 'export {}\n' })
    expect(lineOf(fine, 'Runs in CI')).toEqual({
      name: 'Runs in CI',
      outcome: 'passed',
      detail: `${path}: no access to environment, network or system`,
    })
    const hook = await inspected({ 'src/hooks/use-price.ts': "export const load = () => fetch('/price')\n" })
    expect([lineOf(hook, 'Runs in CI')?.outcome, problemOf(hook, 'Runs in CI')]).toEqual(['warning', undefined])
    expect(lineOf(await inspected(), 'Runs in CI')).toBeUndefined()
  })
})
