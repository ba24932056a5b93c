import { missingLimits } from '#src/adapters/sandbox/bubblewrap/missing-limits.ts'
import type { DemoConfig } from '#src/config/demo-config.ts'

/** Says where generated code runs and which limits cannot be enforced there. */
export function sandboxLine({ sandboxesHere }: Pick<DemoConfig, 'sandboxesHere'>, missing = missingLimits): string {
  if (!sandboxesHere) return 'Generated code runs in E2B sandboxes.'
  const limits = missing()
  const sentence = limits.length === 0 ? 'All limits are enforced' : `This machine cannot enforce these limits: ${limits.join('; ')}`
  return `Generated code runs in bubblewrap sandboxes on this machine, without network access. ${sentence}.`
}
