import { missingLimits } from '#src/adapters/sandbox/bubblewrap/missing-limits.ts'
import type { readDemoConfig } from '#src/config/config.ts'

/** Where generated code is going to run, and which limit doesn't hold there. */
export function sandboxLine({ sandboxesHere }: Pick<ReturnType<typeof readDemoConfig>, 'sandboxesHere'>, missing = missingLimits): string {
  if (!sandboxesHere) return 'Generated code runs in E2B’s sandboxes.'
  const limits = missing()
  const said = limits.length === 0 ? 'with all its limits' : `not limited: ${limits.join('; ')}`
  return `Generated code runs in bubblewrap sandboxes on this machine, without a network, ${said}.`
}
