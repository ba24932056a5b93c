import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { Failure } from '#src/domain/failures.ts'
import type { AccessibilityFinding } from '#src/ports/browser.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const TEXT_CHARACTERS = 2_000
const FINDINGS = 30

const findingSchema = z.object({
  id: z.string(),
  impact: z.enum(['minor', 'moderate', 'serious', 'critical']).nullish(),
  help: z.string(),
  nodes: z.array(z.object({ target: z.array(z.unknown()) })),
})

export type Lens = {
  text(): Promise<string>
  heightPx(): Promise<number>
  accessibility(): Promise<AccessibilityFinding[]>
}

/**
 * Looks at a page from a JavaScript world of its own, which shares the page's elements but none of its objects: what the page
 * patches there changes nothing here.
 */
export async function openLens(page: Page): Promise<Lens> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'ollio' })
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Failure('browser-unavailable', `The page could not be read: ${exceptionDetails.text}`)
    return result.value
  }
  await evaluate(await axeSource())
  return {
    text: async () => z.string().parse(await evaluate(`(document.body?.innerText ?? '').slice(0, ${TEXT_CHARACTERS})`)),
    heightPx: async () => z.number().parse(await evaluate('document.documentElement.scrollHeight')),
    async accessibility() {
      const run = `axe.run(document, { runOnly: ${JSON.stringify(STANDARDS)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`
      const violations = z.array(findingSchema).parse(await evaluate(run))
      return violations.slice(0, FINDINGS).map(({ id, impact, help, nodes }) => ({
        rule: id,
        impact: impact ?? 'moderate',
        help,
        targets: nodes.slice(0, 5).map(({ target }) => target.map(String).join(' ').slice(0, 200)),
      }))
    },
  }
}

let source: Promise<string> | undefined

function axeSource(): Promise<string> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  return source
}
