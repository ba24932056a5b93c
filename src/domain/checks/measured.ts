/**
 * Who is responsible for a failure. What follows for the agent, the user and the credits: docs/internals/responsibility.md.
 * `ollio`: our own way of measuring.
 */
export const CAUSES = ['page', 'repository', 'machine', 'network', 'model', 'github', 'ollio'] as const
export type Cause = (typeof CAUSES)[number]

/** Why something was not measured. `reason`: a clause for people, without a full stop. */
export type NotRun = { cause: Cause; reason: string }

/** What was measured, or why it was not. Nothing else can stand for a result: no `null`, no empty list. */
export type Measured<Value> = { value: Value; notRun?: never } | { notRun: NotRun; value?: never }

export function measured<Value>(value: Value): Measured<Value> {
  return { value }
}

export function notRun(cause: Cause, reason: string): { notRun: NotRun } {
  return { notRun: { cause, reason } }
}
