import type { Annotation, Changes } from '#src/domain/projects/records.ts'
import { suppressionComments } from '#src/domain/checks/suppression-comments.ts'
import { typeErrors } from '#src/domain/checks/type-errors.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { Measured, NotRun } from '#src/domain/checks/measured.ts'
import type { Ran } from './measure-command.ts'
import { failed, notRunYet, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import type { Within } from './check-with-repository-tool.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

const TOO_MANY: NotRun = { cause: 'repository', reason: 'the repository has more type errors than can be compared' }

/** `before`: the result for the base; `null` if it was not needed. */
export type TypesCompared = { after: Measured<Ran>; before: Measured<Ran> | null }

/** If the compiler finds errors, it also checks the base: errors that existed before are not the turn's fault. */
export async function compareTypes(
  within: Within,
  manifest: Changes,
  check: (sandbox: Sandbox) => Promise<Measured<Ran>>,
): Promise<TypesCompared> {
  const after = await within(manifest, check)
  const isClear = after.notRun !== undefined || after.value.ok
  return { after, before: isClear ? null : await within({}, check) }
}

/** The compiler's errors, and comments that suppress errors. */
export function judgeTypes(subject: Subject, compared: TypesCompared): CheckResult {
  const hidden = Object.entries(subject.changed).flatMap(([path, text]) => suppressionComments(path, text, baseText(subject, path)))
  const messages = hidden.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  const judged = judgeErrors(compared, { hidden, messages })
  if (judged?.line.outcome === 'failed') return judged
  // What the sources say is known, also if the compiler did not run.
  if (hidden.some(({ level }) => level === 'failure')) return failed('Types', some(messages), messages.join('\n'), { annotations: hidden })
  if (judged !== null) return judged
  if (hidden.length > 0) return warned('Types', some(messages), { annotations: hidden, once: messages.join('\n') })
  return passed('Types', compared.after.value?.ok === true ? 'no type errors' : 'no new type errors')
}

/** `null` if there are certainly no new errors. */
function judgeErrors(
  { after, before }: TypesCompared,
  { hidden, messages }: { hidden: Annotation[]; messages: string[] },
): CheckResult | null {
  const more = { annotations: hidden }
  if (after.notRun !== undefined) return notRunYet('Types', after.notRun, more)
  const { ok, output, limit } = after.value
  if (ok) return null
  if (before?.notRun !== undefined)
    return notRunYet('Types', before.notRun, { what: 'errors could not be compared with the base', ...more })
  if (before?.value.limit != null)
    return notRunYet('Types', { cause: 'repository', reason: `checking the base was stopped: ${before.value.limit}` }, more)
  const errors = typeErrors(output, limit !== null ? null : (before?.value.output ?? null))
  if (errors.found)
    return failed('Types', errors.first, [errors.text, ...messages].join('\n'), { annotations: [...errors.annotations, ...hidden] })
  return errors.complete ? null : notRunYet('Types', TOO_MANY, { required: false, ...more })
}
